package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.file.FileProtocol;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.MemoryProtocol;
import transfer.protocol.testkit.MemoryStore;
import transfer.protocol.testkit.Operation;

@Timeout(60)
class TransferEngineTest {
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
    void allKindsOfWorkMayBeMixed() throws Exception {
        Files.write(bench.path("old"), CONTENT);
        bench.remove("old", false);
        bench.transfer("dir/sub/f", "old");
        bench.makeDirectory("dir/sub");
        assertTrue(bench.run().allDone());
        assertEquals(List.of(3, 2, 1), List.copyOf(bench.started));
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("dir/sub/f")));
        assertFalse(Files.exists(bench.path("old")));
    }

    @Test
    void itemsOfOneServerFollowEachOtherOnOneThread() {
        for (int i = 0; i < 5; i++) {
            bench.transfer("f" + i, "mem://h/f");
        }
        bench.oneAtATime();
        assertTrue(bench.run().allDone());
        assertEquals(1, bench.threads.size());
        assertTrue(bench.threads.iterator().next().isVirtual());
    }

    @Test
    void localItemsFollowEachOtherOnOneThreadOfTheSystem() throws Exception {
        Files.write(bench.path("old"), CONTENT);
        bench.transfer("a", "old");
        bench.transfer("b", "a");
        bench.transfer("c", "old");
        bench.oneAtATime();
        assertTrue(bench.run().allDone());
        assertEquals(1, bench.threads.size());
        assertFalse(bench.threads.iterator().next().isVirtual());
    }

    @Test
    void whereTheSystemHasNoMoreThreadsThoseThatRunGoOn() throws Exception {
        Files.write(bench.path("old"), CONTENT);
        for (int i = 0; i < 50; i++) {
            bench.transfer("f" + i, "old");
        }
        Semaphore left = new Semaphore(2);
        ThreadStarter sparing =
                (builder, work) -> {
                    if (!left.tryAcquire()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    return builder.start(() -> {
                        try {
                            work.run();
                        } finally {
                            left.release();
                        }
                    });
                };
        ProtocolTable table =
                new ProtocolTable(List.of(new FileProtocol(List.of())), Credentials.none());
        RunContext context = RunContext.of(table, bench.options, Progress.SILENT);
        assertEquals(50, new EngineRun(context, bench.items, sparing).call().done());
    }

    @Test
    void aRunEndsEvenWhenAnErrorCannotBeDescribed() {
        bench.transfer("a", "mem://h/f");
        bench.transfer("b", "mem://h/f");
        bench.oneAtATime();
        Progress progress =
                new Progress() {
                    @Override
                    public void started(WorkItem item) {
                        if (item.position().item() == 1) {
                            throw new StackOverflowError() {
                                @Override
                                public void printStackTrace(PrintWriter text) {
                                    throw new OutOfMemoryError("not even for this");
                                }
                            };
                        }
                    }
                };
        RunSummary summary = bench.engine().run(bench.items, progress);
        assertEquals(1, summary.internalErrors());
        assertEquals(1, summary.done());
    }

    @Test
    void aSourceThatWasNotBroughtToSafetyIsNotRemoved() throws Exception {
        Files.createDirectories(bench.path("in"));
        Files.write(bench.path("in/only"), CONTENT);
        Files.createDirectory(bench.path("taken"));
        bench.transfer("taken", "in/only");
        bench.remove("in", true);
        bench.run();
        assertTrue(bench.outcomes.get(2) instanceof TransferOutcome.NotTried);
        assertTrue(Files.exists(bench.path("in/only")));
    }

    @Test
    void whoIsRefusedBesidesOthersComesBackWhenThereIsAPlace() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        bench.store.always(new MemoryFault.RefusesMore(1, FailureKind.THROTTLED));
        bench.store.next(1, new MemoryFault.ReadWaits(0, released));
        bench.store.put("mem://h/g", CONTENT);
        bench.transfer("f", "mem://h/f");
        bench.transfer("g", "mem://h/g");
        Thread runner = Thread.ofVirtual().start(() -> bench.run());
        while (bench.store.record().count(Operation.READ) < 2) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 1000; i++) {
            Thread.yield(); // long enough for whoever would come back at once
        }
        released.countDown();
        runner.join();
        assertTrue(bench.summary.allDone(), () -> bench.outcomes.toString());
        assertEquals(3, bench.store.record().count(Operation.READ));
    }

    @Test
    void aServerWhereNearlyEverythingFailsIsGivenUp() {
        bench.store.always(MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        for (int i = 0; i < 100; i++) {
            bench.store.put("mem://h/" + i, new byte[] {1});
            bench.transfer("out/" + i, "mem://h/" + i);
        }
        bench.other.put("mem2://o/fine", CONTENT);
        bench.transfer("fine", "mem2://o/fine");
        bench.run();
        assertEquals(List.of("mem://h"), List.copyOf(bench.givenUp));
        long untried =
                bench.outcomes.values().stream()
                        .filter(TransferOutcome.NotTried.class::isInstance)
                        .count();
        assertTrue(untried >= 40, untried + " items were not tried");
        assertEquals(100, bench.summary.failedForNow());
        assertEquals(SIZE, bench.done(101).bytes());
    }

    @Test
    void missingFilesDoNotEndTheRun() {
        for (int i = 0; i < 40; i++) {
            bench.transfer("out/" + i, "mem://h/none" + i);
        }
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(40, bench.summary.failedForGood());
        assertEquals(1, bench.summary.done());
    }

    @Test
    void noMoreItemsAreInFlightThanAllowed() {
        for (int i = 0; i < 40; i++) {
            bench.store.put("mem://h/" + i, EngineBench.content(1000));
            bench.transfer("out/" + i, "mem://h/" + i);
        }
        bench.run();
        assertTrue(bench.store.record().mostOpen() <= 4);
    }

    @Test
    void anItemThatTakesTooLongIsEnded() throws Exception {
        bench.itemTimeout(Duration.ofMillis(50));
        bench.store.next(
                1, "mem://h/f", MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        bench.store.always("mem://h/f", MemoryFault.readStalls(10));
        bench.transfer("f", "mem://h/f");
        bench.run();
        assertEquals(FailureKind.TIMED_OUT, bench.failed(1).kind());
        assertEquals(1, bench.failed(1).attempts().size());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void anInterruptEndsTheRunAndLeavesNothingBehind() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        bench.store.always("mem://h/f", MemoryFault.readStalls(CopyBuffers.SIZE + 10));
        bench.transfer("f", "mem://h/f");
        bench.transfer("mem2://o/f", "mem://h/f");
        Thread runner =
                Thread.ofPlatform()
                        .start(() -> {
                            bench.run();
                            reached.countDown();
                        });
        while (bench.store.record().bytesRead("mem://h/f") < CopyBuffers.SIZE) {
            Thread.onSpinWait();
        }
        runner.interrupt();
        reached.await();
        assertEquals(2, bench.summary.failedForNow());
        assertTrue(bench.outcomes.get(1) instanceof TransferOutcome.NotTried);
        assertEquals(List.of(), bench.names());
        assertEquals(0, bench.store.record().openNow());
        assertEquals(0, bench.store.record().openEndpoints());
    }

    @Test
    void everyEndpointIsClosed() {
        bench.store.next(1, MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        bench.transfer("f", "mem://h/f");
        bench.transfer("mem2://o/f", "mem://h/f");
        bench.run();
        assertEquals(0, bench.store.record().openEndpoints());
        assertEquals(0, bench.other.record().openEndpoints());
    }

    @Test
    void impossibleItemsAreNamedBeforeAnythingMoves() {
        bench.transfer("f", "gopher://h/f");
        bench.transfer("symlink://./l", "mem://h/f");
        bench.transfer("moveto://./l", "mem://h/f");
        bench.remove("rucio://h/f", true);
        List<String> defects =
                bench.engine().check(bench.items).stream().map(Defect::toString).toList();
        assertEquals(2, defects.size());
        assertTrue(defects.get(0).startsWith("item 1, field source 1: "), defects.get(0));
        assertTrue(defects.get(0).contains("file, mem, mem2, moveto, symlink"), defects.get(0));
        assertTrue(defects.get(1).contains("'rucio'"), defects.get(1));
    }

    @Test
    void aPairWithoutAWayIsNamed() {
        TransferEngine engine =
                new TransferEngine(
                        List.of(
                                new transfer.protocol.file.FileProtocol(List.of()),
                                MemoryProtocol.readOnly("mem", new MemoryStore())),
                        Credentials.none(),
                        bench.options);
        bench.transfer("mem://h/f", "f");
        List<Defect> defects = engine.check(bench.items);
        assertEquals(1, defects.size());
        assertTrue(
                defects.getFirst().message().contains("no way from 'file' to 'mem'"),
                defects.toString());
    }

    @Test
    void twoProtocolsForOneSchemeAreRefused() {
        MemoryProtocol twice = new MemoryProtocol(new MemoryStore());
        assertThrows(
                IllegalArgumentException.class,
                () -> new TransferEngine(List.of(twice, twice), Credentials.none(), bench.options));
    }

    @Test
    void thePlanTellsTheRoute() {
        bench.transfer("mem2://o/f", "mem://h/f");
        List<String> steps = bench.engine().plan(bench.items.getFirst()).steps();
        assertEquals(2, steps.size());
        assertTrue(
                steps.get(0).startsWith("read mem://h/f, write and verify file://"), steps.get(0));
        assertTrue(steps.get(1).endsWith("store and verify mem2://o/f"), steps.get(1));
    }
}
