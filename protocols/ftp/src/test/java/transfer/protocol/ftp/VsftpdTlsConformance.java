package transfer.protocol.ftp;

import java.util.Map;
import org.junit.jupiter.api.Nested;

/** vsftpd 3.0.3, which has no digests, and insists on its sessions. */
abstract class VsftpdTlsConformance extends FtpsConformance {
    private final String version;

    VsftpdTlsConformance(String portName, String version) {
        super(portName);
        this.version = version;
    }

    @Override
    FtpServer startServer() {
        return FtpServer.vsftpd(Map.of("SESSION_REUSE", "YES", "MAX_TLS", version));
    }

    @Nested
    class Listing extends DirectoryGroup {}

    @Nested
    class Digests extends NoDigests {}
}
