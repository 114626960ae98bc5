package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HypergeometricTest {
    private static double p(long total, long marked, long draws, long least) {
        return Math.exp(Hypergeometric.logAtLeast(total, marked, draws, least));
    }

    /** Fisher's own: three of four cups were told rightly (R: fisher.test, greater, 0.2429). */
    @Test
    void theLadyTastingTea() {
        assertEquals(17.0 / 70, p(8, 4, 4, 3), 1e-15);
        assertEquals(1.0 / 70, p(8, 4, 4, 4), 1e-15);
    }

    /** Fisher 1962, convictions of twins (R: fisher.test, less, 0.0004652). */
    @Test
    void convictionsOfTwins() {
        assertEquals(0.0004652, p(30, 12, 13, 10), 5e-8);
        assertEquals(4.651809e-04, p(30, 12, 13, 10), 1e-10);
    }

    /** The logarithm, as exact arithmetic with whole numbers gives it. */
    @ParameterizedTest
    @CsvSource({
        "300, 150, 60, 60, -49.02543689687876",
        "300, 150, 150, 60, -0.00016441518010256997",
        "50606, 60, 5000, 56, -117.20487212320712",
        "50606, 60, 100, 3, -8.351413784328270",
        "50606, 60, 100, 1, -2.189525355566299",
        "20000, 400, 3000, 120, -32.15155192267978",
        "100, 50, 30, 10, -0.00783913920685867",
        "1000, 3, 500, 1, -0.13310248418989676",
    })
    void agreesWithExactArithmetic(long total, long marked, long draws, long least, double log) {
        double relative = Math.max(1e-9, 1e-9 * Math.abs(log));
        assertEquals(log, Hypergeometric.logAtLeast(total, marked, draws, least), relative);
    }

    @Test
    void whatMustBeIsCertainAndWhatCannotBeIsNot() {
        assertEquals(0.0, Hypergeometric.logAtLeast(10, 5, 7, 2));
        assertEquals(0.0, Hypergeometric.logAtLeast(10, 5, 5, 0));
        assertEquals(Double.NEGATIVE_INFINITY, Hypergeometric.logAtLeast(10, 5, 7, 6));
        assertEquals(Double.NEGATIVE_INFINITY, Hypergeometric.logAtLeast(10, 0, 7, 1));
    }

    @Test
    void allProbabilitiesTogetherAreOne() {
        double sum = 0;
        for (int x = 0; x <= 40; x++) {
            sum += p(2000, 40, 300, x) - p(2000, 40, 300, x + 1);
        }
        assertEquals(1, sum, 1e-12);
    }

    @Test
    void theSeriesGoesOnWhereTheTableEnds() {
        double byHand = Hypergeometric.logFactorial(1023) + Math.log(1024);
        assertEquals(byHand, Hypergeometric.logFactorial(1024), 1e-9);
        // the logarithm of 10^6!, as tables have it
        assertEquals(12815518.384658169, Hypergeometric.logFactorial(1_000_000), 1e-7);
    }
}
