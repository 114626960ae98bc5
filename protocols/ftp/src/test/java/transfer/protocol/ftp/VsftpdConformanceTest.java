package transfer.protocol.ftp;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** vsftpd 3.0.3, which has neither MLST nor digests. */
@Tag("container")
class VsftpdConformanceTest extends FtpConformance {
    @Override
    FtpServer startServer() {
        return FtpServer.vsftpd(Map.of());
    }

    @Nested
    class Listing extends DirectoryGroup {}

    @Nested
    class Digests extends NoDigests {}
}
