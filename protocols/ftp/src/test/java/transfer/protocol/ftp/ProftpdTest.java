package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.OnePassword;
import transfer.protocol.testkit.Trial;

/** ProFTPD beyond the conformance suite. */
@Tag("container")
class ProftpdTest extends FtpServerManners {
    private static final int QUOTA = 1_000_000;

    @Override
    FtpServer startServer() {
        return FtpServer.proftpd(Map.of("QUOTA_BYTES", "" + QUOTA));
    }

    @Test
    void quotaThatIsReachedIsNoSpaceAndNothingIsLeft() throws Exception {
        Credentials limited =
                new Credentials(List.of(new OnePassword("quota", FtpServer.PASSWORD)));
        TransferUrl url = url("file");

        TransferException failure =
                rig().failure(
                                FailureKind.NO_SPACE,
                                () ->
                                        Trial.write(
                                                rig().open(url, limited),
                                                url,
                                                Trial.bytes(3 * QUOTA)));

        assertEquals(OptionalInt.of(552), failure.status());
        try (var left = Files.list(server().container().data().resolve("quota"))) {
            assertEquals(0, left.count());
        }
    }
}
