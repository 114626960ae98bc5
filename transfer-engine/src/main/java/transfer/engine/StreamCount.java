package transfer.engine;

/**
 * How many readings of one file side by side are worth while: one more as long as each made it
 * faster, one less when it did not or the server would not have it. Where two are so fast that this
 * machine may be what holds them up, one is tried before three. Not safe for use by two threads at
 * once.
 */
final class StreamCount {
    private static final int FIRST = 2;

    /** By what share one stream more must be faster to be worth its connection. */
    private static final double WORTH = 1.1;

    /**
     * Bytes a nanosecond from which on one stream may do as much as two, with less work; trying it
     * costs half a second where it does not.
     */
    private static final double FAST = 0.15;

    /** Blocks a stream between two looks, so that one slow block decides nothing. */
    private static final int BLOCKS = 2;

    private final int most;
    private int target;
    private boolean settled;
    private double rateBefore;
    private double rateOfTwo;
    private long bytes;
    private long since;
    private boolean measuring;
    private int toSettle;

    /**
     * @param most at least 1
     */
    StreamCount(int most) {
        this.most = most;
        this.target = Math.min(FIRST, most);
        this.settled = most == 1;
        this.toSettle = target;
    }

    /** How many there should be now. */
    int target() {
        return target;
    }

    /**
     * A block has arrived.
     *
     * @param now of a clock in nanoseconds
     */
    void arrived(long length, long now) {
        if (settled) {
            return;
        }
        if (!measuring) {
            // a stream's first block arrives while its connection still gathers speed
            measuring = --toSettle <= 0;
            since = now;
            bytes = 0;
            return;
        }
        bytes += length;
        if (bytes >= (long) BLOCKS * target * BlockMap.BLOCK) {
            decide(bytes / Math.max(1e-9, now - since));
        }
    }

    private void decide(double rate) {
        if (target == 1) {
            settled = rate * WORTH >= rateOfTwo;
            target = settled ? 1 : FIRST;
            lookAnew();
            return;
        }
        if (target == FIRST && rateOfTwo == 0 && rate >= FAST) {
            rateOfTwo = rate;
            target = 1;
            lookAnew();
            toSettle += FIRST; // what the other one still brings says nothing
            return;
        }
        if (rateBefore > 0 && rate < rateBefore * WORTH) {
            target--;
            settled = true;
            return;
        }
        rateBefore = rate;
        if (target == most) {
            settled = true;
            return;
        }
        target++;
        lookAnew();
    }

    private void lookAnew() {
        measuring = false;
        toSettle = target;
    }

    /** There is to be one stream only. */
    void stay() {
        target = 1;
        settled = true;
    }

    /** A stream failed or was refused: fewer may do better. */
    void failed() {
        target = Math.max(1, target - 1);
        settled = true;
    }
}
