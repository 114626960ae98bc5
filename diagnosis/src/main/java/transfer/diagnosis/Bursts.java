package transfer.diagnosis;

import java.util.Arrays;

/**
 * The bad ones among transfers that have something in common, in the order of time, and the stretch
 * in which they lie closest: a scan statistic. Time is counted in transfers, so that a busy hour is
 * no burst.
 */
final class Bursts {
    private long[] positions = new long[4];
    private int[] rows = new int[4];
    private int size;

    /**
     * A stretch from one bad one to another.
     *
     * @param first which bad one begins it
     * @param last which bad one ends it
     * @param logP the logarithm of an upper bound of the probability that chance makes one so dense
     */
    record Stretch(int first, int last, double logP) {
        static final Stretch NONE = new Stretch(0, -1, 0);

        int count() {
            return last - first + 1;
        }
    }

    /**
     * @param position how many transfers of the group there were up to it, itself included
     * @param row where it is in the order of all
     */
    void add(long position, int row) {
        if (size == rows.length) {
            positions = Arrays.copyOf(positions, 2 * size);
            rows = Arrays.copyOf(rows, 2 * size);
        }
        positions[size] = position;
        rows[size] = row;
        size++;
    }

    int row(int index) {
        return rows[index];
    }

    /** How many transfers of the group lie in a stretch. */
    long transfers(Stretch stretch) {
        return positions[stretch.last()] - positions[stretch.first()] + 1;
    }

    /**
     * The least probable stretch. For a number c of bad ones and the shortest stretch of m
     * transfers that holds so many, the probability is at most that of some bad one being followed
     * by c - 1 more within m - 1 transfers, summed over all transfers of the group. The choice of c
     * is paid for with the weights 1 / c(c - 1), whose sum is 1.
     *
     * @param total all transfers
     * @param bad all bad ones
     * @param group transfers of this group
     */
    Stretch densest(long total, long bad, long group) {
        Stretch best = Stretch.NONE;
        double logStarts = Math.log((double) group * bad / total);
        for (int c = 2; c <= size; c = next(c)) {
            Stretch shortest = shortest(c);
            long within = transfers(shortest);
            double logP =
                    Math.log((double) c * (c - 1))
                            + logStarts
                            + Hypergeometric.logAtLeast(total - 1, bad - 1, within - 1, c - 1);
            if (logP < best.logP()) {
                best = new Stretch(shortest.first(), shortest.last(), logP);
            }
        }
        return best.count() < 1 ? best : extended(best);
    }

    /** All numbers at first, then in steps that grow; always the last one. */
    private int next(int c) {
        return c == size ? size + 1 : Math.min(size, c < 64 ? c + 1 : c + c / 16);
    }

    private Stretch shortest(int c) {
        int best = 0;
        for (int i = 1; i + c <= size; i++) {
            if (positions[i + c - 1] - positions[i] < positions[best + c - 1] - positions[best]) {
                best = i;
            }
        }
        return new Stretch(best, best + c - 1, 0);
    }

    /** Takes in bad ones beside it that are no further away than some within are. */
    private Stretch extended(Stretch stretch) {
        Stretch now = stretch;
        while (true) {
            double good = 1 - (double) now.count() / transfers(now);
            boolean after = now.last() + 1 < size && isNear(now.last(), good);
            boolean before = now.first() > 0 && isNear(now.first() - 1, good);
            if (!after && !before) {
                return now;
            }
            now =
                    new Stretch(
                            now.first() - (before ? 1 : 0),
                            now.last() + (after ? 1 : 0),
                            now.logP());
        }
    }

    /** Whether a gap as long as that after a bad one is nothing rare at this rate. */
    private boolean isNear(int index, double good) {
        long gap = positions[index + 1] - positions[index] - 1;
        return Math.pow(good, gap) >= 0.02;
    }
}
