package transfer.concurrency;

/**
 * How many a node may have at a server, as one number that processes change together: halved when
 * the server refuses, one more after each while without a refusal. The while doubles with every
 * refusal that lowers it; when two of them have passed without one, the others come each second, so
 * that a server that was out of order for long is used to the full again soon.
 *
 * <p>From the lowest bits: the cap (8 bits), how often the while was doubled (4 bits), and the time
 * of the refusal in units of 2^20 ns (the others). 0 is a server that never refused.
 *
 * @param most the cap of such a server
 * @param now in nanoseconds, on a clock that all processes share
 */
record NodeCap(int most, long now) {
    /** About 1 s. */
    private static final long FIRST_WHILE = 1000;

    private static final int MOST_DOUBLED = 7;
    private static final int SLOW_STEPS = 2;
    private static final int UNIT = 20;
    private static final int DOUBLED_AT = 8;
    private static final int TIME_AT = 12;

    /** The cap that the number means now. */
    int at(long state) {
        int low = low(state);
        return low == 0 ? most : (int) Math.min(most, low + steps(state));
    }

    /** 0 also for what is no number that any process wrote. */
    private int low(long state) {
        return changed(state) > time() + FIRST_WHILE ? 0 : (int) (state & 0xff);
    }

    private static int doubled(long state) {
        return (int) Math.min(MOST_DOUBLED, state >>> DOUBLED_AT & 0xf);
    }

    private long time() {
        return now >> UNIT;
    }

    private static long changed(long state) {
        return state >>> TIME_AT;
    }

    private long steps(long state) {
        long passed = Math.max(0, time() - changed(state));
        long slow = SLOW_STEPS * pause(state);
        return passed < slow ? passed / pause(state) : SLOW_STEPS + (passed - slow) / FIRST_WHILE;
    }

    /** When the last of these steps was. */
    private static long raised(long state, long steps) {
        long slow = Math.min(SLOW_STEPS, steps);
        return changed(state) + slow * pause(state) + (steps - slow) * FIRST_WHILE;
    }

    private static long pause(long state) {
        return FIRST_WHILE << doubled(state);
    }

    /**
     * The number after a refusal.
     *
     * @param begun when that began which was refused; before the last change it says nothing new
     */
    long refused(long state, long begun) {
        int cap = at(state);
        if (low(state) != 0 && begun >> UNIT < raised(state, steps(state))) {
            return state;
        }
        // one more was too many: that is known now, and no reason to begin anew
        int next = cap == low(state) + 1 && cap > 1 ? cap - 1 : Math.max(1, cap / 2);
        boolean forgiven = low(state) == 0 || cap == most;
        int patience = forgiven ? 0 : doubled(state) + (next < cap ? 1 : 0);
        return time() << TIME_AT | (long) Math.min(MOST_DOUBLED, patience) << DOUBLED_AT | next;
    }
}
