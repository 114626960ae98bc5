package transfer.retry;

import java.time.Duration;

/**
 * How often something is tried and how long the pauses are, as a pure function of the round.
 *
 * @param rounds how often it is tried in all, at least 1
 * @param firstWait the longest pause after the first failed round
 * @param factor by how much the longest pause grows with every further round, at least 1
 * @param cap no pause is longer, whatever the server asks for
 */
public record RetryPolicy(int rounds, Duration firstWait, double factor, Duration cap) {

    /** Three rounds; up to 1 s, then twice as long each time, never above 300 s. */
    public static final RetryPolicy STANDARD =
            new RetryPolicy(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(300));

    /**
     * @throws IllegalArgumentException when a value is out of its range
     */
    public RetryPolicy {
        if (rounds < 1) {
            throw new IllegalArgumentException("rounds: at least 1, not " + rounds);
        }
        if (firstWait.isNegative() || cap.isNegative()) {
            throw new IllegalArgumentException("a pause cannot be negative");
        }
        if (!(factor >= 1)) { // so that it is not "not a number" either
            throw new IllegalArgumentException("factor: at least 1, not " + factor);
        }
    }

    public RetryPolicy withRounds(int newRounds) {
        return new RetryPolicy(newRounds, firstWait, factor, cap);
    }

    /**
     * The pause after a failed round: full jitter, that is anything between nothing and the longest
     * pause (<a
     * href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">why</a>).
     *
     * @param failedRounds how many rounds have failed, from 1
     * @param random where in the range, from 0 to 1
     */
    public Duration pause(int failedRounds, double random) {
        double longest =
                Math.min(
                        firstWait.toMillis() * Math.pow(factor, failedRounds - 1),
                        (double) cap.toMillis());
        return Duration.ofMillis((long) (longest * random));
    }
}
