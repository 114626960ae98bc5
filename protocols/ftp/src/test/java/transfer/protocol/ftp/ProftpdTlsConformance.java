package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;

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
    class Listing extends DirectoryGroup {
        /** It makes none whose name holds a star, and says so. */
        @Test
        @Override
        protected void directoryOfAnyNameIsMade() throws Exception {
            for (String name : List.of("with two  spaces", " leading", "-dash", "a#b")) {
                make(name);
                assertTrue(fixture().exists(name), name);
            }
            trial().failure(Set.of(FailureKind.ACCESS_DENIED), () -> make("star*"));
        }
    }
}
