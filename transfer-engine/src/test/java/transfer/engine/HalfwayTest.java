package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** A transfer by way of local disk that was ended between, or in, its hops. */
@Timeout(60)
class HalfwayTest {
    private static final int SIZE = 2 * BlockMap.BLOCK + 1000;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final String FROM = "mem://h/big";
    private static final String TO = "mem2://o/big";

    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
        bench.store.put(FROM, CONTENT);
        bench.transfer(TO, FROM);
    }

    /** As after a kill in the second hop: the first one's file is whole. */
    private void breakSecondHop() {
        bench.other.always(MemoryFault.fails(Operation.WRITE, FailureKind.UNAVAILABLE));
        bench.run();
        assertEquals(1, bench.summary.failedForNow());
        bench.other.heal();
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("staging"))) {
            return files.sorted().toList();
        }
    }

    private Path data() throws IOException {
        return staged().stream()
                .filter(path -> path.getFileName().toString().matches("transfer-.*\\.data"))
                .findFirst()
                .orElseThrow();
    }

    /** How many bytes of the source a run took that ends well and leaves nothing. */
    private long fetched() throws IOException {
        long before = bench.store.record().bytesRead(FROM);
        bench.notes.clear();
        bench.run();
        assertArrayEquals(CONTENT, bench.other.content(TO).orElseThrow());
        assertEquals(EngineBench.sha256(CONTENT), bench.done(1).sha256().orElseThrow());
        assertEquals(List.of(), staged());
        return bench.store.record().bytesRead(FROM) - before;
    }

    @Test
    void nothingIsLeftWhereNothingWentWrong() throws Exception {
        assertEquals(SIZE, fetched());
        assertEquals(List.of(), List.copyOf(bench.notes));
    }

    @Test
    void aBrokenFirstHopIsGoneOnWithByALaterRun() throws Exception {
        bench.store.always(FROM, MemoryFault.readBreaks(BlockMap.BLOCK + 500_000));
        bench.run();
        assertEquals(2, staged().size());
        bench.store.heal();
        assertEquals(SIZE - BlockMap.BLOCK, fetched());
    }

    @Test
    void aWholeFirstHopIsNotRepeated() throws Exception {
        breakSecondHop();
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data())));
        assertEquals(0, fetched());
        assertEquals(1, bench.notes.size());
    }

    @Test
    void aWholeFirstHopIsNotRepeatedWhereAnotherWayFailedBefore() throws Exception {
        bench.items.clear();
        bench.transfer(TO, "mem://h/missing", FROM);
        breakSecondHop();
        assertEquals(0, fetched());
    }

    @Test
    void aWholeFirstHopIsNoSurerThanItWas() throws Exception {
        bench.other.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        breakSecondHop();
        assertEquals(0, fetched());
        assertEquals(new Verdict.Verified(Evidence.SIZE), bench.done(1).verdict());
    }

    @Test
    void aWholeFirstHopThatWasProvedStaysSo() throws Exception {
        bench.store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        bench.other.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        breakSecondHop();
        assertEquals(0, fetched());
        assertEquals(new Verdict.Verified(Evidence.DESTINATION_DIGEST), bench.done(1).verdict());
    }

    @Test
    void aChangedSourceIsFetchedAgain() throws Exception {
        breakSecondHop();
        bench.store.put(FROM, CONTENT);
        assertEquals(SIZE, fetched());
        assertTrue(bench.notes.peek().contains("the source has changed"), bench.notes.peek());
    }

    @Test
    void aSpoiledFileIsFetchedAgain() throws Exception {
        breakSecondHop();
        try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
            file.seek(5);
            file.write(~CONTENT[5]);
        }
        assertEquals(SIZE, fetched());
        assertTrue(bench.notes.peek().contains("its bytes are not"), bench.notes.peek());
    }

    @Test
    void aFileWhoseRecordIsTornIsFetchedAgain() throws Exception {
        breakSecondHop();
        Path done =
                staged().stream()
                        .filter(path -> path.toString().endsWith(".done"))
                        .findFirst()
                        .orElseThrow();
        String line = Files.readString(done);
        Files.writeString(done, line.substring(0, line.length() - 3));
        assertEquals(SIZE, fetched());
    }

    @Test
    void aFileWithoutARecordIsFetchedAgain() throws Exception {
        breakSecondHop();
        for (Path path : staged()) {
            if (path.toString().endsWith(".done")) {
                Files.delete(path);
            }
        }
        assertEquals(SIZE, fetched());
    }

    @Test
    void anExpectedChecksumIsProvedAgain() throws Exception {
        breakSecondHop();
        bench.items.clear();
        bench.transfer(
                terms -> terms.withExpected(Optional.of(EngineBench.sha256(new byte[0]))),
                TO,
                FROM);
        bench.run();
        assertEquals(FailureKind.CHECKSUM_MISMATCH, bench.failed(1).kind());
        assertEquals(List.of(), staged());
    }

    @Test
    void aSourceThatCannotBeAskedJustNowCostsNothing() throws Exception {
        breakSecondHop();
        bench.store.always(MemoryFault.fails(Operation.STAT, FailureKind.UNAVAILABLE));
        bench.store.always(MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        bench.run();
        assertEquals(1, bench.summary.failedForNow());
        bench.store.heal();
        assertEquals(0, fetched());
    }

    @Test
    void aFileThatAnotherRunUsesIsLeftAlone() throws Exception {
        breakSecondHop();
        Path data = data();
        byte[] before = Files.readAllBytes(data);
        Path lock = data.resolveSibling("." + data.getFileName() + ".transfer.lock");
        try (FileChannel other =
                FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            other.lock();
            bench.run();
        }
        assertArrayEquals(CONTENT, bench.other.content(TO).orElseThrow());
        assertArrayEquals(before, Files.readAllBytes(data));
        assertEquals(3, staged().size());
    }

    @Test
    void aSecondHopIsTriedAgainWithoutTheFirst() throws Exception {
        bench.other.next(2, MemoryFault.fails(Operation.WRITE, FailureKind.UNAVAILABLE));
        assertEquals(SIZE, fetched());
        assertEquals(4, bench.done(1).attempts().size());
    }

    @Test
    void whatAnotherRunTookWhileItWaitedIsNotItsOwnAnyMore() throws Exception {
        WorkItem.Transfer item = (WorkItem.Transfer) bench.items.getFirst();
        Path staging = folder.resolve("staging");
        try (Halfway halfway = Halfway.of(staging, item, "tag")) {
            Files.write(halfway.file().toPath(), new byte[] {1});
            halfway.rest();
            try (Halfway other = Halfway.of(staging, item, "other")) {
                assertEquals(halfway.file(), other.file());
                assertFalse(halfway.wake());
                Files.write(other.file().toPath(), new byte[] {1, 2});
                other.leave();
            }
            assertFalse(halfway.wake());
        }
        assertEquals(1, staged().size());
    }

    @Test
    void atRestItIsRemovedLikeAnyOther() throws Exception {
        WorkItem.Transfer item = (WorkItem.Transfer) bench.items.getFirst();
        try (Halfway halfway = Halfway.of(folder.resolve("staging"), item, "tag")) {
            Files.write(halfway.file().toPath(), new byte[] {1});
            halfway.rest();
            assertEquals(1, staged().size());
        }
        assertEquals(List.of(), staged());
    }

    @Test
    void whatCannotGetBetterLeavesNothing() throws Exception {
        bench.other.always(MemoryFault.fails(Operation.WRITE, FailureKind.ACCESS_DENIED));
        bench.run();
        assertEquals(1, bench.summary.failedForGood());
        assertEquals(List.of(), staged());
    }

    @Test
    void aSmallFileIsFetchedAgainForSoLittle() throws Exception {
        bench.store.put(FROM, new byte[] {1, 2, 3});
        breakSecondHop();
        assertEquals(List.of(), staged());
        assertFalse(bench.other.exists(TO));
    }
}
