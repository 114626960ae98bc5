package transfer.protocol.ftp;

import org.junit.jupiter.api.Tag;

/** TLS 1.3, asked for. */
@Tag("container")
class VsftpdTlsConformanceTest extends VsftpdTlsConformance {
    VsftpdTlsConformanceTest() {
        super("FTP_PORT", "TLSv1.3");
    }
}
