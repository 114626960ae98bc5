package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static transfer.protocol.gs.GsRig.FILE;
import static transfer.protocol.gs.GsRig.failure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;
import transfer.protocol.testkit.Trial;

/** What is asked to write an object, and what goes wrong on the way. */
class GsWritingTest {
    private static final int LARGE = 6 << 20;
    private static final byte[] CONTENT = Trial.bytes(LARGE);

    private GsRig rig;
    private HandWrittenGcs store;

    @BeforeEach
    void start() {
        rig = new GsRig();
        store = rig.store();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private GsEndpoint open(TransferUrl url) {
        return rig.open(url);
    }

    // ---- writings

    private Writing begin(Optional<String> ticket) throws Exception {
        return open(FILE).resume(FILE, Trial.requestFor(CONTENT), ticket.orElse("k3v-1"));
    }

    @Test
    void largeUploadIsThreeRequestsAndOneLook() throws Exception {
        Trial.write(open(FILE), FILE, CONTENT);

        assertArrayEquals(CONTENT, store.get("bucket", "file").orElseThrow());
        assertEquals(4, store.requests().size(), store.requests()::toString);
        assertTrue(store.requests().get(1).contains("ifGenerationMatch=0"));
    }

    @Test
    void smallUploadIsOneRequest() throws Exception {
        Trial.write(open(FILE), FILE, Trial.bytes(10_240));

        assertEquals(1, store.requests().size(), store.requests()::toString);
    }

    @Test
    void finishTellsTheDigestsOfTheStore() throws Exception {
        for (int size : List.of(0, 1000, LARGE)) {
            byte[] content = Trial.bytes(size);
            try (Writing writing = open(FILE).write(FILE, Trial.requestFor(content))) {
                Trial.fill(writing, content);
                assertEquals(Set.of(DigestAlgorithm.CRC32C), writing.compared());
                FileStat stored = writing.finish(List.of());
                assertEquals(
                        Optional.of(Trial.digest(DigestAlgorithm.CRC32C, content)),
                        stored.digest(DigestAlgorithm.CRC32C));
                assertTrue(stored.identity().isPresent());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, LARGE})
    void bytesDamagedOnTheWayNeverGetTheName(int size) throws Exception {
        store.put("bucket", "file", new byte[5]);
        store.next(new GcsFault.CorruptUpload(500));
        byte[] content = Trial.bytes(size);

        TransferException failure =
                failure(
                        FailureKind.CHECKSUM_MISMATCH,
                        () -> Trial.write(open(FILE), FILE, content));

        assertEquals(Optional.of(Phase.VERIFY), failure.phase());
        assertArrayEquals(new byte[5], store.get("bucket", "file").orElseThrow());
    }

    @Test
    void refusalInTheMiddleKeepsWhatHadCome() throws Exception {
        store.next(new GcsFault.UnavailableAfter(LARGE / 2));
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            failure(
                    FailureKind.UNAVAILABLE,
                    () -> {
                        Trial.fill(writing, CONTENT);
                        writing.finish(List.of());
                    });
            writing.leave();
        }

        goOn(ticket, LARGE / 2);
    }

    private void goOn(Optional<String> ticket, long expected) throws Exception {
        try (Writing writing = begin(ticket)) {
            assertEquals(expected, writing.offset());
            Trial.fill(writing, Arrays.copyOfRange(CONTENT, (int) writing.offset(), LARGE));
            writing.finish(List.of(Trial.digest(DigestAlgorithm.CRC32C, CONTENT)));
        }
        assertArrayEquals(CONTENT, store.get("bucket", "file").orElseThrow());
    }

    @Test
    void storeThatKeepsLessThanItWasSentIsFoundOut() throws Exception {
        store.next(new GcsFault.KeepLess(1 << 20));
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            failure(
                    FailureKind.TRUNCATED,
                    () -> {
                        Trial.fill(writing, CONTENT);
                        writing.finish(List.of());
                    });
            writing.leave();
        }

        goOn(ticket, 1 << 20);
    }

    @Test
    void partsAreWholeUnitsAlsoBehindAnOddNumberOfBytes() throws Exception {
        store.next(new GcsFault.KeepLess((1 << 20) + 1234));
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            failure(FailureKind.TRUNCATED, () -> Trial.fill(writing, CONTENT));
            writing.leave();
        }

        goOn(ticket, (1 << 20) + 1234);
    }

    /** A question with the length of the whole would be taken for the end of it. */
    @Test
    void askingHowMuchIsThereShowsNothingThatWasNotCompared() throws Exception {
        store.next(new GcsFault.CorruptUpload(500));
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            Trial.fill(writing, CONTENT);
            failure(FailureKind.CHECKSUM_MISMATCH, () -> writing.finish(List.of()));
            writing.leave();
        }

        try (Writing writing = begin(ticket)) {
            assertEquals(LARGE, writing.offset());
            assertEquals(Optional.empty(), store.get("bucket", "file"));
            List<Checksum> digests = List.of(Trial.digest(DigestAlgorithm.CRC32C, CONTENT));
            failure(FailureKind.CHECKSUM_MISMATCH, () -> writing.finish(digests));
        }
        assertEquals(Optional.empty(), store.get("bucket", "file"));
    }

    @Test
    void uploadThatTheStoreFoundDamagedIsTakenAway() throws Exception {
        store.next(new GcsFault.CorruptUpload(500));

        failure(FailureKind.CHECKSUM_MISMATCH, () -> Trial.write(open(FILE), FILE, CONTENT));

        assertEquals(0, store.unfinishedUploads());
    }

    @Test
    void refusalOfTheLastBytesThatHadComeIsGoneOnWith() throws Exception {
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            Trial.fill(writing, CONTENT);
            store.next(new GcsFault.UnavailableAfter(1 << 20));
            failure(FailureKind.UNAVAILABLE, () -> writing.finish(List.of()));
            writing.leave();
        }

        goOn(ticket, LARGE);
    }

    @Test
    void uploadOfAnotherObjectIsNotGoneOnWith() throws Exception {
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            Trial.fill(writing, Arrays.copyOf(CONTENT, 3 << 20));
            writing.leave();
        }
        TransferUrl other = GsFixture.parse("gs://bucket/other");

        try (Writing writing =
                open(other).resume(other, Trial.requestFor(CONTENT), ticket.orElseThrow())) {
            assertEquals(0, writing.offset());
            Trial.fill(writing, CONTENT);
            writing.finish(List.of());
        }

        assertEquals(List.of("other"), store.names("bucket"));
    }

    @Test
    void whatAnotherHasWrittenMeanwhileStays() throws Exception {
        try (Writing writing = begin(Optional.empty())) {
            Trial.fill(writing, CONTENT);
            store.put("bucket", "file", new byte[5]);

            TransferException failure =
                    failure(FailureKind.CHANGED, () -> writing.finish(List.of()));

            assertTrue(failure.getMessage().contains("meanwhile"), failure::getMessage);
        }
        assertArrayEquals(new byte[5], store.get("bucket", "file").orElseThrow());
        assertEquals(0, store.unfinishedUploads());
    }

    @ParameterizedTest
    @CsvSource({
        "403,userRateLimitExceeded,THROTTLED",
        "412,conditionNotMet,CHANGED",
        "410,uploadIdExpired,UNAVAILABLE"
    })
    void refusalOfAPartIsUnderstoodAsThatOfAnyRequest(int status, String reason, FailureKind kind)
            throws Exception {
        try (Writing writing = begin(Optional.empty())) {
            store.next(new GcsFault.Answer(status, reason, "said the store", -1));

            TransferException failure = failure(kind, () -> Trial.fill(writing, CONTENT));

            assertTrue(failure.getMessage().contains("said the store"), failure::getMessage);
            writing.leave();
        }
    }

    @Test
    void lastAnswerThatIsLostIsAskedForAgain() throws Exception {
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            Trial.fill(writing, CONTENT);
            store.next(new GcsFault.LoseAnswer());
            assertEquals(OptionalLong.of(LARGE), writing.finish(List.of()).size());
            writing.leave();
        }

        goOn(ticket, LARGE);
    }

    @Test
    void uploadThatHasExpiredBeginsAgain() throws Exception {
        Optional<String> ticket;
        try (Writing writing = begin(Optional.empty())) {
            ticket = Optional.of(writing.ticket().orElseThrow().reveal());
            Trial.fill(writing, Arrays.copyOf(CONTENT, 1 << 20));
            writing.leave();
        }
        store.expireUploads();

        goOn(ticket, 0);
    }

    @Test
    void uploadThatExpiresOnTheWayMayPass() throws Exception {
        try (Writing writing = begin(Optional.empty())) {
            store.expireUploads();

            failure(
                    FailureKind.UNAVAILABLE,
                    () -> {
                        Trial.fill(writing, CONTENT);
                        writing.finish(List.of());
                    });
        }
    }

    @Test
    void uploadThatIsGivenUpIsTakenAway() throws Exception {
        Writing writing = begin(Optional.empty());
        Trial.fill(writing, Arrays.copyOf(CONTENT, 1 << 20));
        writing.close();

        assertEquals(0, store.unfinishedUploads());
    }

    @Test
    void ticketOfAnotherServerLeadsNowhereElse() throws Exception {
        goOn(Optional.of("gs://evil.example/upload/x?upload_id=1"), 0);
        assertTrue(store.requests().stream().noneMatch(line -> line.contains("evil")));
    }

    @Test
    void fileOfUnknownSizeThatIsLargeGoesInParts() throws Exception {
        byte[] content = Trial.bytes((17 << 20) + 5);
        WriteRequest unknown = new WriteRequest(OptionalLong.empty(), OptionalInt.empty());
        try (Writing writing = open(FILE).write(FILE, unknown)) {
            Trial.fill(writing, content);
            writing.finish(List.of());
        }

        assertArrayEquals(content, store.get("bucket", "file").orElseThrow());
    }
}
