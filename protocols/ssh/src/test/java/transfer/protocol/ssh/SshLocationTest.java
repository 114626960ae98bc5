package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class SshLocationTest {
    @Test
    void pathIsTakenAsItIsWritten() throws Exception {
        SshLocation location = location("sftp://joe@Host.example:2222/a b/%20?#\n'\"é");

        assertEquals(new SshLocation("host.example", 2222, "/a b/%20?#\n'\"é"), location);
    }

    @Test
    void portIsThatOfSshWhereNoneIsWritten() throws Exception {
        assertEquals(new SshLocation("h", 22, "/x"), location("scp://h/x"));
        assertEquals(new SshLocation("::1", 22, "/x"), location("scp://[::1]/x"));
        assertEquals(new SshLocation("::1", 23, "/x"), location("scp://joe@[::1]:23/x"));
    }

    @ParameterizedTest
    @CsvSource({
        "sftp:///x, has no host",
        "sftp://joe@/x, has no host",
        "sftp://h, names no path",
        "sftp://h:ssh/x, has a port that is no number",
        "sftp://h?x, names no path"
    })
    void whatNamesNoPlaceIsRefused(String url, String reason) {
        TransferException refusal = assertThrows(TransferException.class, () -> location(url));

        assertEquals(FailureKind.BAD_REQUEST, refusal.kind());
        assertTrue(refusal.getMessage().contains(reason), refusal.getMessage());
    }

    private static SshLocation location(String url) throws Exception {
        return SshLocation.of(TransferUrl.parse(url));
    }
}
