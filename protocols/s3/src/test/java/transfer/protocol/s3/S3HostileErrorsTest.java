package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.s3.ScriptedStore.Reply;

/** Errors that a store means ill with, at a server written by hand: no real one sends them. */
class S3HostileErrorsTest {
    @TempDir private Path folder;

    /** What comes of a request that is answered so, each time. */
    private TransferException failure(int status, String xml) throws Exception {
        try (ScriptedStore store = new ScriptedStore(folder, _ -> Reply.xml(status, xml))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> store.open().read(ScriptedStore.url("b/k"), ReadRequest.WHOLE));
            assertTrue(store.asked().size() < 10);
            assertFalse(failure.getMessage().contains("\n"), failure::getMessage);
            assertTrue(failure.getMessage().length() < 1000, failure::getMessage);
            return failure;
        }
    }

    @Test
    void aRegionThatIsNoNameIsNeitherTakenNorPrintedAsItIs() throws Exception {
        TransferException failure =
                failure(
                        400,
                        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>words</Message>"
                                + "<Region>x/y\ndone: all is well</Region></Error>");

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
    }

    @Test
    void anErrorThatGrowsWhenItIsReadIsNot() throws Exception {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE b [<!ENTITY a0 \"boom\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        bomb.append("]><Error><Code>SlowDown</Code><Message>&a29;</Message></Error>");

        TransferException failure = failure(503, bomb.toString());

        assertFalse(failure.getMessage().contains("boom"), failure::getMessage);
    }

    @Test
    void aFileThatAnErrorRefersToIsNotRead() throws Exception {
        TransferException failure =
                failure(
                        403,
                        "<!DOCTYPE e [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><Error>"
                                + "<Code>AccessDenied</Code><Message>&f;</Message></Error>");

        assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
        assertFalse(failure.getMessage().contains("root:"), failure::getMessage);
    }

    @Test
    void aLongErrorIsToldInPart() throws Exception {
        TransferException failure =
                failure(
                        403,
                        "<Error><Code>AccessDenied</Code><Message>"
                                + "word\n".repeat(10_000)
                                + "</Message></Error>");

        assertTrue(failure.getMessage().contains("word word"), failure::getMessage);
    }

    @Test
    void aLongCodeIsToldInPart() throws Exception {
        failure(403, "<Error><Code>" + "Denied".repeat(5_000) + "</Code></Error>");
    }
}
