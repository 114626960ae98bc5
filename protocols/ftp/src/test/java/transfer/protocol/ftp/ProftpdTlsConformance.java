package transfer.protocol.ftp;

import java.util.Map;
import org.junit.jupiter.api.Nested;

/** ProFTPD 1.3.8, which takes no data connection of another session either. */
abstract class ProftpdTlsConformance extends FtpsConformance {
    ProftpdTlsConformance(String portName) {
        super(portName);
    }

    @Override
    FtpServer startServer() {
        return FtpServer.proftpd(Map.of());
    }

    @Nested
    class Digests extends DigestGroup {}

    @Nested
    class Listing extends ListingWithoutStars {}
}
