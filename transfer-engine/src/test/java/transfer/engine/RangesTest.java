package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.concurrency.NodeTable;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.Source;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.Operation;
import transfer.retry.RetryPolicy;

/** One large file by several readings side by side. */
@Timeout(60)
class RangesTest {
    private static final int BLOCK = BlockMap.BLOCK;
    private static final int SIZE = 5 * BLOCK + 4321;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final String URL = "mem://h/big";

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put(URL, CONTENT);
        bench.transfer("big", URL);
    }

    private void assertArrived() throws Exception {
        bench.run();
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertEquals(List.of("big"), bench.names());
        assertEquals(Optional.of(EngineBench.sha256(CONTENT)), bench.done(1).sha256());
        assertEquals(SIZE, bench.done(1).bytes());
        assertEquals(0, bench.store.record().openNow());
        assertEquals(0, bench.store.record().openEndpoints());
    }

    private long bytesRead() {
        return bench.store.record().bytesRead(URL);
    }

    private int readings() {
        return bench.store.record().count(Operation.READ, URL);
    }

    @Test
    void aLargeFileIsReadSideBySideAndNoByteTwice() throws Exception {
        // the first reading stands still until somebody else has begun
        CountDownLatch other = new CountDownLatch(1);
        bench.store.next(1, URL, new MemoryFault.ReadWaits(BLOCK, other));
        bench.store.always(URL, new MemoryFault.ReadOpens(3L * BLOCK, other));
        assertArrived();
        assertEquals(SIZE, bytesRead());
        assertTrue(bench.store.record().mostOpen() >= 2);
        assertEquals(1, bench.done(1).attempts().size());
        assertEquals(SIZE, bench.done(1).attempts().getFirst().bytes());
    }

    @Test
    void oneStreamIsOneReading() throws Exception {
        bench.streams(1);
        assertArrived();
        assertEquals(1, readings());
    }

    @Test
    void whereThePartsOfAFileAreDearItIsOneReading() throws Exception {
        bench.store.makePartsDear();
        assertArrived();
        assertEquals(1, readings());
    }

    @Test
    void whereThePartsOfAFileAreDearABrokenReadingIsGoneOnWithInOneGo() throws Exception {
        bench.store.makePartsDear();
        bench.store.next(1, URL, MemoryFault.readBreaks(BLOCK + 1000));
        assertArrived();
        assertEquals(2, readings());
        assertTrue(bytesRead() <= SIZE + CopyBuffers.LARGE);
    }

    @Test
    void aFileThatIsNotLargeIsOneReading() throws Exception {
        byte[] smaller = EngineBench.content(3 * BLOCK);
        bench.store.put(URL, smaller);
        bench.run();
        assertArrayEquals(smaller, Files.readAllBytes(bench.path("big")));
        assertEquals(1, readings());
    }

    @Test
    void aServerThatTellsNoIdentityIsReadOnce() throws Exception {
        bench.store.always(URL, new MemoryFault.TellsNothing());
        assertArrived();
        assertEquals(1, readings());
    }

    @Test
    void aServerWithoutRangesIsNotAskedAgainInTheSameRun() throws Exception {
        bench.store.always(new MemoryFault.IgnoresRanges());
        bench.store.put("mem://h/second", CONTENT);
        bench.items.clear();
        bench.transfer("big", URL);
        bench.transfer("copy/big2", "mem://h/second");
        bench.makeDirectory("copy"); // what goes into it waits for it, so the first one is first
        bench.run();
        assertEquals(1, bench.done(1).attempts().size());
        assertEquals(1, bench.done(2).attempts().size());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("copy/big2")));
        assertTrue(bench.store.record().count(Operation.READ) <= 4);
    }

    @Test
    void thereAreNeverMoreStreamsThanTheServerMayHaveItems() throws Exception {
        bench.options = options(2, bench.options.retry());
        assertArrived();
        assertTrue(bench.store.record().mostOpen() <= 2);
    }

    @Test
    void aStreamThatIsRefusedCostsNothing() throws Exception {
        bench.store.always(URL, new MemoryFault.RefusesMore(1, FailureKind.THROTTLED));
        assertArrived();
        assertEquals(1, bench.done(1).attempts().size());
        assertEquals(SIZE, bytesRead());
    }

    @Test
    void aStreamThatIsRefusedLowersTheNumberThatIsFoundByTrying() throws Exception {
        CountDownLatch lowered = new CountDownLatch(1);
        bench.store.next(1, URL, new MemoryFault.ReadWaits(BLOCK, lowered));
        bench.store.always(URL, new MemoryFault.RefusesMore(1, FailureKind.THROTTLED));
        RunSummary summary =
                bench.engine()
                        .adaptive(new NodeTable.Settings(Optional.empty(), folder, 16))
                        .run(
                                bench.items,
                                new Progress() {
                                    @Override
                                    public void explained(String text) {
                                        lowered.countDown();
                                    }
                                });
        assertEquals(1, summary.done());
        assertTrue(summary.servers().getFirst().shrinks() > 0);
    }

    @Test
    void whatABrokenStreamDidNotBringIsBroughtByTheOthers() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        bench.store.next(1, URL, new MemoryFault.ReadWaits(BLOCK, broken));
        bench.store.always(URL, new MemoryFault.ReadOpens(2L * BLOCK + 1_000_000, broken));
        bench.store.next(2, URL, MemoryFault.readBreaks(2L * BLOCK + 1_000_000));
        assertArrived();
        assertEquals(1, bench.done(1).attempts().size());
        assertTrue(bytesRead() <= SIZE + CopyBuffers.LARGE);
    }

    @Test
    void theAttemptFailsWhenNoStreamIsLeftAndTheNextGoesOn() throws Exception {
        bench.store.next(5, URL, MemoryFault.readBreaks(BLOCK + 1000));
        bench.store.next(5, URL, MemoryFault.readBreaks(2L * BLOCK + 1000));
        bench.store.next(5, URL, MemoryFault.readBreaks(4L * BLOCK + 1000));
        bench.options = options(4, new RetryPolicy(20, Duration.ZERO, 1, Duration.ZERO));
        assertArrived();
        assertTrue(bench.done(1).attempts().size() > 1);
        assertTrue(bytesRead() <= SIZE + 20L * CopyBuffers.LARGE, "" + (bytesRead() - SIZE));
    }

    private EngineOptions options(int itemsPerServer, RetryPolicy retry) {
        return new EngineOptions(
                4,
                itemsPerServer,
                4,
                retry,
                Verification.PREFER,
                EngineOptions.Linking.NEVER,
                bench.options.stagingDirectory(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                0);
    }

    @Test
    void aFileThatChangesBetweenTwoRangesIsNeverAMixture() throws Exception {
        byte[] changed = EngineBench.content(100_000);
        bench.store.next(2, URL, new MemoryFault.Changes(2L * BLOCK + 1000, changed));
        bench.run();
        assertArrayEquals(changed, Files.readAllBytes(bench.path("big")));
        assertTrue(bench.done(1).attempts().size() > 1);
        assertEquals(List.of("big"), bench.names());
    }

    @Test
    void theEndOfAnItemsTimeEndsAllItsStreams() throws Exception {
        bench.store.always(URL, MemoryFault.readStalls(BLOCK + 5));
        bench.itemTimeout(Duration.ofMillis(100));
        bench.run();
        assertEquals(FailureKind.TIMED_OUT, bench.failed(1).kind());
        assertEquals(0, bench.store.record().openNow());
        assertEquals(0, bench.store.record().openEndpoints());
    }

    @Test
    void nothingIsReadTwiceForTheDigest() throws Exception {
        RunContext run =
                RunContext.of(
                        new ProtocolTable(
                                List.of(new MemoryProtocol(bench.store)), Credentials.none()),
                        bench.options,
                        Progress.SILENT);
        Candidate from = Candidate.listed(bench.place(URL), Optional.empty());
        try (Source source = (Source) run.protocols().open(from.place());
                Fetching fetching =
                        new Fetching(
                                run,
                                new Fetching.Into(
                                        bench.place("big").url(),
                                        "tag",
                                        OptionalInt.empty(),
                                        true,
                                        false),
                                bench.notes::add)) {
            fetching.attempt(from, source, new Meter());
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
        assertEquals(0, run.room().bytesReadBack());
        assertEquals(List.of(), List.copyOf(bench.notes));
    }
}
