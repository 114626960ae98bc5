package transfer.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryTest {
    private static final Verdict PERMANENT = new Verdict.Permanent();
    private static final Verdict PASSING = new Verdict.Passing(Optional.empty());
    private static final RandomGenerator LONGEST = constant(1);

    /** What happened, in order. */
    private final List<String> events = new ArrayList<>();

    private final List<Duration> slept = new ArrayList<>();
    private final Sleeper sleeper =
            pause -> {
                slept.add(pause);
                events.add("sleep " + pause);
            };

    private final Retry.PauseListener listener =
            (round, pause, failure) ->
                    events.add("listen " + round + " " + pause + " " + failure.getMessage());

    @Test
    void aRoundThatSucceedsIsTheOnlyOne() throws Exception {
        assertEquals("done", standard().call(failing(0), _ -> PASSING, listener));
        assertEquals(List.of("round 1"), events);
    }

    @Test
    void aPassingFailureIsTriedAgainUntilItSucceeds() throws Exception {
        assertEquals("done", standard().call(failing(2), _ -> PASSING, listener));
        assertEquals(
                List.of(
                        "round 1",
                        "listen 1 PT1S failure 1",
                        "sleep PT1S",
                        "round 2",
                        "listen 2 PT2S failure 2",
                        "sleep PT2S",
                        "round 3"),
                events);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void whenTheRoundsAreUsedUpTheLastFailureIsThrown(int rounds) {
        Retry retry = new Retry(RetryPolicy.STANDARD.withRounds(rounds), sleeper, LONGEST);
        var thrown =
                assertThrows(
                        IOException.class, () -> retry.call(failing(99), _ -> PASSING, listener));
        assertEquals("failure " + rounds, thrown.getMessage());
        assertEquals(rounds - 1, slept.size());
    }

    @Test
    void aPermanentFailureMakesExactlyOneRound() {
        var thrown =
                assertThrows(
                        IOException.class,
                        () -> standard().call(failing(99), _ -> PERMANENT, listener));
        assertEquals("failure 1", thrown.getMessage());
        assertEquals(List.of("round 1"), events);
    }

    @Test
    void aPermanentFailureEndsItAlsoAfterAPassingOne() {
        Function<Exception, Verdict> verdict =
                failure -> failure.getMessage().equals("failure 2") ? PERMANENT : PASSING;
        var thrown =
                assertThrows(
                        IOException.class, () -> standard().call(failing(99), verdict, listener));
        assertEquals("failure 2", thrown.getMessage());
        assertEquals(1, slept.size());
    }

    @Test
    void everyFailureIsJudgedOnce() {
        List<String> judged = new ArrayList<>();
        assertThrows(
                IOException.class,
                () ->
                        standard()
                                .call(
                                        failing(99),
                                        failure -> {
                                            judged.add(failure.getMessage());
                                            return PASSING;
                                        },
                                        listener));
        assertEquals(List.of("failure 1", "failure 2", "failure 3"), judged);
    }

    @Test
    void pausesDoubleUpToTheCap() {
        Retry retry = new Retry(RetryPolicy.STANDARD.withRounds(12), sleeper, LONGEST);
        assertThrows(IOException.class, () -> retry.call(failing(99), _ -> PASSING, listener));
        assertEquals(
                Stream.of(1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300)
                        .map(Duration::ofSeconds)
                        .toList(),
                slept);
    }

    @Test
    void pausesAreSpreadOverTheirWholeRange() {
        // full jitter: with a fixed seed the figures are always the same
        Retry retry = new Retry(RetryPolicy.STANDARD.withRounds(2), sleeper, new Random(42));
        for (int i = 0; i < 1000; i++) {
            assertThrows(IOException.class, () -> retry.call(failing(99), _ -> PASSING, listener));
        }
        assertEquals(1000, slept.size());
        assertTrue(slept.stream().allMatch(p -> !p.isNegative() && p.toMillis() < 1000));
        for (int tenth = 0; tenth < 10; tenth++) {
            long from = tenth * 100;
            long count =
                    slept.stream()
                            .filter(p -> p.toMillis() >= from && p.toMillis() < from + 100)
                            .count();
            assertTrue(count > 60 && count < 140, from + " ms and more: " + count);
        }
    }

    // what the server asks for wins, longer or shorter than ours, up to the cap
    @ParameterizedTest
    @CsvSource({
        "PT0S, PT0S",
        "PT0.2S, PT0.2S",
        "PT5S, PT5S",
        "PT300S, PT300S",
        "PT301S, PT300S",
        "PT24H, PT300S",
        "PT-5S, PT0S",
        "PT-0.001S, PT0S"
    })
    void thePauseThatTheServerAsksForWinsUpToTheCap(Duration asked, Duration pause)
            throws Exception {
        standard().call(failing(1), _ -> new Verdict.Passing(Optional.of(asked)), listener);
        assertEquals(List.of(pause), slept);
    }

    @Test
    void aPauseThatTheServerAskedForDoesNotKeepTheNextOnesFromGrowing() throws Exception {
        Function<Exception, Verdict> verdict =
                failure ->
                        failure.getMessage().equals("failure 1")
                                ? new Verdict.Passing(Optional.of(Duration.ofSeconds(7)))
                                : PASSING;
        standard().call(failing(2), verdict, listener);
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(2)), slept);
    }

    @Test
    void anInterruptInARoundPassesAtOnce() {
        var interrupt = new InterruptedException();
        var thrown =
                assertThrows(
                        InterruptedException.class,
                        () ->
                                standard()
                                        .call(
                                                _ -> {
                                                    throw interrupt;
                                                },
                                                _ -> PASSING,
                                                listener));
        assertSame(interrupt, thrown);
        assertEquals(List.of(), events);
    }

    @Test
    void anInterruptInAPausePassesAtOnce() {
        var interrupt = new InterruptedException();
        Sleeper interrupted =
                _ -> {
                    throw interrupt;
                };
        Retry retry = new Retry(RetryPolicy.STANDARD, interrupted, LONGEST);
        var thrown =
                assertThrows(
                        InterruptedException.class,
                        () -> retry.call(failing(99), _ -> PASSING, listener));
        assertSame(interrupt, thrown);
        assertEquals(List.of("round 1", "listen 1 PT1S failure 1"), events);
    }

    @Test
    void theRealSleeperEndsWithTheThreadsInterrupt() {
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Sleeper.REAL.sleep(Duration.ofSeconds(300)));
        assertFalse(Thread.interrupted());
    }

    @Test
    void anErrorPassesThrough() {
        var error = new AssertionError("broken");
        var thrown =
                assertThrows(
                        AssertionError.class,
                        () ->
                                standard()
                                        .call(
                                                _ -> {
                                                    throw error;
                                                },
                                                _ -> PASSING,
                                                listener));
        assertSame(error, thrown);
        assertEquals(List.of(), events);
    }

    static Stream<Arguments> wrappers() {
        return Stream.of(
                Arguments.of(new CompletionException("outer", new IOException("inner"))),
                Arguments.of(new ExecutionException("outer", new AssertionError("inner"))),
                Arguments.of(new CompletionException("outer", null)),
                Arguments.of(new IllegalStateException("outer")));
    }

    // the library would judge the cause in place of the first two, and fail for want of one
    @ParameterizedTest
    @MethodSource("wrappers")
    void anExceptionIsJudgedAsItIsAndNotByItsCause(Exception failure) {
        List<Exception> judged = new ArrayList<>();
        var thrown =
                assertThrows(
                        Exception.class,
                        () ->
                                standard()
                                        .call(
                                                _ -> {
                                                    throw failure;
                                                },
                                                e -> {
                                                    judged.add(e);
                                                    return PASSING;
                                                },
                                                (_, _, _) -> {}));
        assertSame(failure, thrown);
        assertEquals(List.of(failure, failure, failure), judged);
    }

    @Test
    void callsDoNotShareTheirRounds() throws Exception {
        Retry retry = standard();
        for (int i = 0; i < 5; i++) {
            assertEquals("done", retry.call(failing(2), _ -> PASSING, listener));
        }
        assertEquals(10, slept.size());
    }

    @Test
    void aCallWithinARoundCountsItsOwnRounds() throws Exception {
        Retry retry = standard();
        assertEquals(
                "done",
                retry.call(
                        number -> {
                            retry.call(failing(2), _ -> PASSING, listener);
                            return failing(2).run(number);
                        },
                        _ -> PASSING,
                        listener));
        assertEquals(8, slept.size());
    }

    private Retry standard() {
        return new Retry(RetryPolicy.STANDARD, sleeper, LONGEST);
    }

    /** Fails so many rounds, then is done. */
    private Retry.Round<String> failing(int rounds) {
        return number -> {
            events.add("round " + number);
            if (number <= rounds) {
                throw new IOException("failure " + number);
            }
            return "done";
        };
    }

    /** Always the same place in a range. */
    private static RandomGenerator constant(double place) {
        return new RandomGenerator() {
            @Override
            public double nextDouble() {
                return place;
            }

            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }
        };
    }
}
