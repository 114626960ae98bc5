package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.testkit.Trial;

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
    class Digests extends DigestGroup {
        @Test
        @Override
        protected void digestIsThatOfTheContent() throws Exception {
            fixture().put("file", Trial.bytes(10));

            assertEquals(Optional.empty(), digest("file", EnumSet.allOf(DigestAlgorithm.class)));
        }

        @Test
        @Override
        protected void digestIsByAnAlgorithmThatWasWanted() throws Exception {
            digestIsThatOfTheContent();
        }

        @Test
        @Override
        protected void emptyFileHasADigest() throws Exception {
            fixture().put("file", new byte[0]);

            assertEquals(Optional.empty(), digest("file", EnumSet.allOf(DigestAlgorithm.class)));
        }

        @Test
        @Override
        protected void digestIsOfWhatIsStoredNow() throws Exception {
            digestIsThatOfTheContent();
        }
    }
}
