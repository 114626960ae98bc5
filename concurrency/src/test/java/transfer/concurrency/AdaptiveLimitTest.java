package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import transfer.concurrency.ServerLimit.Change;

/** Against a server of which every answer is calculated, by a clock that only it moves. */
class AdaptiveLimitTest {
    private static final long MILLI = 1_000_000;

    private long now = -5_000_000_000L;
    private final List<Change> changes = new ArrayList<>();
    private final ServerLimit limit =
            ServerLimit.adaptive("http://h", 4, 16, Optional.empty(), () -> now);

    /**
     * Runs items at a server that works on so many at once, each for so long; more of them wait
     * there.
     */
    private void run(int items, int capacity, long millis, long bytes) {
        Queue<Long> ends = new ArrayDeque<>();
        long[] free = new long[capacity];
        java.util.Arrays.fill(free, now);
        int left = items;
        while (left > 0 || !ends.isEmpty()) {
            while (left > 0 && limit.tryTake()) {
                java.util.Arrays.sort(free);
                free[0] = Math.max(now, free[0]) + millis * MILLI;
                ends.add(free[0]);
                left--;
            }
            now = Math.max(now, ends.remove());
            limit.passed(bytes);
            limit.giveBack();
            limit.wentWell().ifPresent(changes::add);
        }
    }

    @Test
    void growsOnAServerWhoseThroughputScales() {
        run(200, 64, 100, 1000);
        assertEquals(16, limit.now());
        assertEquals(List.of(4, 8), changes.stream().map(Change::from).toList(), changes::toString);
        assertEquals(new ServerLimit.Use("http://h", 16, 16, 2, 0), limit.use());
    }

    @Test
    void stopsGrowingAtSaturation() {
        run(40, 4, 100, 1000);
        assertEquals(4, limit.now());
        assertTrue(
                changes.getLast().toString().contains("no faster than with 4"), changes::toString);
    }

    @Test
    void aDecisionTellsItsFigures() {
        run(100, 64, 100, 2_000_000);
        assertEquals(
                "http://h: 8 -> 16 at once: 80.0 items/s and 160.0 MB/s, 2.0 times as much,"
                        + " trying more",
                changes.get(1).toString());
    }

    @Test
    void aListOfFewItemsDecidesNothing() {
        run(3, 64, 100, 1000);
        assertEquals(List.of(), changes);
        assertEquals(new ServerLimit.Use("http://h", 3, 4, 0, 0), limit.use());
    }

    @Test
    void whereThereIsAlwaysRoomNothingGrows() {
        for (int i = 0; i < 100; i++) {
            run(3, 64, 100, 1000);
        }
        assertEquals(4, limit.now());
    }

    @Test
    void bytesOfLargeFilesCountBeforeTheFileIsDone() {
        for (int i = 0; i < 5; i++) {
            limit.tryTake();
        }
        for (int i = 0; i < 8; i++) {
            now += 100 * MILLI;
            limit.passed(4 << 20);
            limit.look().ifPresent(changes::add);
        }
        assertEquals(8, limit.now());
    }

    @Test
    void looksAreNeverShorterThanChance() {
        for (int i = 0; i < 5; i++) {
            limit.tryTake();
        }
        limit.passed(1L << 40);
        now += AdaptiveLimit.SHORTEST_NANOS - 1;
        assertEquals(Optional.empty(), limit.look());
        now++;
        assertTrue(limit.look().isPresent());
    }

    @Test
    void shrinksAtOnceWhenRefused() {
        run(200, 64, 100, 1000);
        take(16);
        Change change = limit.refused(now, "HTTP 503").orElseThrow();
        assertEquals("http://h: 16 -> 8 at once: HTTP 503 with 16 there", change.toString());
        assertFalse(limit.tryTake());
        assertEquals(1, limit.use().shrinks());
    }

    @Test
    void refusalsOfWhatBeganBeforeSayNothingNew() {
        run(200, 64, 100, 1000);
        take(16);
        long begun = now;
        now += MILLI;
        limit.refused(begun, "503");
        for (int i = 0; i < 15; i++) {
            now += MILLI;
            assertEquals(Optional.empty(), limit.refused(begun, "503"));
        }
        assertEquals(8, limit.now());
        limit.refused(now, "503");
        assertEquals(4, limit.now());
        assertEquals(2, limit.use().shrinks());
    }

    @Test
    void whereThereIsOneOnlyARefusalIsNoChange() {
        take(1);
        assertTrue(limit.refused(now, "503").isPresent());
        int lowered = limit.use().shrinks();
        now += MILLI;
        assertEquals(Optional.empty(), limit.refused(now, "503"));
        assertEquals(lowered, limit.use().shrinks());
        assertEquals(lowered, limit.use().changes());
    }

    @Test
    void afterARefusalItRecoversSlowly() {
        run(200, 64, 100, 1000);
        take(16);
        limit.refused(now, "503");
        for (int i = 0; i < 16; i++) {
            limit.giveBack();
        }
        run(64, 64, 100, 1000);
        assertEquals(8, limit.now());
        run(3000, 64, 100, 1000);
        assertEquals(16, limit.now());
    }

    private void take(int count) {
        for (int i = 0; i < count; i++) {
            assertTrue(limit.tryTake());
        }
    }

    @Test
    void neverExceedsItsBounds() {
        for (int i = 0; i < 300; i++) {
            run(20, 1 + i % 40, 50, 100_000L * i);
            if (i % 11 == 0) {
                limit.refused(now, "503");
            }
            assertTrue(limit.now() >= 1 && limit.now() <= 16, () -> "" + limit.now());
        }
        assertTrue(limit.use().highest() <= 16);
    }
}
