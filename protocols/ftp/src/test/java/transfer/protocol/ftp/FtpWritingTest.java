package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.checksum.DigestAlgorithm;
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
    void serverThatRenamesOverNothingHasTheOldFileMovedAside() throws Exception {
        server.next("RNTO", "553 exists");

        rig.write(url, CONTENT);

        String aside = named("RNTO").get(1).substring("RNTO ".length());
        assertTrue(aside.startsWith(".file."), aside);
        assertEquals("RNFR file", named("RNFR").get(1));
        assertEquals(List.of("RNTO file", "RNTO " + aside, "RNTO file"), named("RNTO"));
        assertEquals(List.of("DELE " + aside), named("DELE"));
    }

    @Test
    void oldFileGetsItsNameBackWhereTheNewOneMayNotHaveIt() {
        server.next("RNTO", "550 no").next("RNTO", "250 aside").next("RNTO", "550 no");

        rig.failure(FailureKind.ACCESS_DENIED, () -> rig.write(url, CONTENT));

        String aside = named("RNTO").get(1).substring("RNTO ".length());
        assertEquals("RNFR " + aside, named("RNFR").getLast());
        assertEquals("RNTO file", named("RNTO").getLast());
        assertFalse(named("DELE").contains("DELE " + aside), () -> "" + named("DELE"));
    }

    /** Whatever else a server has against a new name, removing the old file does not help. */
    @ParameterizedTest
    @CsvSource({
        "RNFR, 550 no such file, ACCESS_DENIED",
        "RNFR, 502 no renaming here, UNSUPPORTED",
        "RNTO, 451 local error, UNAVAILABLE",
        "RNTO, 552 quota exceeded, NO_SPACE"
    })
    void oldFileStaysWhereItIsNotWhatIsInTheWay(String command, String reply, FailureKind kind) {
        server.answer(command, reply);

        rig.failure(kind, () -> rig.write(url, CONTENT));

        assertFalse(named("DELE").contains("DELE file"), () -> "" + named("DELE"));
    }

    @Test
    void storedLengthCostsOneCommandWhereTheServerHasOnlySize() throws Exception {
        rig.write(url, CONTENT);

        assertEquals(1, named("SIZE").size());
        assertEquals(List.of(), named("MDTM"));
    }

    @Test
    void digestThatTheServerHasNotCostsOneCommand() throws Exception {
        server.answer("SIZE", "213 10");

        assertEquals(Optional.empty(), rig.open(url).digest(url, Set.of(DigestAlgorithm.SHA_256)));

        assertEquals(List.of("SIZE file"), named("SIZE"));
        assertEquals(List.of(), named("MDTM"));
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

    @ParameterizedTest
    @CsvSource({"STOR, 450 somebody else is at it", "EPSV, 425 no port is free"})
    void whatIsThereStaysWhereTheServerOnlyHasNoTime(String command, String reply)
            throws Exception {
        restarts();
        server.answer(command, reply);
        Writing writing = resumed();

        assertThrows(
                TransferException.class,
                () -> writing.write(ByteBuffer.wrap(CONTENT, 40_000, 60_000)));
        writing.leave();

        assertEquals(List.of(), named("DELE"));
    }

    @Test
    void whatAServerHasSpoiltIsNotGoneOnWith() throws Exception {
        restarts();
        Writing writing = resumed();
        writing.write(ByteBuffer.wrap(CONTENT, 40_000, 60_000));
        // the restart was acknowledged and not done
        server.answer("SIZE", "213 60000");

        rig.failure(FailureKind.TRUNCATED, () -> writing.finish(List.of()));
        writing.leave();

        assertEquals(List.of("DELE .file.mark.part"), named("DELE"));
    }

    @Test
    void secondAnswerIsNotTakenForTheNextOne() throws Exception {
        server.answer("226", "226 that was it\r\n226 indeed");
        server.content(CONTENT);
        rig.read(url);
        server.answer("DELE", "550 no");

        rig.failure(FailureKind.ACCESS_DENIED, () -> rig.open(url).remove(url, false));
    }

    @Test
    void preliminaryAnswerIsNoEnd() {
        server.answer("226", "150 still at it\r\n226 that was it");

        rig.failure(FailureKind.UNEXPECTED, () -> rig.write(url, CONTENT));

        assertEquals(2, named("USER").size(), "what comes later is nobody's answer");
    }

    @Test
    void longNameStaysShortEnough() throws Exception {
        TransferUrl longest = server.url("n".repeat(255));

        rig.write(longest, CONTENT);

        assertTrue(named("STOR").getFirst().length() < 255);
        assertEquals(List.of("RNTO " + "n".repeat(255)), named("RNTO"));
    }
}
