package transfer.protocol.ftp;

import java.util.Map;
import org.junit.jupiter.api.Tag;

/** vsftpd beyond the conformance suite. */
@Tag("container")
class VsftpdTest extends FtpServerManners {
    @Override
    FtpServer startServer() {
        return FtpServer.vsftpd(Map.of());
    }
}
