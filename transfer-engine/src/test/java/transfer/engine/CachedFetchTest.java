package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.cache.NodeCache;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** Files that come by way of the node's cache. */
@Timeout(60)
class CachedFetchTest {
    private static final byte[] CONTENT = EngineBench.content(1000);
    private static final Checksum CHECKED = EngineBench.sha256(CONTENT);
    private static final byte[] BIG = EngineBench.content(3 * BlockMap.BLOCK + 1000);
    private static final String URL = "mem://h/f";

    @TempDir Path folder;
    @TempDir Path shared;

    private EngineBench bench;
    private NodeCache cache;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put(URL, CONTENT);
        open(1L << 30, Duration.ofSeconds(30));
    }

    private void open(long limit, Duration patience) throws IOException {
        if (cache != null) {
            cache.close();
        }
        cache =
                NodeCache.open(
                        shared.resolve("cache"),
                        new NodeCache.Settings(OptionalLong.of(limit), patience));
        bench.cache = Optional.of(cache);
    }

    @AfterEach
    void close() {
        cache.close();
    }

    private int reads(String url) {
        return bench.store.record().count(Operation.READ, url);
    }

    /** What the engine calls the file: by site, user and URL. */
    private NodeCache.Source source() {
        return NodeCache.Source.named(String.join("\n", bench.place(URL).site().label(), "", URL));
    }

    /** A run of its own for one file. */
    private TransferOutcome.Done bring(String to, String from) throws IOException {
        bench.items.clear();
        bench.transfer(to, from);
        bench.run();
        TransferOutcome.Done done = bench.done(1);
        assertArrayEquals(
                bench.store.content(from).orElseThrow(), Files.readAllBytes(bench.path(to)));
        return done;
    }

    private List<Path> objects() throws IOException {
        try (Stream<Path> files = Files.walk(shared.resolve("cache/v1/objects"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> incoming() throws IOException {
        try (Stream<Path> files = Files.list(shared.resolve("cache/v1/incoming"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void spoil(Path object) throws IOException {
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
        byte[] bytes = Files.readAllBytes(object);
        bytes[bytes.length / 2] ^= 1;
        Files.write(object, bytes, StandardOpenOption.WRITE);
    }

    @Test
    void theSecondRunDoesNotFetch() throws Exception {
        bring("first", URL);
        TransferOutcome.Done second = bring("second", URL);
        assertEquals(1, reads(URL));
        assertEquals(new Verdict.Verified(Evidence.SIZE), second.verdict());
        assertEquals(Optional.of(CHECKED), second.sha256());
        assertEquals(1, second.attempts().size());
        Path object = objects().getFirst();
        assertEquals(object, second.attempts().getFirst().source().url().toPath());
        assertEquals(CHECKED.hex(), object.getFileName().toString());
        assertEquals(List.of(), incoming());
        assertEquals(List.of(), List.copyOf(bench.notes));
    }

    @Test
    void aChangedSourceIsFetchedAnew() throws Exception {
        bring("first", URL);
        bench.store.put(URL, EngineBench.content(999));
        bring("second", URL);
        assertEquals(2, reads(URL));
    }

    @Test
    void withADigestExpectedNobodyIsAsked() throws Exception {
        bring("first", URL);
        int before = bench.store.record().count(Operation.STAT, URL);
        bench.items.clear();
        bench.transfer(
                terms -> terms.withExpected(Optional.of(CHECKED)), "second", "mem://other/name");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), bench.done(1).verdict());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("second")));
        assertEquals(0, bench.store.record().count(Operation.READ, "mem://other/name"));
        assertEquals(before, bench.store.record().count(Operation.STAT, URL));
    }

    @Test
    void anExpectedDigestByAnotherAlgorithmIsComparedWithTheCopy() throws Exception {
        bring("first", URL);
        Checksum wrong = Checksum.of(DigestAlgorithm.MD5, new byte[16]);
        bench.items.clear();
        bench.transfer(terms -> terms.withExpected(Optional.of(wrong)), "second", URL);
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
        assertFalse(Files.exists(bench.path("second")));
        assertEquals(1, objects().size()); // whose own digest is right
    }

    @Test
    void aDamagedCopyIsThrownAwayAndTheFileFetched() throws Exception {
        bring("first", URL);
        spoil(objects().getFirst());
        bring("second", URL);
        assertEquals(2, reads(URL));
        assertTrue(bench.notes.toString().contains("thrown away"), bench.notes::toString);
        bring("third", URL);
        assertEquals(2, reads(URL));
    }

    @Test
    void aCutCopyIsNotThere() throws Exception {
        bring("first", URL);
        Path object = objects().getFirst();
        Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-------"));
        Files.write(object, new byte[10]);
        bring("second", URL);
        assertEquals(2, reads(URL));
    }

    @Test
    void whoDemandsProofDoesNotTakeWhatOnlyTheSizeProved() throws Exception {
        bring("first", URL);
        bench.options(Verification.REQUIRE, Linking.NEVER, 0);
        bench.items.clear();
        bench.transfer("second", URL);
        bench.run();
        assertEquals(FailureKind.UNVERIFIABLE, bench.failed(1).kind());
        bench.store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        assertEquals(new Verdict.Verified(Evidence.SOURCE_DIGEST), bring("third", URL).verdict());
        int before = reads(URL);
        assertEquals(new Verdict.Verified(Evidence.SOURCE_DIGEST), bring("fourth", URL).verdict());
        assertEquals(before, reads(URL));
    }

    @Test
    void whatNobodyVerifiesIsNotKept() throws Exception {
        bench.options(Verification.OFF, Linking.NEVER, 0);
        bring("first", URL);
        assertEquals(List.of(), objects());
    }

    @Test
    void localFilesAreNotKept() throws Exception {
        Files.write(bench.path("here"), CONTENT);
        bench.transfer("there", "here");
        bench.run();
        bench.done(1);
        assertEquals(List.of(), objects());
    }

    @Test
    void aDirectoryIsBroughtAsWithoutACache() throws Exception {
        bench.store.put("mem://h/tree/a", CONTENT);
        bench.transfer("tree", "mem://h/tree");
        bench.run();
        bench.done(1);
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("tree/a")));
    }

    @Test
    void theFirstOfTwoHopsComesFromTheCacheToo() throws Exception {
        bring("first", URL);
        bench.items.clear();
        bench.transfer("mem2://o/second", URL);
        bench.run();
        bench.done(1);
        assertEquals(1, reads(URL));
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/second").orElseThrow());
        assertEquals(List.of("first"), bench.names());
    }

    @Test
    void otherItemsOfTheRunCopyWhatTheFirstGotFromTheCache() throws Exception {
        bring("first", URL);
        bench.items.clear();
        bench.transfer("second", URL);
        bench.transfer("third", URL);
        bench.run();
        bench.done(2);
        assertEquals(1, reads(URL));
        assertEquals("rw-r--r--", permissions("second"));
        assertEquals("rw-r--r--", permissions("third"));
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(bench.path(name)));
    }

    @Test
    void whatABrokenFetchHasGotIsGoneOnWithByTheNextOne() throws Exception {
        String url = "mem://h/big";
        bench.store.put(url, BIG);
        bench.store.always(url, MemoryFault.readBreaks(2L * BlockMap.BLOCK + 500_000));
        bench.transfer("first", url);
        bench.run();
        assertEquals(1, bench.summary.failedForNow());
        assertEquals(2, incoming().size(), () -> bench.notes.toString());
        bench.store.heal();
        long before = bench.store.record().bytesRead(url);
        bring("second", url);
        assertTrue(
                bench.store.record().bytesRead(url) - before <= BIG.length - 2L * BlockMap.BLOCK);
        assertEquals(List.of(), incoming());
    }

    @Test
    void whatIsTooLargeForTheCacheGoesPastIt() throws Exception {
        open(999, Duration.ofSeconds(30));
        bring("first", URL);
        assertEquals(List.of(), objects());
        assertEquals(1, reads(URL));
    }

    @Test
    void theLeastRecentlyUsedGoesFirst() throws Exception {
        open(2500, Duration.ofSeconds(30));
        bench.store.put("mem://h/g", EngineBench.content(1001));
        bench.store.put("mem://h/i", EngineBench.content(1002));
        bring("f1", URL);
        bring("g1", "mem://h/g");
        bring("f2", URL);
        bring("i1", "mem://h/i"); // which is one too many
        bring("f3", URL);
        bring("i2", "mem://h/i");
        assertEquals(1, reads(URL));
        assertEquals(1, reads("mem://h/i"));
        bring("g2", "mem://h/g");
        assertEquals(2, reads("mem://h/g"));
    }

    @Test
    void whoHasTheTurnAndDoesNotGetOnIsNotWaitedForForEver() throws Exception {
        open(1L << 30, Duration.ofMillis(20));
        NodeCache.Source source = source();
        try (NodeCache.Turn _ = cache.turn(source).orElseThrow()) {
            bring("first", URL);
        }
        assertEquals(1, reads(URL));
        assertEquals(List.of(), objects());
        assertTrue(bench.notes.toString().contains("does not get on"), bench.notes::toString);
    }

    /** Another store, which marks what it is given first as the first one does. */
    private EngineBench stranger(String url, byte[] content) throws IOException {
        EngineBench other = new EngineBench(folder);
        other.cache = Optional.of(cache);
        other.store.put(url, content);
        return other;
    }

    @Test
    void whatIsBlankedInAUrlTellsFilesApart() throws Exception {
        for (String url : List.of("mem://h/get?key=", "mem://h/get?token=")) {
            bench = stranger(url + "one", CONTENT);
            bring("first", url + "one");
            bench = stranger(url + "two", EngineBench.content(999));
            bring("second", url + "two");
        }
    }

    @Test
    void whatOnlyGivesAccessDoesNot() throws Exception {
        String url = "mem://h/f?versionId=1&X-Amz-Date=%1$s&X-Amz-Signature=%1$s&authz=%1$s";
        bench = stranger(url.formatted("one"), CONTENT);
        bring("first", url.formatted("one"));
        bench = stranger(url.formatted("two"), CONTENT);
        bring("second", url.formatted("two"));
        assertEquals(0, reads(url.formatted("two")));
        assertEquals(1, objects().size());
    }

    @Test
    void aStateThatNobodyLookedAtBeforeTheFetchIsNotTrusted() throws Exception {
        bench.transfer(terms -> terms.withExpected(Optional.of(CHECKED)), "first", URL);
        bench.run();
        bench.done(1);
        assertEquals(1, objects().size());
        bench = stranger(URL, EngineBench.content(999)); // changed within the second
        bring("second", URL);
    }

    @Test
    void withADigestExpectedWhatIsTooLargeTakesNoRoomFromOthers() throws Exception {
        open(999, Duration.ofSeconds(30));
        bench.store.put("mem://h/g", EngineBench.content(500));
        bring("small", "mem://h/g");
        bench.items.clear();
        bench.transfer(terms -> terms.withExpected(Optional.of(CHECKED)), "large", URL);
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), bench.done(1).verdict());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("large")));
        assertEquals(0, bench.done(1).attempts().getFirst().bytes());
        assertEquals(1, objects().size());
        assertEquals(List.of(), incoming());
    }

    @Test
    void aSourceThatIsNotThereIsTriedOnlyByItself() throws Exception {
        bench.transfer("first", "mem://h/none", URL);
        bench.run();
        bench.done(1);
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("first")));
        assertEquals(1, objects().size());
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        NodeCache.Source source = source();
        bench.itemTimeout(Duration.ofMillis(50));
        try (NodeCache.Turn _ = cache.turn(source).orElseThrow()) {
            bench.transfer("first", URL);
            bench.run();
        }
        assertEquals(FailureKind.TIMED_OUT, bench.failed(1).kind());
        bench.itemTimeout(Duration.ofMinutes(1));
        bring("second", URL);
        assertEquals(1, objects().size());
    }
}
