package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.protocol.BatchRemover;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.Remover;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** Removals that wait for one server go together, and each has its own outcome. */
@Timeout(60)
class BatchRemovalTest {
    @TempDir Path folder;

    private EngineBench bench;

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
    }

    private void file(String url) {
        bench.store.put(url, new byte[1]);
    }

    private void removeFiles(int count) {
        for (int i = 1; i <= count; i++) {
            file("mem://h/f" + i);
            bench.remove("mem://h/f" + i, false);
        }
    }

    private int asked(Operation operation) {
        return bench.store.record().count(operation);
    }

    @Test
    void whatWaitsForOneServerIsRemovedByOneRequest() {
        removeFiles(5);
        assertTrue(bench.run().allDone());
        assertEquals(List.of(), bench.store.names());
        assertEquals(1, asked(Operation.REMOVE_TOGETHER));
        assertEquals(0, asked(Operation.REMOVE));
        assertEquals(Set.of(1, 2, 3, 4, 5), new HashSet<>(bench.started));
        for (int item = 1; item <= 5; item++) {
            assertEquals(new Verdict.Verified(Evidence.NAME), bench.done(item).verdict());
            assertEquals("", bench.done(item).note());
        }
    }

    @Test
    void noRequestHasMoreThanTheServerTakes() {
        bench.oneAtATime();
        removeFiles(12);
        assertTrue(bench.run().allDone());
        assertEquals(3, asked(Operation.REMOVE_TOGETHER));
        assertEquals(List.of(), bench.store.names());
    }

    @Test
    void oneThatIsLeftOverGoesAlone() {
        bench.oneAtATime();
        removeFiles(6);
        assertTrue(bench.run().allDone());
        assertEquals(1, asked(Operation.REMOVE_TOGETHER));
        assertEquals(1, asked(Operation.REMOVE));
    }

    @Test
    void whatCannotGoWithOthersHasItsOwnRounds() {
        removeFiles(2);
        bench.remove("mem://h/missing", false);
        file("mem://h/dir/f");
        bench.remove("mem://h/dir", false);
        bench.store.next(
                2, "mem://h/f2", MemoryFault.fails(Operation.REMOVE, FailureKind.UNAVAILABLE));
        RunSummary summary = bench.run();
        assertEquals(3, summary.done());
        assertEquals("", bench.done(1).note());
        assertEquals("", bench.done(2).note());
        assertEquals("nothing was there", bench.done(3).note());
        assertEquals(FailureKind.BAD_REQUEST, bench.failed(4).kind());
        assertEquals(1, asked(Operation.REMOVE_TOGETHER));
        assertEquals(0, bench.store.record().count(Operation.REMOVE, "mem://h/f1"));
        assertEquals(3, bench.store.record().count(Operation.REMOVE, "mem://h/f2"));
    }

    @Test
    void whereAllTogetherAreRefusedEachGoesAlone() {
        removeFiles(5);
        bench.store.always(MemoryFault.fails(Operation.REMOVE_TOGETHER, FailureKind.ACCESS_DENIED));
        assertTrue(bench.run().allDone());
        assertEquals(1, asked(Operation.REMOVE_TOGETHER));
        assertEquals(5, asked(Operation.REMOVE));
    }

    @Test
    void oneFileNamedTwiceIsRemovedForBoth() {
        removeFiles(2);
        bench.remove("mem://h/f1", false);
        assertTrue(bench.run().allDone());
        assertEquals(3, bench.outcomes.size());
        assertEquals(1, asked(Operation.REMOVE_TOGETHER));
    }

    @Test
    void aSourceThatIsNotInSafetyStaysWhileOthersGo() {
        removeFiles(3);
        bench.transfer("mem2://h/f2", "mem://h/f2");
        bench.other.always(MemoryFault.writeDenied());
        bench.run();
        assertEquals(List.of("h/f2"), bench.store.names());
        assertInstanceOf(TransferOutcome.NotTried.class, bench.outcomes.get(2));
        assertEquals("", bench.done(1).note());
        assertEquals(1, asked(Operation.REMOVE_TOGETHER));
    }

    @Test
    void otherServersUsersSitesAndWholeDirectoriesGoByThemselves() {
        for (String url :
                List.of(
                        "mem://h/a",
                        "mem://g/a",
                        "mem://me@h/b@me",
                        "mem://h/c@site",
                        "mem2://h/d")) {
            bench.remove(url, false);
        }
        file("mem://h/dir/f");
        bench.remove("mem://h/dir", true);
        bench.remove("mem://h/dir2", true);
        assertTrue(bench.run().allDone());
        assertEquals(0, asked(Operation.REMOVE_TOGETHER));
        assertEquals(List.of(), bench.store.names());
    }

    @Test
    void whereOneItemHasItsTimeEachGoesAlone() {
        bench.itemTimeout(Duration.ofMinutes(5));
        removeFiles(5);
        assertTrue(bench.run().allDone());
        assertEquals(0, asked(Operation.REMOVE_TOGETHER));
        assertEquals(5, asked(Operation.REMOVE));
    }

    /** Whose requests for several do what the test wants. */
    private record Odd(CountDownLatch asked, AtomicInteger alone, Runnable fault)
            implements Protocol {
        @Override
        public List<String> schemes() {
            return List.of("odd");
        }

        @Override
        public Endpoint open(Place place, Credentials credentials) {
            return new BatchRemover() {
                @Override
                public int most() {
                    return 100;
                }

                @Override
                public Set<TransferUrl> removeTogether(List<TransferUrl> urls)
                        throws InterruptedException {
                    asked.countDown();
                    fault.run();
                    new CountDownLatch(1).await();
                    return Set.of();
                }

                @Override
                public boolean remove(TransferUrl url, boolean recursive) {
                    alone.incrementAndGet();
                    return true;
                }
            };
        }
    }

    private Odd odd(Runnable fault) {
        Odd odd = new Odd(new CountDownLatch(1), new AtomicInteger(), fault);
        bench.more.add(odd);
        for (int i = 0; i < 9; i++) {
            bench.remove("odd://h/" + i, false);
        }
        return odd;
    }

    @Test
    void aRunThatIsEndedMeanwhileTriesNoneOfThem() throws Exception {
        Odd odd = odd(() -> {});
        Thread runner = Thread.ofVirtual().start(() -> bench.run());
        odd.asked().await();
        runner.interrupt();
        runner.join();
        assertEquals(9, bench.outcomes.size());
        assertFalse(bench.summary.allDone());
        bench.outcomes
                .values()
                .forEach(outcome -> assertInstanceOf(TransferOutcome.NotTried.class, outcome));
        assertEquals(0, odd.alone().get());
    }

    @Test
    void anErrorOfTheProgramIsToldAndTheItemsAreDoneAllTheSame() {
        Odd odd =
                odd(() -> {
                    throw new IllegalStateException("on purpose");
                });
        assertTrue(bench.run().allDone());
        assertEquals(9, odd.alone().get());
        assertTrue(bench.notes.toString().contains("on purpose"), bench.notes::toString);
    }

    /** Opening may mean to look for credentials, which can take a while. */
    private record SlowToOpen(CountDownLatch other) implements Protocol {
        @Override
        public List<String> schemes() {
            return List.of("slow");
        }

        @Override
        public Endpoint open(Place place, Credentials credentials) {
            if (place.url().host().equals("other")) {
                other.countDown();
            } else {
                awaitUninterruptibly(other);
            }
            return (Remover) (_, _) -> true;
        }

        private static void awaitUninterruptibly(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void whileOneServerIsOpenedOthersAreAtWork() {
        bench.more.add(new SlowToOpen(new CountDownLatch(1)));
        bench.remove("slow://h/a", false);
        bench.remove("slow://h/b", false);
        bench.remove("slow://other/a", false);
        assertTrue(bench.run().allDone());
    }
}
