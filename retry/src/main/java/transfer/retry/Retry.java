package transfer.retry;

import io.github.resilience4j.retry.Retry.AsyncContext;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The loop that tries again, and the only place in the program that waits between tries.
 *
 * <p>Resilience4j counts the rounds and decides; the waiting itself is done here, so that an
 * interrupt ends it at once and a test can let time pass without spending it. Safe for use by many
 * threads.
 */
public final class Retry {
    private final RetryPolicy policy;
    private final Sleeper sleeper;
    private final RandomGenerator random;

    /**
     * @param random safe for use by many threads, as {@link java.util.Random} is
     */
    public Retry(RetryPolicy policy, Sleeper sleeper, RandomGenerator random) {
        this.policy = policy;
        this.sleeper = sleeper;
        this.random = random;
    }

    /** One round of the work. */
    @FunctionalInterface
    public interface Round<T> {
        /**
         * @param number from 1
         */
        T run(int number) throws Exception;
    }

    /** Told of every pause before it begins. */
    @FunctionalInterface
    public interface PauseListener {
        void pausing(int failedRound, Duration pause, Exception failure);
    }

    /**
     * Runs rounds until one succeeds, a failure is permanent, or the policy's rounds are used up.
     *
     * @param verdict what a failure means; asked once for every failure
     * @return what the successful round returned
     * @throws InterruptedException when interrupted in a round or in a pause; never tried again
     * @throws Exception the last round's failure
     */
    public <T> T call(Round<T> round, Function<Exception, Verdict> verdict, PauseListener listener)
            throws Exception {
        AsyncContext<Object> rounds = null;
        for (int number = 1; ; number++) {
            try {
                return round.run(number);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception failure) {
                // made at the first failure only: a run in which nothing fails never loads the
                // library
                rounds = rounds == null ? rounds() : rounds;
                long millis = rounds.onError(new Judged(verdict.apply(failure)));
                if (millis < 0) {
                    throw failure;
                }
                Duration pause = Duration.ofMillis(millis);
                listener.pausing(number, pause, failure);
                sleeper.sleep(pause);
            }
        }
    }

    /** The library's count of one call's rounds. It is in no registry and publishes to nobody. */
    private AsyncContext<Object> rounds() {
        RetryConfig config =
                RetryConfig.custom()
                        .maxAttempts(policy.rounds())
                        .retryOnException(
                                failure -> ((Judged) failure).verdict instanceof Verdict.Passing)
                        .intervalBiFunction((failedRounds, outcome) ->
                                pause(failedRounds, ((Judged) outcome.getLeft()).verdict)
                                        .toMillis())
                        .build();
        return io.github.resilience4j.retry.Retry.of("round", config).asyncContext();
    }

    private Duration pause(int failedRounds, Verdict verdict) {
        if (verdict instanceof Verdict.Passing(var notBefore) && notBefore.isPresent()) {
            Duration asked = notBefore.get();
            if (asked.isNegative()) {
                return Duration.ZERO; // a date that has passed; the library gives up below zero
            }
            return asked.compareTo(policy.cap()) > 0 ? policy.cap() : asked;
        }
        return policy.pause(failedRounds, random.nextDouble());
    }

    /**
     * A failure as the library gets to see it. Not the failure itself, because the library looks
     * for the causes of some exceptions and judges those in their place.
     */
    private static final class Judged extends Exception {
        private static final long serialVersionUID = 1;

        private final transient Verdict verdict;

        Judged(Verdict verdict) {
            super(null, null, false, false);
            this.verdict = verdict;
        }
    }
}
