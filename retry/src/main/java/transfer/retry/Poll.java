package transfer.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Looks again and again for something that nobody tells of, ever more seldom up to a limit, and
 * never at the same times as others who look for the same. Safe for use by many threads.
 */
public final class Poll {
    private static final Duration FIRST = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMillis(50);
    private static final double FACTOR = 1.5;

    private final RetryPolicy pauses;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /**
     * @param first the longest first pause
     * @param longest no pause is longer
     */
    public Poll(Duration first, Duration longest, Sleeper sleeper, RandomGenerator random) {
        this.pauses = new RetryPolicy(1, first, FACTOR, longest);
        this.sleeper = sleeper;
        this.random = random;
    }

    /** For what passes within a second or so. */
    public static Poll standard() {
        return new Poll(FIRST, LONGEST, Sleeper.REAL, () -> ThreadLocalRandom.current().nextLong());
    }

    /** Waits first, then looks, until there it is. */
    public void until(BooleanSupplier there) throws InterruptedException {
        int looks = 0;
        do {
            looks++;
            // from the half of it up, because nothing at all would be a busy loop
            sleeper.sleep(pauses.pause(looks, (1 + random.nextDouble()) / 2));
        } while (!there.getAsBoolean());
    }
}
