package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

@Timeout(60)
class StoringTest {
    private static final int SIZE = 3 * CopyBuffers.SIZE + 17;
    private static final byte[] CONTENT = EngineBench.content(SIZE);

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put("mem://h/f", CONTENT);
    }

    @Test
    void aLocalFileIsStoredAndTheServersDigestIsProof() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.transfer("mem://h/new/f", "f");
        bench.run();
        assertArrayEquals(CONTENT, bench.store.content("mem://h/new/f").orElseThrow());
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
        assertEquals(List.of("h/f", "h/new/f"), bench.store.names());
    }

    @Test
    void whatIsStoredWrongIsNotPublished() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.compareDigests(false);
        bench.store.always("mem://h/g", new MemoryFault.WriteFlips(7));
        bench.store.put("mem://h/g", new byte[] {1});
        bench.transfer("mem://h/g", "f");
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
        assertArrayEquals(new byte[] {1}, bench.store.content("mem://h/g").orElseThrow());
        assertEquals(List.of("h/f", "h/g"), bench.store.names());
    }

    @Test
    void withoutAServersDigestAVerifiedItemIsReadBack() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.limitDigests(Set.of());
        bench.store.compareDigests(false);
        bench.store.next(1, "mem://h/g", new MemoryFault.WriteFlips(7));
        bench.transfer(verified(), "mem://h/g", "f");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.READ_BACK), bench.done(1).verdict());
        assertEquals(2, bench.done(1).attempts().size());
        assertArrayEquals(CONTENT, bench.store.content("mem://h/g").orElseThrow());
    }

    @Test
    void withoutAServersDigestTheSizeIsCompared() throws Exception {
        Files.write(bench.path("f"), CONTENT);
        bench.store.limitDigests(Set.of());
        bench.transfer("mem://h/g", "f");
        bench.run();
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
    }

    @Test
    void aPairWithoutADirectWayGoesThroughLocalDisk() throws Exception {
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/f").orElseThrow());
        assertEquals(2, bench.done(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aFailedSecondHopDoesNotFetchAgain() throws Exception {
        bench.other.next(
                2, "mem2://o/f", MemoryFault.fails(Operation.WRITE, FailureKind.UNAVAILABLE));
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertEquals(1, bench.store.record().count(Operation.READ));
        assertEquals(4, bench.done(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aFailedPairLeavesNothingOnTheLocalDisk() throws Exception {
        bench.other.always(MemoryFault.writeDenied());
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.ACCESS_DENIED, bench.failed(1).kind());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void theSameRemoteSourceIsFetchedOnceAndPlacedManyTimes() throws Exception {
        for (int i = 1; i <= 5; i++) {
            bench.transfer("out/" + i, "mem://h/f");
        }
        bench.transfer("mem2://o/f", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(1, bench.store.record().count(Operation.READ));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("out/5")));
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/f").orElseThrow());
    }

    @Test
    void aStagedFileServesTheOthersAndGoesAwayAfterwards() throws Exception {
        bench.transfer("mem2://o/1", "mem://h/f");
        bench.transfer("mem2://o/2", "mem://h/f");
        bench.transfer("out/f", "mem://h/f");
        assertTrue(bench.run().allDone());
        assertEquals(1, bench.store.record().count(Operation.READ));
        assertArrayEquals(CONTENT, bench.other.content("mem2://o/2").orElseThrow());
        assertEquals(List.of("out", "out/f"), bench.names());
    }

    @Test
    void whenTheFirstFailsTheOthersFetchThemselves() throws Exception {
        Files.createDirectory(bench.path("taken"));
        bench.transfer("taken", "mem://h/f");
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.ALREADY_EXISTS, bench.failed(1).kind());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("f")));
    }

    private static UnaryOperator<TransferTerms> verified() {
        return _ -> new TransferTerms("lfn", "output", false, true, true, Optional.empty());
    }
}
