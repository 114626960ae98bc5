package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** TLS 1.2, there from the first byte on. */
@Tag("container")
class VsftpdTls12ConformanceTest extends VsftpdTlsConformance {
    VsftpdTls12ConformanceTest() {
        super("FTPS_PORT", "TLSv1.2");
    }
}
