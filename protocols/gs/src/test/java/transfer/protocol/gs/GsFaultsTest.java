package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;
import transfer.protocol.testkit.Trial;

/** What the hand-written server does wrong, or wants, and what comes of it. */
class GsFaultsTest {
    private static final int LARGE = 6 << 20;
    private static final byte[] CONTENT = Trial.bytes(LARGE);
    private static final TransferUrl FILE = GsFixture.parse("gs://bucket/file");

    private final Map<String, String> environment = new HashMap<>();
    private HandWrittenGcs store;
    private GsAccounts accounts;

    @BeforeEach
    void start() {
        store = HandWrittenGcs.start();
        store.makeBucket("bucket");
        accounts = new GsAccounts(NetworkSettings.standard());
        environment.put("STORAGE_EMULATOR_HOST", "127.0.0.1:" + store.address().getPort());
    }

    @AfterEach
    void stop() {
        accounts.close();
        store.close();
    }

    private GsEndpoint open(TransferUrl url) {
        return new GsEndpoint(
                new GsApi(
                        accounts, new Place(url, Site.UNNAMED), Credentials.standard(environment)));
    }

    private byte[] read() throws TransferException, InterruptedException {
        return Trial.read(open(FILE), FILE, ReadRequest.WHOLE);
    }

    private static TransferException failure(
            FailureKind kind, org.junit.jupiter.api.function.Executable action) {
        TransferException failure = assertThrows(TransferException.class, action);
        assertEquals(kind, failure.kind(), failure::getMessage);
        assertTrue(failure.phase().isPresent(), failure::toString);
        assertFalse(failure.getMessage().contains("upload_id"), failure::getMessage);
        assertFalse(failure.getMessage().contains("only-its-maker"), failure::getMessage);
        return failure;
    }

    // ---- answers

    @ParameterizedTest
    @CsvSource({
        "400,invalid,BAD_REQUEST",
        "401,authError,BAD_CREDENTIALS",
        "403,forbidden,ACCESS_DENIED",
        "403,userRateLimitExceeded,THROTTLED",
        "403,quotaExceeded,NO_SPACE",
        "404,notFound,NOT_FOUND",
        "412,conditionNotMet,CHANGED",
        "429,rateLimitExceeded,THROTTLED",
        "500,internalError,UNAVAILABLE",
        "503,backendError,UNAVAILABLE"
    })
    void refusalIsToldWithReasonAndStatus(int status, String reason, FailureKind kind) {
        store.put("bucket", "file", CONTENT);
        store.next(new GcsFault.Answer(status, reason, "said the store", 3));

        TransferException failure = failure(kind, () -> open(FILE).stat(FILE));

        assertEquals(OptionalInt.of(status), failure.status());
        assertEquals(Optional.of(Duration.ofSeconds(3)), failure.notBefore());
        assertTrue(failure.getMessage().startsWith("GET gs://bucket/file: "), failure::getMessage);
        assertTrue(failure.getMessage().contains("said the store"), failure::getMessage);
    }

    @Test
    void serverThatServesAfterSomeRefusalsIsGoneBackTo() throws Exception {
        store.put("bucket", "file", CONTENT);
        GcsFault busy = new GcsFault.Answer(503, "backendError");
        store.next(busy, busy);
        GsEndpoint endpoint = open(FILE);

        for (int i = 0; i < 2; i++) {
            failure(FailureKind.UNAVAILABLE, () -> Trial.read(endpoint, FILE, ReadRequest.WHOLE));
        }
        assertArrayEquals(CONTENT, Trial.read(endpoint, FILE, ReadRequest.WHOLE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gs:///file",
                "gs://user:pass@bucket/file",
                "gs://bucket/..",
                "gs://bucket/",
                "gs://bucket/folder/",
                "gs://bucket:80/file",
                "gs://bucket/a\nb",
                "gs://bucket/\udcff"
            })
    void namesThatNoObjectHasAreRefusedWithoutAsking(String url) throws Exception {
        TransferUrl bad = GsFixture.parse(url);

        failure(
                FailureKind.BAD_REQUEST,
                () -> open(bad).write(bad, Trial.requestFor(CONTENT)).close());
        assertEquals(List.of(), store.requests());
    }

    @Test
    void bucketThatIsMissingIsToldToBe() {
        TransferUrl url = GsFixture.parse("gs://nowhere/file");

        TransferException failure =
                failure(FailureKind.NOT_FOUND, () -> Trial.write(open(url), url, new byte[10]));

        assertTrue(failure.getMessage().contains("bucket does not exist"), failure::getMessage);
    }

    // ---- readings

    @Test
    void brokenReadingIsNoEnd() throws Exception {
        store.put("bucket", "file", CONTENT);
        store.next(new GcsFault.BreakAfter(256 * 1024));

        failure(FailureKind.TRUNCATED, this::read);

        assertArrayEquals(CONTENT, read());
    }

    @Test
    void corruptBytesDoNotFitTheDigestThatCameWithThem() throws Exception {
        store.put("bucket", "file", CONTENT);
        store.next(new GcsFault.Corrupt(4711));

        try (Reading reading = open(FILE).read(FILE, ReadRequest.WHOLE)) {
            byte[] read = Trial.rest(reading);
            assertFalse(
                    reading.stat().digests().contains(Trial.digest(DigestAlgorithm.CRC32C, read)));
            assertTrue(
                    reading.stat()
                            .digests()
                            .contains(Trial.digest(DigestAlgorithm.CRC32C, CONTENT)));
        }
    }

    @Test
    void rangesAreOfOneGenerationOrNone() throws Exception {
        store.put("bucket", "file", CONTENT);
        Identity before = open(FILE).stat(FILE).identity().orElseThrow();
        store.put("bucket", "file", Trial.bytes(LARGE, 2));
        ReadRequest rest = ReadRequest.from(1000, before);

        TransferException failure = failure(FailureKind.CHANGED, () -> open(FILE).read(FILE, rest));

        assertEquals(OptionalInt.of(412), failure.status());
    }

    @Test
    void whatIsStoredCompressedComesAsItIsStored() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(CONTENT, 0, 100_000);
        }
        byte[] stored = packed.toByteArray();
        store.put("bucket", "file", stored, Optional.of("gzip"));

        assertArrayEquals(stored, read());
        ReadRequest rest = new ReadRequest(1000, OptionalLong.empty(), Optional.empty(), false);
        assertArrayEquals(
                Arrays.copyOfRange(stored, 1000, stored.length),
                Trial.read(open(FILE), FILE, rest));
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

    // ---- copies, buckets, removals, and who pays

    private FileStat copy(TransferUrl to, AtomicLong moved) throws Exception {
        try (DirectCopy.Made made =
                open(to).copy(
                                new Place(FILE, Site.UNNAMED),
                                new Place(to, Site.UNNAMED),
                                new DirectCopy.CopyOptions(true, moved::addAndGet))) {
            made.publish();
            return made.stat();
        }
    }

    @Test
    void copyGoesOnUntilTheStoreHasMadeItAll() throws Exception {
        store.put("bucket", "file", CONTENT);
        store.makeBucket("other");
        store.inSteps(1_000_000, 1000);
        AtomicLong moved = new AtomicLong();
        TransferUrl to = GsFixture.parse("gs://other/a copy");

        FileStat made = copy(to, moved);

        assertArrayEquals(CONTENT, store.get("other", "a copy").orElseThrow());
        assertEquals(LARGE, moved.get());
        assertEquals(
                Optional.of(Trial.digest(DigestAlgorithm.CRC32C, CONTENT)),
                made.digest(DigestAlgorithm.CRC32C));
        assertEquals(7, store.requests().size(), "no byte passes through us");
    }

    @Test
    void everythingInADirectoryIsRemovedAHundredAtATime() throws Exception {
        for (int i = 0; i < 250; i++) {
            store.put("bucket", "d/sub/" + i, new byte[1]);
        }
        store.put("bucket", "d", new byte[1]);
        store.put("bucket", "d.txt", new byte[1]);
        store.inSteps(Integer.MAX_VALUE, 90);
        TransferUrl url = GsFixture.parse("gs://bucket/d");

        assertTrue(open(url).remove(url, true));

        assertEquals(List.of("d.txt"), store.names("bucket"));
        assertEquals(3, store.requests().stream().filter(line -> line.contains("/batch/")).count());
    }

    @Test
    void whatCannotBeRemovedIsToldByItsName() throws Exception {
        store.put("bucket", "d/a", new byte[1]);
        store.put("bucket", "d/undeletable", new byte[1]);
        store.put("bucket", "d/z", new byte[1]);
        TransferUrl url = GsFixture.parse("gs://bucket/d");

        TransferException failure =
                failure(FailureKind.ACCESS_DENIED, () -> open(url).remove(url, true));

        assertTrue(failure.getMessage().contains("gs://bucket/d/undeletable"));
        assertTrue(failure.getMessage().contains("retention"), failure::getMessage);
        assertEquals(List.of("d/undeletable"), store.names("bucket"));
    }

    @Test
    void bucketsAreNeverRemoved() {
        TransferUrl url = GsFixture.parse("gs://bucket/");

        failure(FailureKind.BAD_REQUEST, () -> open(url).remove(url, true));
        assertTrue(store.hasBucket("bucket"));
    }

    @Test
    void bucketIsMadeOnce() throws Exception {
        TransferUrl url = GsFixture.parse("gs://a.new-bucket/some/dir");

        open(url).makeDirectory(url);
        open(url).makeDirectory(url);

        assertTrue(store.hasBucket("a.new-bucket"));
    }

    @Test
    void bucketOfAnotherIsToldToBeTaken() {
        TransferUrl url = GsFixture.parse("gs://taken-name");

        failure(FailureKind.ALREADY_EXISTS, () -> open(url).makeDirectory(url));
    }

    @Test
    void bucketWhoseOwnerDoesNotPayIsPaidByOurProject() throws Exception {
        environment.put("GOOGLE_CLOUD_PROJECT", "our-project");
        store.put("bucket", "file", CONTENT);
        store.letRequesterPay("bucket");

        assertArrayEquals(CONTENT, read());
        Trial.write(open(FILE), FILE, new byte[10]);

        long unpaid =
                store.requests().stream().filter(line -> !line.contains("our-project")).count();
        assertEquals(1, unpaid, "it is remembered");
    }
}
