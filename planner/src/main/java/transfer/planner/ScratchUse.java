package transfer.planner;

import java.util.List;
import java.util.Optional;

/**
 * How full the directory of a run at a staging site gets.
 *
 * @param directory its path as programs at the site see it
 * @param limit bytes it may have; empty where nobody says
 * @param serial one node after the other, with all nodes that remove
 * @param level all nodes of a level at once, with all nodes that remove
 * @param uncleaned one node after the other, where nothing is removed before the end
 * @param curve the bytes after every node that changes them, one node after the other
 */
record ScratchUse(
        String site,
        String directory,
        Optional<Long> limit,
        Peak serial,
        Peak level,
        Peak uncleaned,
        List<Point> curve) {
    /**
     * The fullest moment.
     *
     * @param node that made it so; empty where nothing ever lies there
     */
    record Peak(Amount amount, Optional<PlanNode> node) {
        static final Peak NONE = new Peak(Amount.NONE, Optional.empty());
    }

    /**
     * @param step how many nodes of the whole plan had run before
     */
    record Point(int step, long bytes) {}

    /** Whether a peak is above the limit, as far as sizes are known. */
    boolean isOver(Peak peak) {
        return limit.isPresent() && peak.amount().bytes() > limit.get();
    }
}
