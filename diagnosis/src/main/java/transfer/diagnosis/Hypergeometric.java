package transfer.diagnosis;

/**
 * The distribution behind Fisher's exact test: how many of {@code draws} things are marked when
 * {@code marked} of {@code total} are. Logarithms, because what stands out does so by probabilities
 * that no double holds.
 */
final class Hypergeometric {
    private static final int TABLE = 1024;
    private static final double[] LOG_FACTORIALS = logFactorials();
    private static final double NEGLIGIBLE = 1e-18;

    private Hypergeometric() {}

    private static double[] logFactorials() {
        double[] table = new double[TABLE];
        for (int n = 2; n < TABLE; n++) {
            table[n] = table[n - 1] + Math.log(n);
        }
        return table;
    }

    /**
     * The natural logarithm of n!, beyond the table by Stirling's series (Abramowitz and Stegun
     * 6.1.41), which is exact to the last digit there.
     *
     * @param n at least 0
     */
    static double logFactorial(long n) {
        if (n < TABLE) {
            return LOG_FACTORIALS[(int) n];
        }
        double inverse = 1.0 / n;
        double square = inverse * inverse;
        double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square / 1260));
        return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
    }

    private static double logChoose(long n, long k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /**
     * The natural logarithm of the probability that at least {@code least} are marked: the
     * one-sided p-value of Fisher's exact test.
     *
     * @param total at least 0; {@code marked} and {@code draws} lie between 0 and it
     */
    static double logAtLeast(long total, long marked, long draws, long least) {
        long lowest = Math.max(0, draws + marked - total);
        long highest = Math.min(marked, draws);
        if (least <= lowest) {
            return 0;
        }
        if (least > highest) {
            return Double.NEGATIVE_INFINITY;
        }
        double mean = (double) draws * marked / total;
        if (least > mean) {
            return logOne(total, marked, draws, least)
                    + Math.log(sumUp(total, marked, draws, least));
        }
        double below =
                Math.exp(logOne(total, marked, draws, least - 1))
                        * sumDown(total, marked, draws, least - 1);
        return Math.log1p(-Math.min(below, 1));
    }

    /** The logarithm of the probability of exactly so many. */
    private static double logOne(long total, long marked, long draws, long number) {
        return logChoose(marked, number)
                + logChoose(total - marked, draws - number)
                - logChoose(total, draws);
    }

    /** The probability of so many or more, in units of that of exactly so many. */
    private static double sumUp(long total, long marked, long draws, long from) {
        double sum = 1;
        double term = 1;
        for (long x = from; x < Math.min(marked, draws) && term > NEGLIGIBLE * sum; x++) {
            term *= (double) (marked - x) / (x + 1);
            term *= (double) (draws - x) / (total - marked - draws + x + 1);
            sum += term;
        }
        return sum;
    }

    private static double sumDown(long total, long marked, long draws, long from) {
        double sum = 1;
        double term = 1;
        long lowest = Math.max(0, draws + marked - total);
        for (long x = from; x > lowest && term > NEGLIGIBLE * sum; x--) {
            term *= (double) x / (marked - x + 1);
            term *= (double) (total - marked - draws + x) / (draws - x + 1);
            sum += term;
        }
        return sum;
    }
}
