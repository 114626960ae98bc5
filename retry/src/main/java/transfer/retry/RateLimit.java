package transfer.retry;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Holds a flow to an average rate: everybody who takes pays with a pause for what was taken before,
 * so nothing is held back up front and a large piece never waits for a full bucket. Safe for use by
 * many threads.
 */
public final class RateLimit {
    private static final long NANOS = 1_000_000_000L;

    private final double nanosPerUnit;
    private final Sleeper sleeper;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private long freeAt;

    /**
     * @param perSecond units a second, at least 1
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    public RateLimit(long perSecond, Sleeper sleeper, LongSupplier nanoTime) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate is at least 1 a second, not " + perSecond);
        }
        this.nanosPerUnit = (double) NANOS / perSecond;
        this.sleeper = sleeper;
        this.nanoTime = nanoTime;
        this.freeAt = nanoTime.getAsLong();
    }

    /** Takes so many units, waiting as long as those taken before have not been paid for. */
    public void take(long units) throws InterruptedException {
        long pause;
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            pause = Math.max(0, freeAt - now);
            freeAt = Math.max(freeAt, now) + (long) (units * nanosPerUnit);
        } finally {
            lock.unlock();
        }
        if (pause > 0) {
            sleeper.sleep(Duration.ofNanos(pause));
        }
    }
}
