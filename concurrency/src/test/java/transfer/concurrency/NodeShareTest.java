package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Processes that are objects over the same memory, by a clock that stands still. */
class NodeShareTest {
    private static final long MILLI = 1_000_000;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(2 * NodeFile.PAGE);
    private final Set<Long> dead = new HashSet<>();
    private final List<String> told = new ArrayList<>();
    private volatile long now = 77_000 * MILLI;

    private NodeShare process(long self, int most) {
        return new NodeShare(
                Optional.of(
                        new NodeTable.Pages(memory, self, who -> !dead.contains(who), () -> now)),
                1,
                most,
                told::add);
    }

    private static int take(NodeShare share, int wanted) {
        int got = 0;
        while (got < wanted && share.tryTake()) {
            got++;
        }
        return got;
    }

    @Test
    void allTogetherHaveNoMoreThanTheLimit() {
        assertEquals(3, take(process(1, 8), 3));
        assertEquals(5, take(process(2, 8), 9));
        assertEquals(0, take(process(3, 8), 1));
    }

    @Test
    void eachKeepsToItsOwnLimitWhereTheyDiffer() {
        assertEquals(8, take(process(1, 8), 20));
        NodeShare b = process(2, 4);
        assertEquals(0, take(b, 20));
        b.stopWaiting();
        assertEquals(8, take(process(3, 16), 20));
    }

    @Test
    void whatIsGivenBackIsFree() {
        NodeShare a = process(1, 2);
        take(a, 2);
        a.giveBack();
        assertEquals(1, take(process(2, 2), 5));
    }

    @Test
    void givingBackMoreThanWasTakenTakesNothingFromOthers() {
        NodeShare a = process(1, 2);
        NodeShare b = process(2, 2);
        take(a, 2);
        b.giveBack();
        assertFalse(b.tryTake());
    }

    @Test
    void whoWaitsGetsTheNextPlaceAndWhoHasMoreGivesWay() {
        NodeShare a = process(1, 4);
        NodeShare b = process(2, 4);
        take(a, 4);
        assertFalse(b.tryTake());
        a.giveBack();
        assertFalse(a.tryTake());
        assertTrue(b.tryTake());
        assertFalse(b.tryTake());
        a.giveBack();
        assertFalse(a.tryTake());
        assertTrue(b.tryTake());
        // each has its half now, and nobody gives way any more
        a.giveBack();
        assertTrue(a.tryTake());
        assertFalse(a.tryTake());
    }

    @Test
    void whoHasMoreGivesWayThoughItWaitedFirst() {
        NodeShare a = process(1, 4);
        NodeShare b = process(2, 4);
        take(a, 5);
        now += MILLI;
        assertFalse(b.tryTake());
        assertFalse(a.mayTake());
        a.giveBack();
        assertTrue(b.tryTake());
    }

    @Test
    void whoWaitsForMoreThanItsPartLeavesNoPlaceEmpty() {
        NodeShare a = process(1, 4);
        NodeShare b = process(2, 4);
        assertEquals(2, take(a, 2));
        assertEquals(2, take(b, 3));
        now += MILLI;
        assertFalse(a.tryTake());
        now += NodeShare.TURN_NANOS;
        assertFalse(a.mayTake());
        assertFalse(b.mayTake());
        a.giveBack();
        a.tryTake();
        assertFalse(b.mayTake());
        assertTrue(a.tryTake());
    }

    @Test
    void placesThatNobodyWaitsForAreForEverybody() {
        NodeShare a = process(1, 4);
        NodeShare b = process(2, 4);
        assertEquals(1, take(b, 1));
        assertEquals(3, take(a, 4));
    }

    @Test
    void theLineIsServedInItsOrder() {
        NodeShare a = process(1, 1);
        NodeShare b = process(2, 1);
        NodeShare c = process(3, 1);
        take(a, 1);
        assertFalse(c.tryTake());
        now += MILLI;
        assertFalse(b.tryTake());
        a.giveBack();
        assertFalse(b.tryTake());
        assertFalse(b.mayTake());
        assertTrue(c.mayTake());
        assertTrue(c.tryTake());
    }

    @Test
    void aTurnIsLongerThanOneItemButEnds() {
        NodeShare a = process(1, 1);
        NodeShare b = process(2, 1);
        take(a, 1);
        assertFalse(b.tryTake());
        a.giveBack();
        assertTrue(a.tryTake());
        now += NodeShare.TURN_NANOS;
        assertFalse(b.mayTake());
        a.giveBack();
        assertFalse(a.tryTake());
        assertTrue(b.tryTake());
        b.giveBack();
        assertTrue(b.tryTake());
        now += NodeShare.TURN_NANOS;
        a.mayTake();
        b.giveBack();
        assertFalse(b.tryTake());
        assertTrue(a.tryTake());
    }

    @Test
    void everyOneOfManyGetsItsTurn() {
        List<NodeShare> processes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            processes.add(process(1 + i, 4));
        }
        int[] had = new int[64];
        int[] holds = new int[64];
        Random random = new Random(6);
        for (int step = 0; step < 20_000; step++) {
            now += 10 * MILLI;
            int i = random.nextInt(64);
            if (holds[i] > 0) {
                processes.get(i).giveBack();
                holds[i]--;
            }
            if (processes.get(i).tryTake()) {
                holds[i]++;
                had[i]++;
            }
            int all = java.util.Arrays.stream(holds).sum();
            assertTrue(all <= 4, () -> all + " at once");
        }
        int least = java.util.Arrays.stream(had).min().orElseThrow();
        int most = java.util.Arrays.stream(had).max().orElseThrow();
        assertTrue(least > 0 && most < 4 * least, () -> least + " to " + most);
    }

    @Test
    void whoOwesOthersIsToldAsLongAsTheyWait() {
        NodeShare a = process(1, 4);
        NodeShare b = process(2, 4);
        take(a, 4);
        assertFalse(a.owesOthers());
        assertFalse(b.tryTake());
        assertTrue(a.owesOthers());
        assertFalse(b.owesOthers());
        a.giveBack();
        a.giveBack();
        assertFalse(a.owesOthers());
    }

    @Test
    void whoWaitsDoesNotLookAllTheTimeWhoLives() {
        int[] looks = new int[1];
        take(process(1, 1), 1);
        NodeShare b =
                new NodeShare(
                        Optional.of(
                                new NodeTable.Pages(memory, 2, who -> ++looks[0] > 0, () -> now)),
                        1,
                        1,
                        told::add);
        for (int i = 0; i < 100; i++) {
            now += 40 * MILLI;
            assertFalse(b.mayTake());
        }
        assertTrue(looks[0] >= 3 && looks[0] <= 5, () -> looks[0] + " looks in 4 s");
    }

    @Test
    void placesOfTheDeadAreFree() {
        take(process(1, 4), 4);
        NodeShare b = process(2, 4);
        assertFalse(b.tryTake());
        dead.add(1L);
        now += NodeShare.LOOK_NANOS;
        assertEquals(4, take(b, 9));
    }

    @Test
    void theDeadDoNotWait() {
        NodeShare a = process(1, 1);
        NodeShare b = process(2, 1);
        NodeShare c = process(3, 1);
        take(a, 1);
        assertFalse(b.tryTake());
        now += MILLI;
        assertFalse(c.tryTake());
        a.giveBack();
        assertFalse(c.mayTake());
        dead.add(2L);
        assertFalse(c.mayTake());
        now += NodeShare.LOOK_NANOS;
        assertTrue(c.mayTake());
        assertTrue(c.tryTake());
    }

    @Test
    void whoDoesNotAskForAWhileDoesNotWait() {
        NodeShare a = process(1, 1);
        NodeShare b = process(2, 1);
        take(a, 1);
        assertFalse(b.tryTake());
        now += NodeShare.STALE_NANOS;
        a.giveBack();
        assertTrue(a.tryTake());
    }

    @Test
    void whoStopsWaitingIsInNobodysWay() {
        NodeShare a = process(1, 1);
        NodeShare b = process(2, 1);
        take(a, 1);
        assertFalse(b.tryTake());
        b.stopWaiting();
        now += NodeShare.TURN_NANOS;
        a.giveBack();
        assertTrue(a.tryTake());
    }

    @Test
    void aRefusalOfOneIsHeededByAll() {
        NodeShare a = process(1, 8);
        NodeShare b = process(2, 8);
        take(a, 4);
        a.refused(now);
        assertEquals(4, b.cap());
        assertEquals(0, take(b, 4));
        assertTrue(b.isShared());
    }

    @Test
    void closingGivesEverythingBack() {
        NodeShare a = process(1, 8);
        NodeShare b = process(2, 8);
        take(a, 8);
        assertFalse(b.tryTake());
        a.close();
        b.close();
        for (int at = NodeFile.PAGE + 8; at < NodeFile.PAGE + 64 + 8 * NodeShare.CELLS; at += 8) {
            assertEquals(0, memory.getLong(at));
        }
        assertEquals(8, take(process(3, 8), 9));
    }

    @Test
    void garbageInThePageBlocksNobody() {
        Random random = new Random(7);
        for (int at = NodeFile.PAGE; at < memory.capacity(); at += 8) {
            long garbage = random.nextLong();
            memory.putLong(at, garbage);
            dead.add(
                    java.nio.ByteOrder.nativeOrder() == memory.order()
                            ? garbage
                            : Long.reverseBytes(garbage));
        }
        assertTrue(take(process(5, 8), 9) >= 1);
    }

    @Test
    void aThousandHandsAtOnceNeverHoldMoreThanTheLimit() throws Exception {
        AtomicInteger held = new AtomicInteger();
        AtomicInteger worst = new AtomicInteger();
        AtomicInteger had = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        List<NodeShare> shares = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            NodeShare share = process(100 + i, 3);
            shares.add(share);
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                await(start);
                                for (int n = 0; n < 250; n++) {
                                    if (share.tryTake()) {
                                        had.incrementAndGet();
                                        worst.accumulateAndGet(held.incrementAndGet(), Math::max);
                                        Thread.yield();
                                        held.decrementAndGet();
                                        share.giveBack();
                                    }
                                }
                            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(worst.get() <= 3, () -> worst + " at once");
        assertTrue(had.get() > 0);
        shares.forEach(NodeShare::close);
        assertEquals(3, take(process(1, 3), 9));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
