package transfer.protocol.ftp;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** ProFTPD 1.3.8, which has MLST and HASH. */
@Tag("container")
class ProftpdConformanceTest extends FtpConformance {
    @Override
    FtpServer startServer() {
        return FtpServer.proftpd(Map.of());
    }

    @Nested
    class Digests extends DigestGroup {}

    @Nested
    class Listing extends ListingWithoutStars {}
}
