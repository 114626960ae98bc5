package transfer.concurrency;

/**
 * Where to look for the number at which a server gives most.
 *
 * <p>Growing is that of BBR's startup (Cardwell et al., <cite>BBR: Congestion-Based Congestion
 * Control</cite>, ACM Queue 14(5), 2016; draft-ietf-ccwg-bbr, "Estimating when Startup has Filled
 * the Pipe"): twice as many each time, until more of them bring less than a quarter of what they
 * would bring if each brought as much as those before. Shrinking is the half at once, as for TCP
 * (RFC 5681, section 3.1), so that all who share a server come to share it equally (Chiu and Jain,
 * 1989). Afterwards a few more are tried from time to time, ever more seldom when that is in vain.
 */
final class Gains {
    /** The share of the ideal gain that makes growing worth while. */
    private static final double WORTH = 0.25;

    /** One window without a gain may be chance. */
    private static final int FLAT_WINDOWS = 2;

    /** Windows between two tries of a few more. */
    private static final int FIRST_PATIENCE = 8;

    private static final int MOST_PATIENCE = 128;

    /** How much the last window counts in the rate to compare with. */
    private static final double FRESH = 0.3;

    private enum Phase {
        /** The pipe is not full yet. */
        GROWING,
        /** It is, or the server has said so. */
        STEADY,
        /** A few more are on their way; the first window tells of both numbers and of none. */
        BEGINNING_TRY,
        TRYING
    }

    private final int most;
    private Phase phase = Phase.GROWING;
    private int limit;
    private int best;
    private double bestRate;
    private int flat;
    private int patience = FIRST_PATIENCE;
    private int quiet;
    private String why = "";

    Gains(int start, int most) {
        this.most = most;
        this.limit = Math.min(start, most);
        this.best = limit;
    }

    int limit() {
        return limit;
    }

    /** Why it was changed last. */
    String why() {
        return why;
    }

    /** The rate that the next one is compared with; 0 for none. */
    double reference() {
        return bestRate;
    }

    /**
     * A window with the limit used to the full has ended.
     *
     * @param rate work done per time, in any unit above 0
     * @return whether the limit was changed
     */
    boolean saw(double rate) {
        return switch (phase) {
            case GROWING -> grow(rate);
            case STEADY -> steady(rate);
            case BEGINNING_TRY -> {
                phase = Phase.TRYING;
                yield false;
            }
            case TRYING -> judge(rate);
        };
    }

    private boolean grow(double rate) {
        if (isGain(rate)) {
            best = limit;
            bestRate = rate;
            flat = 0;
            if (limit == most) {
                settle();
                return false;
            }
            why = "trying more";
            limit = Math.min(most, 2 * limit);
            return true;
        }
        if (++flat < FLAT_WINDOWS) {
            return false;
        }
        settle();
        why = "no faster than with " + best;
        boolean changed = limit != best;
        limit = best;
        return changed;
    }

    private boolean isGain(double rate) {
        double ideal = (double) limit / best;
        return bestRate == 0 || rate >= bestRate * (1 + WORTH * (ideal - 1)) && limit > best;
    }

    private void settle() {
        phase = Phase.STEADY;
        flat = 0;
        quiet = 0;
    }

    private boolean steady(double rate) {
        bestRate = bestRate == 0 ? rate : bestRate + FRESH * (rate - bestRate);
        best = limit;
        if (limit == most || ++quiet < patience) {
            return false;
        }
        phase = Phase.BEGINNING_TRY;
        why = "trying more after a while";
        limit = Math.min(most, limit + Math.max(1, limit / 4));
        return true;
    }

    private boolean judge(double rate) {
        settle();
        if (isGain(rate)) {
            best = limit;
            bestRate = rate;
            patience = FIRST_PATIENCE;
            return false;
        }
        patience = Math.min(MOST_PATIENCE, 2 * patience);
        why = "no faster than with " + best;
        limit = best;
        return true;
    }

    /**
     * The server refused.
     *
     * @param busy how many are there
     */
    void refused(int busy) {
        boolean tried = phase == Phase.BEGINNING_TRY || phase == Phase.TRYING;
        limit = tried ? best : Math.max(1, Math.min(limit, Math.max(1, busy)) / 2);
        best = limit;
        bestRate = 0;
        patience = Math.min(MOST_PATIENCE, 2 * patience);
        settle();
    }
}
