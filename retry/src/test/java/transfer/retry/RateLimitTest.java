package transfer.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
    /** A clock that only sleeping moves. */
    private final AtomicLong now = new AtomicLong(-5_000_000_000L);

    private final List<Duration> slept = new ArrayList<>();
    private final Sleeper sleeper =
            pause -> {
                slept.add(pause);
                now.addAndGet(pause.toNanos());
            };

    @Test
    void theFirstPieceIsFreeAndEveryNextOneWaitsForThoseBefore() throws Exception {
        RateLimit limit = limit(100);
        limit.take(50);
        limit.take(200);
        limit.take(1);
        assertEquals(List.of(Duration.ofMillis(500), Duration.ofSeconds(2)), slept);
    }

    @Test
    void theAverageIsTheRate() throws Exception {
        RateLimit limit = limit(1_000_000);
        long begin = now.get();
        for (int i = 0; i < 1000; i++) {
            limit.take(64_000);
        }
        limit.take(0);
        assertEquals(64_000_000_000L, now.get() - begin);
    }

    @Test
    void idleTimeIsNotSavedUp() throws Exception {
        RateLimit limit = limit(100);
        limit.take(100);
        now.addAndGet(3_600_000_000_000L);
        limit.take(100);
        limit.take(100);
        assertEquals(List.of(Duration.ofSeconds(1)), slept);
    }

    @Test
    void timeSpentElsewhereCounts() throws Exception {
        RateLimit limit = limit(100);
        limit.take(100);
        now.addAndGet(400_000_000);
        limit.take(100);
        assertEquals(List.of(Duration.ofMillis(600)), slept);
    }

    @Test
    void whatOneTakesAnotherPaysFor() throws Exception {
        // nobody sleeps here, so the pauses add up: 0, 1, 2, … 9 s in some order
        List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
        RateLimit limit = new RateLimit(100, pauses::add, now::get);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 10; i++) {
                threads.submit(() -> {
                    limit.take(100);
                    return null;
                });
            }
        }
        pauses.sort(null);
        assertEquals(LongStream.rangeClosed(1, 9).mapToObj(Duration::ofSeconds).toList(), pauses);
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        var interrupt = new InterruptedException();
        RateLimit limit =
                new RateLimit(
                        1,
                        _ -> {
                            throw interrupt;
                        },
                        now::get);
        limit.take(1);
        assertSame(interrupt, assertThrows(InterruptedException.class, () -> limit.take(1)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aRateBelowOneIsRefused(long perSecond) {
        assertThrows(IllegalArgumentException.class, () -> limit(perSecond));
    }

    private RateLimit limit(long perSecond) {
        return new RateLimit(perSecond, sleeper, now::get);
    }
}
