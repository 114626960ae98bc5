package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Trial;

/** Reading from a scripted server, for answers that no real one gives at will. */
class FtpReadingTest {
    private static final byte[] CONTENT = Trial.bytes(100_000);

    private final FtpScriptedServer server = new FtpScriptedServer().content(CONTENT);
    private final FtpRig rig = new FtpRig();
    private final TransferUrl url = server.url("file");

    @AfterEach
    void stop() {
        rig.close();
        server.close();
    }

    private long count(String command) {
        return server.commands().stream().filter(c -> c.startsWith(command)).count();
    }

    @Test
    void binaryIsSetBeforeAnythingIsAsked() throws Exception {
        assertArrayEquals(CONTENT, rig.read(url));

        assertTrue(server.commands().indexOf("TYPE I") < server.commands().indexOf("SIZE file"));
        assertTrue(server.commands().contains("TYPE I"));
    }

    @Test
    void addressInTheAnswerToPasvIsNotGoneTo() throws Exception {
        server.answer("EPSV", "502 not here");

        assertArrayEquals(CONTENT, rig.read(url));
        assertArrayEquals(CONTENT, rig.read(url));

        assertEquals(1, count("EPSV"), "asked once and not again");
        assertEquals(2, count("PASV"));
    }

    @Test
    void refusedExtendedPassiveModeIsRememberedForTheOtherConnectionsOfTheServer()
            throws Exception {
        server.answer("EPSV", "502 not here");
        assertArrayEquals(CONTENT, rig.read(url));

        try (Reading first = rig.open(url).read(url, ReadRequest.WHOLE);
                Reading second = rig.open(url).read(url, ReadRequest.WHOLE)) {
            assertArrayEquals(CONTENT, Trial.rest(first));
            assertArrayEquals(CONTENT, Trial.rest(second));
        }

        assertEquals(2, count("USER"));
        assertEquals(1, count("EPSV"));
    }

    @Test
    void wherePortsOfExtendedPassiveModeCannotBeReachedThoseOfPasvAreTried() throws Exception {
        server.answer("EPSV", "229 Extended (|||1|)");

        assertArrayEquals(CONTENT, rig.read(url));
        assertArrayEquals(CONTENT, rig.read(url));

        assertEquals(1, count("EPSV"));
        assertEquals(2, count("PASV"));
    }

    @Test
    void portThatCannotBeReachedIsAFailureWhereTheServerKnowsNoOtherWay() {
        server.answer("EPSV", "229 Extended (|||1|)").answer("PASV", "502 not here");

        TransferException failure = rig.failure(FailureKind.CONNECTION, () -> rig.read(url));

        assertEquals(OptionalInt.empty(), failure.status());
    }

    @Test
    void largePartsOfAFileAreNotOfferedSideBySide() throws Exception {
        assertFalse(rig.open(url).endsPartsCheaply());
    }

    @Test
    void endThatIsToldLongAfterTheLastByteIsWaitedFor() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        server.endAfter(told);
        try (Reading reading = rig.open(url).read(url, ReadRequest.WHOLE)) {
            ByteBuffer all = ByteBuffer.allocate(CONTENT.length);
            while (all.hasRemaining()) {
                reading.read(all);
            }
            assertArrayEquals(CONTENT, all.array());
            told.countDown();
            assertEquals(-1, reading.read(all.clear()));
        }

        // and it is not taken for the answer to the next command
        assertArrayEquals(CONTENT, rig.read(url));
        assertEquals(1, count("USER"));
    }

    @Test
    void serverThatCannotRestartGivesItAll() throws Exception {
        server.answer("REST", "502 cannot");
        ReadRequest tail = new ReadRequest(60_000, OptionalLong.of(10), Optional.empty(), false);

        try (Reading reading = rig.open(url).read(url, tail)) {
            assertEquals(0, reading.offset());
            assertArrayEquals(CONTENT, Trial.rest(reading));
        }
    }

    @Test
    void dataThatEndsEarlyIsTruncatedThoughTheServerSaysThatItIsAll() {
        server.cutAfter(70_000);

        TransferException failure = rig.failure(FailureKind.TRUNCATED, () -> rig.read(url));

        assertEquals(Optional.of(Phase.BODY), failure.phase());
        assertTrue(failure.getMessage().contains("70000 of 100000"), failure::getMessage);
    }

    @Test
    void endIsNotBelievedBeforeTheServerSaysSo() {
        server.answer("226", "426 broken off");

        TransferException failure = rig.failure(FailureKind.CONNECTION, () -> rig.read(url));

        assertEquals(OptionalInt.of(426), failure.status());
        assertEquals(Optional.of(Phase.BODY), failure.phase());
    }

    @Test
    void serverThatCannotReadItsDiskIsUnavailable() {
        server.cutAfter(10).answer("226", "451 local error");

        rig.failure(FailureKind.UNAVAILABLE, () -> rig.read(url));
    }

    @Test
    void controlConnectionThatEndsDuringTheTransferIsABrokenOne() {
        server.answer("226", "");

        TransferException failure = rig.failure(FailureKind.CONNECTION, () -> rig.read(url));

        assertTrue(failure.getMessage().contains("closed the control connection"));
    }

    @Test
    void listedSizeThatIsTooSmallIsNoticed() {
        server.answer("SIZE", "213 99999");

        rig.failure(FailureKind.CHANGED, () -> rig.read(url));
    }

    @Test
    void mlstThatLiesIsNoticed() {
        server.answer("FEAT", "211-x\r\n MLST type*;size*;modify*;\r\n211 End");
        server.answer(
                "MLST", "250-x\r\n type=file;size=100001;modify=20200101000000; file\r\n250 x");

        rig.failure(FailureKind.TRUNCATED, () -> rig.read(url));
    }

    @Test
    void fileOfUnknownSizeIsReadToItsEnd() throws Exception {
        server.answer("SIZE", "502 cannot").next("LIST", "550 no").next("LIST", "550 no");
        server.answer("FEAT", "211-x\r\n MLST type*;\r\n211 End");
        server.answer("MLST", "250-x\r\n type=file; file\r\n250 x");

        assertArrayEquals(CONTENT, rig.read(url));
    }

    @Test
    void dataConnectionThatIsRefusedIsABrokenOne() {
        server.answer("RETR", "425 cannot open a data connection");

        TransferException failure = rig.failure(FailureKind.CONNECTION, () -> rig.read(url));

        assertEquals(OptionalInt.of(425), failure.status());
    }

    @Test
    void fileThatIsBusyMayBeHadLater() {
        server.answer("RETR", "450 busy");

        rig.failure(FailureKind.UNAVAILABLE, () -> rig.read(url));
    }

    @Test
    void idleConnectionThatTheServerClosedIsReplaced() throws Exception {
        rig.read(url);
        server.next("SIZE", "");

        assertArrayEquals(CONTENT, rig.read(url));

        assertEquals(2, count("USER"));
    }

    @Test
    void idleConnectionThatTheServerEndsWithAWordIsReplaced() throws Exception {
        rig.read(url);
        server.next("SIZE", "421 timeout");

        assertArrayEquals(CONTENT, rig.read(url));
    }

    @Test
    void whereOneIdleConnectionIsGoneTheOthersAreNotTried() throws Exception {
        try (FtpEndpoint other = rig.open(url);
                Reading reading = other.read(url, ReadRequest.WHOLE)) {
            rig.read(url);
            assertArrayEquals(CONTENT, Trial.rest(reading));
        }
        assertEquals(2, count("USER"));
        server.next("SIZE", "");

        assertArrayEquals(CONTENT, rig.read(url));

        assertEquals(3, count("USER"));
    }

    @Test
    void freshConnectionThatTheServerClosesIsAFailure() {
        server.answer("SIZE", "");

        rig.failure(FailureKind.CONNECTION, () -> rig.read(url));

        assertEquals(1, count("USER"));
    }

    @Test
    void connectionIsUsedAgainAfterAPart() throws Exception {
        ReadRequest part = new ReadRequest(0, OptionalLong.of(10), Optional.empty(), false);
        for (int i = 0; i < 3; i++) {
            assertEquals(10, Trial.read(rig.open(url), url, part).length);
        }

        assertEquals(1, count("USER"));
    }
}
