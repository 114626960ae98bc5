package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** Runs of whole lists with a disk of 10 MiB, of which every file in the folder takes a part. */
@Timeout(60)
class DiskTest {
    private static final int CAPACITY = 10 << 20;
    private static final int THREE = 3 << 20;

    @TempDir Path folder;

    private EngineBench bench;

    /** Whoever looks sees what is there now, so nothing is left to chance but the order. */
    private record Folder(Path path) implements FreeSpace.Disk {
        @Override
        public Object key() {
            return path;
        }

        /** A walk may miss, or meet twice, what gets another name meanwhile; two do not alike. */
        @Override
        public long usable() throws IOException {
            long before;
            long taken = taken();
            do {
                before = taken;
                taken = taken();
            } while (taken != before);
            return CAPACITY - taken;
        }

        private long taken() throws IOException {
            while (true) {
                try (Stream<Path> files = Files.walk(path)) {
                    return files.mapToLong(Folder::size).sum();
                } catch (UncheckedIOException | NoSuchFileException _) {
                    continue; // something was published or removed just now
                }
            }
        }

        private static long size(Path file) {
            try {
                return Files.isRegularFile(file) ? Files.size(file) : 0;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long total() {
            return CAPACITY;
        }
    }

    @BeforeEach
    void open() throws IOException {
        bench = new EngineBench(folder);
        bench.space = space(new Folder(folder));
    }

    /** Nobody finds anything by looking again: who is not woken does not end. */
    private static FreeSpace space(FreeSpace.Disk disk) {
        return new FreeSpace(_ -> disk, Duration.ofDays(1));
    }

    private void fetches(int count, int size) {
        for (int i = 1; i <= count; i++) {
            bench.store.put("mem://h/" + i, EngineBench.content(size));
            bench.transfer("out/" + i, "mem://h/" + i);
        }
    }

    @Test
    void whatFitsArrivesAndTheRestFailsWithoutMovingBytes() throws Exception {
        fetches(8, THREE);
        bench.run();
        List<TransferOutcome> failed =
                bench.outcomes.values().stream()
                        .filter(TransferOutcome.Failed.class::isInstance)
                        .toList();
        assertEquals(3, bench.summary.done());
        assertEquals(5, failed.size());
        for (TransferOutcome outcome : failed) {
            assertEquals(FailureKind.NO_SPACE, ((TransferOutcome.Failed) outcome).kind());
            assertTrue(outcome.attempts().stream().allMatch(attempt -> attempt.bytes() == 0));
        }
        assertEquals(4, bench.names().size(), () -> "a directory and what fits");
    }

    @Test
    void smallerOnesGoOn() throws Exception {
        fetches(4, THREE);
        bench.store.put("mem://h/small", EngineBench.content(1000));
        bench.transfer("out/small", "mem://h/small");
        bench.run();
        assertEquals(4, bench.summary.done());
        assertEquals(1000, bench.done(5).bytes());
    }

    /** Whichever of the two comes first, the good one is not lost to the bad one. */
    @Test
    void oneThatBreaksOffMakesRoomForOneThatWaits() throws Exception {
        fetches(2, 2 * THREE);
        bench.store.always("mem://h/1", MemoryFault.readBreaks(THREE));
        bench.run();
        bench.failed(1);
        assertArrayEquals(EngineBench.content(2 * THREE), Files.readAllBytes(bench.path("out/2")));
    }

    @Test
    void theStagingDirectoryIsUsedByTurns() throws Exception {
        for (int i = 1; i <= 6; i++) {
            bench.store.put("mem://h/" + i, EngineBench.content(4 << 20));
            bench.transfer("mem2://h/" + i, "mem://h/" + i);
        }
        assertTrue(bench.run().allDone(), () -> bench.outcomes.toString());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void replacedFilesMakeRoomForTheNextOnes() throws Exception {
        Files.createDirectory(bench.path("out"));
        for (int i = 1; i <= 3; i++) {
            Files.write(bench.path("out/" + i), new byte[2 << 20]);
        }
        fetches(3, 2 << 20);
        assertTrue(bench.run().allDone(), () -> bench.outcomes.toString());
        assertArrayEquals(EngineBench.content(2 << 20), Files.readAllBytes(bench.path("out/3")));
    }

    @Test
    void aTreeTakesItsTurnFileByFile() throws Exception {
        for (int i = 1; i <= 3; i++) {
            bench.store.put("mem://h/d/" + i, EngineBench.content(THREE));
        }
        bench.transfer("out", "mem://h/d");
        bench.store.put("mem://h/d/4", EngineBench.content(THREE));
        bench.run();
        assertEquals(FailureKind.NO_SPACE, bench.failed(1).kind());
        assertEquals(List.of("out", "out/1", "out/2", "out/3"), bench.names());
    }

    @Test
    void aCopyThatOthersMakeIsLookedAfterToo() throws Exception {
        Files.write(bench.path("from"), EngineBench.content(2 * THREE));
        bench.options(Verification.OFF, Linking.NEVER, 0);
        bench.transfer("to", "from");
        bench.run();
        assertTrue(bench.failed(1).message().contains("no space for "), bench.failed(1)::message);
        assertEquals(List.of("from"), bench.names());
    }

    @Test
    void whatAnEarlierRunLeftNeedsNoRoomAgain() throws Exception {
        int size = BlockMap.BLOCK + 1000;
        bench.space = space(new FakeDisk(size, size));
        bench.store.put("mem://h/big", EngineBench.content(size));
        bench.store.always("mem://h/big", MemoryFault.readBreaks(BlockMap.BLOCK + 500));
        bench.transfer("big", "mem://h/big");
        bench.run();
        bench.store.heal();
        bench.space = space(new FakeDisk(1000, size));
        assertTrue(bench.run().allDone(), () -> bench.outcomes.toString());
        assertArrayEquals(EngineBench.content(size), Files.readAllBytes(bench.path("big")));
    }

    @Test
    void whatAnEarlierRunLeftStaysWhenTheRestDoesNotFit() throws Exception {
        int size = 2 * BlockMap.BLOCK + 1000;
        bench.space = space(new FakeDisk(size, size));
        bench.store.put("mem://h/big", EngineBench.content(size));
        bench.store.always("mem://h/big", MemoryFault.readBreaks(BlockMap.BLOCK + 500));
        bench.transfer("big", "mem://h/big");
        bench.run();
        bench.store.heal();
        List<String> left = bench.names();
        bench.space = space(new FakeDisk(1000, size));
        long before = bench.store.record().bytesRead("mem://h/big");
        bench.run();
        assertEquals(FailureKind.NO_SPACE, bench.failed(1).kind());
        assertEquals(left, bench.names());
        assertEquals(before, bench.store.record().bytesRead("mem://h/big"));
    }

    @Test
    void aDestinationThatCannotBeMadeIsSaidBeforeTheSourceIsAsked() throws Exception {
        Files.createFile(bench.path("file"));
        bench.store.put("mem://h/f", EngineBench.content(10));
        bench.transfer("file/below/f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(1).kind());
        assertEquals(0, bench.store.record().count(Operation.READ));
    }
}
