package transfer.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    // the longest pause after the n-th failed round: 1 s, doubling, never above 300 s
    @ParameterizedTest
    @CsvSource({
        "1, 1000",
        "2, 2000",
        "3, 4000",
        "4, 8000",
        "5, 16000",
        "6, 32000",
        "7, 64000",
        "8, 128000",
        "9, 256000",
        "10, 300000",
        "11, 300000",
        "64, 300000",
        "5000, 300000",
        "2147483647, 300000"
    })
    void theLongestPauseDoublesUpToTheCap(int failedRounds, long millis) {
        assertEquals(Duration.ofMillis(millis), RetryPolicy.STANDARD.pause(failedRounds, 1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.25, 1000", "0.5, 2000", "0.9999, 3999", "1, 4000"})
    void aPauseIsAnythingBetweenNothingAndTheLongest(double random, long millis) {
        assertEquals(Duration.ofMillis(millis), RetryPolicy.STANDARD.pause(3, random));
    }

    @Test
    void theStandardIsThreeRounds() {
        assertEquals(3, RetryPolicy.STANDARD.rounds());
        assertEquals(
                new RetryPolicy(7, SECOND, 2, Duration.ofSeconds(300)),
                RetryPolicy.STANDARD.withRounds(7));
    }

    @Test
    void aFactorOfOneKeepsTheLongestPauseTheSame() {
        assertEquals(SECOND, new RetryPolicy(9, SECOND, 1, SECOND.multipliedBy(5)).pause(8, 1));
    }

    @Test
    void aCapBelowTheFirstWaitHoldsFromTheStart() {
        assertEquals(
                Duration.ofMillis(10),
                new RetryPolicy(3, SECOND, 2, Duration.ofMillis(10)).pause(1, 1));
    }

    @Test
    void withoutAFirstWaitNothingIsEverWaited() {
        assertEquals(Duration.ZERO, new RetryPolicy(3, Duration.ZERO, 2, SECOND).pause(2000, 1));
    }

    static Stream<Arguments> impossible() {
        Duration negative = Duration.ofMillis(-1);
        return Stream.of(
                Arguments.of(0, SECOND, 2.0, SECOND),
                Arguments.of(-3, SECOND, 2.0, SECOND),
                Arguments.of(3, negative, 2.0, SECOND),
                Arguments.of(3, SECOND, 2.0, negative),
                Arguments.of(3, SECOND, 0.99, SECOND),
                Arguments.of(3, SECOND, Double.NaN, SECOND));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void anImpossiblePolicyIsRefused(int rounds, Duration first, double factor, Duration cap) {
        assertThrows(
                IllegalArgumentException.class, () -> new RetryPolicy(rounds, first, factor, cap));
    }
}
