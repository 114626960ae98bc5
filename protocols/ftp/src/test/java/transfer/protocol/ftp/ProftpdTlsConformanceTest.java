package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** TLS that is asked for. */
@Tag("container")
class ProftpdTlsConformanceTest extends ProftpdTlsConformance {
    ProftpdTlsConformanceTest() {
        super("FTP_PORT");
    }
}
