package transfer.protocol.s3;

/** The suite against S3Mock. */
class S3MockConformanceTest extends S3Conformance {
    S3MockConformanceTest() {
        super(S3TestServers.S3MOCK);
    }
}
