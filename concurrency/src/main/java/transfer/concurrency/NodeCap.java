package transfer.concurrency;

/**
 * How many a node may have at a server, as one number that processes change together: halved when
 * the server refuses, one more after each while without a refusal. The while doubles with every
 * refusal.
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
        return Math.max(0, time() - changed(state)) / (FIRST_WHILE << doubled(state));
    }

    /**
     * The number after a refusal.
     *
     * @param begun when that began which was refused; before the last change it says nothing new
     */
    long refused(long state, long begun) {
        int cap = at(state);
        long raised = changed(state) + steps(state) * (FIRST_WHILE << doubled(state));
        if (low(state) != 0 && begun >> UNIT < raised) {
            return state;
        }
        // one more was too many: that is known now, and no reason to begin anew
        int next = cap == low(state) + 1 && cap > 1 ? cap - 1 : Math.max(1, cap / 2);
        boolean forgiven = low(state) == 0 || cap == most;
        int patience = forgiven ? 0 : Math.min(MOST_DOUBLED, doubled(state) + 1);
        return time() << TIME_AT | (long) patience << DOUBLED_AT | next;
    }
}
