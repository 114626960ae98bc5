package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** TLS from the first byte on. */
@Tag("container")
class ProftpdImplicitTlsConformanceTest extends ProftpdTlsConformance {
    ProftpdImplicitTlsConformanceTest() {
        super("FTPS_PORT");
    }
}
