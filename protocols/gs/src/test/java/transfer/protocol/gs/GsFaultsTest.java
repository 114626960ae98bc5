package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static transfer.protocol.gs.GsRig.FILE;
import static transfer.protocol.gs.GsRig.failure;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.GcsFault;
import transfer.protocol.testkit.HandWrittenGcs;
import transfer.protocol.testkit.Trial;

/** What the hand-written server does wrong, or wants, and what comes of it. */
class GsFaultsTest {
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

    private byte[] read() throws TransferException, InterruptedException {
        return Trial.read(open(FILE), FILE, ReadRequest.WHOLE);
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
                "gs://../file",
                "gs://./file",
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

    /** The store gives such a refusal as plain text. */
    @Test
    void refusalOfAReadingIsToldInTheStoresWords() {
        TransferException failure = failure(FailureKind.NOT_FOUND, this::read);

        assertTrue(
                failure.getMessage().contains("No such object: bucket/file"), failure::getMessage);
    }

    @Test
    void stalledReadingEndsInTime() throws Exception {
        store.put("bucket", "file", CONTENT);
        store.next(new GcsFault.StallAfter(1000));

        try (GsFixture fixture = new GsFixture(store, "");
                Protocol impatient = fixture.impatient(Duration.ofMillis(200));
                Source source =
                        (Source)
                                impatient.open(
                                        new Place(FILE, Site.UNNAMED),
                                        Credentials.standard(rig.environment()))) {
            failure(FailureKind.TIMED_OUT, () -> Trial.read(source, FILE, ReadRequest.WHOLE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>A proxy says no</html>", "[1]", "{\"error\":7}", "{"})
    void refusalThatSaysNothingIsNone(String body) {
        assertEquals(GsFailures.Refusal.UNTOLD, GsFailures.Refusal.of(body));
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

    @Test
    void storeThatDoesNotSayWhetherItIsADirectoryIsAskedAgain() throws Exception {
        store.put("bucket", "d/file", new byte[7]);
        TransferUrl url = GsFixture.parse("gs://bucket/d");
        GcsFault none = new GcsFault.Answer(404, "notFound");
        GcsFault busy = new GcsFault.Answer(503, "backendError");
        GsEndpoint endpoint = open(url);

        store.next(none, busy);
        failure(FailureKind.UNAVAILABLE, () -> endpoint.stat(url));
        store.next(none, busy);
        failure(FailureKind.UNAVAILABLE, () -> endpoint.read(url, ReadRequest.WHOLE));
        store.next(none, busy);
        failure(FailureKind.UNAVAILABLE, () -> endpoint.remove(url, false));
        store.next(none, new GcsFault.Answer(403, "forbidden"));
        failure(FailureKind.NOT_FOUND, () -> endpoint.stat(url));
    }

    /** Google's console makes such objects, and so do others. */
    @Test
    void directoryThatIsAnObjectTooIsADirectory() throws Exception {
        store.put("bucket", "d/", new byte[0]);
        store.put("bucket", "d/sub/", new byte[0]);
        store.put("bucket", "d/sub/file", new byte[7]);
        store.put("bucket", "empty/", new byte[0]);

        TransferUrl sub = GsFixture.parse("gs://bucket/d/sub/");
        List<Directories.Entry> listed = open(FILE).list(GsFixture.parse("gs://bucket/d"));
        assertEquals(List.of(sub), listed.stream().map(Directories.Entry::url).toList());
        for (String name : List.of("d", "d/", "d/sub", "d/sub/", "empty", "empty/")) {
            TransferUrl url = GsFixture.parse("gs://bucket/" + name);
            assertEquals(FileStat.Kind.DIRECTORY, open(url).stat(url).kind(), name);
        }
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
    void serverWithoutBatchesIsToldOneByOne() throws Exception {
        store.put("bucket", "d/a", new byte[1]);
        store.put("bucket", "d/b", new byte[1]);
        TransferUrl url = GsFixture.parse("gs://bucket/d");
        GsEndpoint endpoint = open(url);
        store.refuseBatches();

        assertTrue(endpoint.remove(url, true));

        assertEquals(List.of(), store.names("bucket"));
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
    void whatCannotBeRemovedKeepsNothingElse() throws Exception {
        for (int i = 0; i < 150; i++) {
            store.put("bucket", "d/" + i, new byte[1]);
        }
        store.put("bucket", "d/0-undeletable", new byte[1]);
        store.put("bucket", "d/1-undeletable", new byte[1]);
        store.inSteps(Integer.MAX_VALUE, 90);
        TransferUrl url = GsFixture.parse("gs://bucket/d");

        TransferException failure =
                failure(FailureKind.ACCESS_DENIED, () -> open(url).remove(url, true));

        assertTrue(failure.getMessage().contains("and 1 other"), failure::getMessage);
        assertEquals(List.of("d/0-undeletable", "d/1-undeletable"), store.names("bucket"));
    }

    @Test
    void removalThatIsThrottledForOneMayPass() throws Exception {
        store.put("bucket", "d/a-undeletable", new byte[1]);
        store.put("bucket", "d/b-throttled", new byte[1]);
        TransferUrl url = GsFixture.parse("gs://bucket/d");
        GsEndpoint endpoint = open(url);

        failure(FailureKind.THROTTLED, () -> endpoint.remove(url, true));
        failure(FailureKind.ACCESS_DENIED, () -> endpoint.remove(url, true));

        assertEquals(List.of("d/a-undeletable"), store.names("bucket"));
    }

    @Test
    void removalThatIsNotAnsweredToIsNoSuccess() throws Exception {
        store.put("bucket", "d/a", new byte[1]);
        store.put("bucket", "d/unanswered", new byte[1]);
        TransferUrl url = GsFixture.parse("gs://bucket/d");

        TransferException failure =
                failure(FailureKind.UNEXPECTED, () -> open(url).remove(url, true));

        assertTrue(failure.getMessage().contains("1 of 2"), failure::getMessage);
    }

    @Test
    void namesOfAnyCharactersAreKeptApart() throws Exception {
        List<String> names =
                List.of(
                        "d/#a",
                        "d/%2F",
                        "d/+",
                        "d/..",
                        "d/./x",
                        "d//x",
                        "d/?q=1&alt=media",
                        "d/\u0007",
                        "d/\u00e9",
                        "d/\ud83d\ude80",
                        "d/a b",
                        "d/a\\b",
                        "d/\"");
        for (String name : names) {
            TransferUrl url = GsFixture.parse("gs://bucket/" + name);
            byte[] content = Trial.bytes(1000, name.hashCode());
            Trial.write(open(url), url, content);

            assertArrayEquals(content, store.get("bucket", name).orElseThrow(), name);
            assertArrayEquals(content, Trial.read(open(url), url, ReadRequest.WHOLE), name);
        }
        assertEquals(names.size(), store.names("bucket").size());
        store.put("bucket", "d", new byte[1]);
        store.put("bucket", "d#", new byte[1]);
        TransferUrl url = GsFixture.parse("gs://bucket/d");

        assertTrue(open(url).remove(url, true));

        assertEquals(List.of("d#"), store.names("bucket"));
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
        rig.environment().put("GOOGLE_CLOUD_PROJECT", "our-project");
        store.put("bucket", "file", CONTENT);
        store.letRequesterPay("bucket");

        assertArrayEquals(CONTENT, read());
        Trial.write(open(FILE), FILE, new byte[10]);

        long unpaid =
                store.requests().stream().filter(line -> !line.contains("our-project")).count();
        assertEquals(1, unpaid, "it is remembered");
    }

    @Test
    void copyOutOfABucketWhoseOwnerDoesNotPayIsPaidInEachStep() throws Exception {
        rig.environment().put("GOOGLE_CLOUD_PROJECT", "our-project");
        store.put("bucket", "file", CONTENT);
        store.letRequesterPay("bucket");
        store.makeBucket("other");
        store.inSteps(1_000_000, 1000);

        copy(GsFixture.parse("gs://other/copy"), new AtomicLong());

        assertArrayEquals(CONTENT, store.get("other", "copy").orElseThrow());
        long unpaid =
                store.requests().stream().filter(line -> !line.contains("our-project")).count();
        assertEquals(1, unpaid, "it is remembered of the bucket that is read");
    }
}
