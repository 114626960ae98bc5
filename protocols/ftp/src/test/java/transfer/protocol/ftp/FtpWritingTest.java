package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Trial;

/** Writing to a scripted server, for answers that no real one gives at will. */
class FtpWritingTest {
    private static final byte[] CONTENT = Trial.bytes(100_000);

    private final FtpScriptedServer server = new FtpScriptedServer();
    private final FtpRig rig = new FtpRig();
    private final TransferUrl url = server.url("file");

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private List<String> named(String command) {
        return server.commands().stream().filter(c -> c.startsWith(command)).toList();
    }

    @Test
    void fileGoesToAHiddenNameAndIsRenamed() throws Exception {
        rig.write(url, CONTENT);

        assertArrayEquals(CONTENT, server.stored());
        String hidden = named("STOR").getFirst().substring("STOR ".length());
        assertTrue(hidden.startsWith(".file."), hidden);
        assertEquals(List.of("RNFR " + hidden), named("RNFR"));
        assertEquals(List.of("RNTO file"), named("RNTO"));
        assertEquals(List.of(), named("DELE"));
    }

    @Test
    void serverThatRenamesOverNothingHasTheOldFileRemovedFirst() throws Exception {
        server.next("RNTO", "553 exists");

        rig.write(url, CONTENT);

        assertEquals(List.of("DELE file"), named("DELE"));
        assertEquals(2, named("RNTO").size());
    }

    @Test
    void fileThatCannotGetItsNameIsTakenAway() {
        server.answer("RNTO", "550 no");

        TransferException failure =
                rig.failure(FailureKind.ACCESS_DENIED, () -> rig.write(url, CONTENT));

        assertEquals(Optional.of(Phase.PUBLISH), failure.phase());
        assertTrue(named("DELE").getLast().startsWith("DELE .file."), () -> "" + named("DELE"));
    }

    @Test
    void quotaThatIsReachedIsNoSpace() {
        server.answer("226", "552 quota exceeded");

        TransferException failure =
                rig.failure(FailureKind.NO_SPACE, () -> rig.write(url, CONTENT));

        assertEquals(OptionalInt.of(552), failure.status());
        assertTrue(named("DELE").getLast().startsWith("DELE .file."), () -> "" + named("DELE"));
    }

    @Test
    void diskThatIsFullBeforeTheFirstByteIsNoSpace() {
        server.answer("STOR", "452 no space");

        rig.failure(FailureKind.NO_SPACE, () -> rig.write(url, CONTENT));
    }

    @Test
    void nothingIsPublishedBeforeTheServerSaysThatItHasAll() {
        server.answer("226", "426 broken off");

        rig.failure(FailureKind.CONNECTION, () -> rig.write(url, CONTENT));

        assertEquals(List.of(), named("RNTO"));
    }

    @Test
    void storedLengthIsCompared() {
        server.answer("SIZE", "213 99999");

        TransferException failure =
                rig.failure(FailureKind.TRUNCATED, () -> rig.write(url, CONTENT));

        assertTrue(failure.getMessage().contains("100000"), failure::getMessage);
        assertEquals(List.of(), named("RNTO"));
    }

    private Writing resumed() throws Exception {
        server.answer("SIZE", "213 40000");
        return rig.open(url).resume(url, Trial.requestFor(CONTENT), "mark");
    }

    private void restarts() {
        server.answer("FEAT", "211-x\r\n REST STREAM\r\n SIZE\r\n211 End");
    }

    @Test
    void unfinishedUploadGoesOnByRestAndStorAndNotByAppending() throws Exception {
        restarts();
        Writing writing = resumed();

        assertEquals(40_000, writing.offset());
        writing.write(ByteBuffer.wrap(CONTENT, 40_000, 60_000));
        writing.leave();

        assertTrue(named("REST").contains("REST 40000"));
        assertEquals(List.of("STOR .file.mark.part"), named("STOR"));
        assertEquals(List.of(), named("DELE"));
    }

    @Test
    void serverThatDoesNotRestartBeginsAgain() throws Exception {
        Writing writing = resumed();

        assertEquals(0, writing.offset());
        writing.leave();
    }

    @Test
    void whatAServerDoesNotGoOnWithIsTakenAway() throws Exception {
        restarts();
        server.answer("REST", "501 not with hidden stores");
        Writing writing = resumed();

        rig.failure(FailureKind.UNEXPECTED, () -> writing.write(ByteBuffer.wrap(CONTENT, 0, 10)));

        assertEquals(List.of(), named("STOR"));
        assertEquals(List.of("DELE .file.mark.part"), named("DELE"));
    }

    @Test
    void longNameStaysShortEnough() throws Exception {
        TransferUrl longest = server.url("n".repeat(255));

        rig.write(longest, CONTENT);

        assertTrue(named("STOR").getFirst().length() < 255);
        assertEquals(List.of("RNTO " + "n".repeat(255)), named("RNTO"));
    }
}
