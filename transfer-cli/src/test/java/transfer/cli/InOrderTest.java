package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class InOrderTest {
    private final List<Integer> taken = new ArrayList<>();

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void resultsComeInTheOrderOfTheThings(int atOnce) throws InterruptedException {
        new InOrder(atOnce).each(upTo(1000), i -> i * 2, (_, twice) -> taken.add(twice / 2));
        assertEquals(upTo(1000), taken);
    }

    @Test
    void nothingToDoIsDone() throws InterruptedException {
        new InOrder(4).each(List.<Integer>of(), i -> i, (_, i) -> taken.add(i));
        assertEquals(List.of(), taken);
    }

    /** Would never end if they ran one after the other. */
    @Test
    void severalRunAtOnce() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(3);
        new InOrder(3)
                .each(
                        upTo(3),
                        i -> {
                            all.countDown();
                            await(all);
                            return i;
                        },
                        (_, i) -> taken.add(i));
        assertEquals(upTo(3), taken);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void noMoreRunAtOnceThanAllowed() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        new InOrder(2)
                .each(
                        upTo(200),
                        i -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            Thread.onSpinWait();
                            running.decrementAndGet();
                            return i;
                        },
                        (_, i) -> taken.add(i));
        assertTrue(most.get() <= 2, most::toString);
        assertEquals(200, taken.size());
    }

    /** The first one ends last; what is done meanwhile is bounded all the same. */
    @Test
    void resultsThatWaitAreBounded() throws InterruptedException {
        CountDownLatch secondLot = new CountDownLatch(255);
        AtomicInteger done = new AtomicInteger();
        new InOrder(2)
                .each(
                        upTo(10_000),
                        i -> {
                            if (i == 0) {
                                await(secondLot);
                                return done.get();
                            }
                            done.incrementAndGet();
                            secondLot.countDown();
                            return 0;
                        },
                        (i, before) -> taken.add(before));
        assertEquals(255, taken.getFirst());
        assertEquals(10_000, taken.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void anInterruptEndsIt(int atOnce) {
        assertThrows(
                InterruptedException.class,
                () ->
                        new InOrder(atOnce)
                                .each(
                                        upTo(100),
                                        i -> i,
                                        (_, i) -> {
                                            taken.add(i);
                                            if (i == 5) {
                                                Thread.currentThread().interrupt();
                                            }
                                        }));
        assertFalse(Thread.interrupted());
        assertEquals(upTo(6), taken);
    }

    @Test
    void aProgramErrorIsNotSwallowed() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        new InOrder(2)
                                .each(
                                        upTo(4),
                                        i -> {
                                            throw new IllegalArgumentException("wrong");
                                        },
                                        (_, i) -> taken.add(0)));
    }
}
