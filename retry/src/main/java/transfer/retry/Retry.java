package transfer.retry;

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
     * @param verdict what a failure means; a pure function, it may be asked more than once for a
     *     failure
     * @return what the successful round returned
     * @throws InterruptedException when interrupted in a round or in a pause; never tried again
     * @throws Exception the last round's failure
     */
    public <T> T call(Round<T> round, Function<Exception, Verdict> verdict, PauseListener listener)
            throws Exception {
        Rounds rounds = null;
        for (int number = 1; ; number++) {
            try {
                return round.run(number);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception failure) {
                // made at the first failure only: a run in which nothing fails never loads the
                // library
                rounds = rounds == null ? new Rounds(verdict) : rounds;
                long millis = rounds.context.onError(failure);
                if (millis < 0) {
                    throw failure;
                }
                Duration pause = Duration.ofMillis(millis);
                listener.pausing(number, pause, failure);
                sleeper.sleep(pause);
            }
        }
    }

    /** The library's count of one call's rounds. */
    private final class Rounds {
        private final io.github.resilience4j.retry.Retry.AsyncContext<Object> context;

        Rounds(Function<Exception, Verdict> verdict) {
            RetryConfig config =
                    RetryConfig.custom()
                            .maxAttempts(policy.rounds())
                            .retryOnException(failure ->
                                    verdict.apply((Exception) failure) instanceof Verdict.Passing)
                            .intervalBiFunction((attempt, outcome) ->
                                    pause(attempt, verdict.apply((Exception) outcome.getLeft()))
                                            .toMillis())
                            .build();
            context = io.github.resilience4j.retry.Retry.of("round", config).asyncContext();
        }

        private Duration pause(int failedRounds, Verdict verdict) {
            Duration own = policy.pause(failedRounds, random.nextDouble());
            if (verdict instanceof Verdict.Passing(var notBefore) && notBefore.isPresent()) {
                Duration asked = notBefore.get();
                return asked.compareTo(policy.cap()) > 0 ? policy.cap() : asked;
            }
            return own;
        }
    }
}
