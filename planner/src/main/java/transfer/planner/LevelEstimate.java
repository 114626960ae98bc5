package transfer.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;

/**
 * How long the nodes of one level take: from all at once, as far as the limits of their categories
 * let them, to one after the other.
 *
 * @param kinds how many of each there are
 * @param low seconds
 * @param high seconds
 * @param unknownJobs nodes of whose programs nobody tells how long they run; not in the seconds
 */
record LevelEstimate(
        int level, Map<NodeKind, Integer> kinds, double low, double high, int unknownJobs) {

    static LevelEstimate of(
            int level,
            List<PlanNode> nodes,
            Function<PlanNode, NodeTime> times,
            Map<String, Long> limits) {
        Map<NodeKind, Integer> kinds = new EnumMap<>(NodeKind.class);
        Map<String, List<Double>> categories = new HashMap<>();
        double high = 0;
        int unknown = 0;
        for (PlanNode node : nodes) {
            NodeTime time = times.apply(node);
            kinds.merge(NodeKind.of(node), 1, Integer::sum);
            categories
                    .computeIfAbsent(DagFile.category(node).orElse(""), any -> new ArrayList<>())
                    .add(time.low());
            high += time.high();
            unknown += time.isUnknown() ? 1 : 0;
        }
        double low = 0;
        for (Map.Entry<String, List<Double>> category : categories.entrySet()) {
            long most = limits.getOrDefault(category.getKey(), Long.MAX_VALUE);
            low = Math.max(low, atOnce(category.getValue(), most));
        }
        return new LevelEstimate(level, kinds, low, high, unknown);
    }

    int jobs() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Seconds until the last one ends when the longest begin first and only so many run. */
    private static double atOnce(List<Double> seconds, long most) {
        PriorityQueue<Double> ends = new PriorityQueue<>();
        seconds.sort(Comparator.reverseOrder());
        double last = 0;
        for (double one : seconds) {
            double end = one + (ends.size() < most ? 0 : ends.poll());
            ends.add(end);
            last = Math.max(last, end);
        }
        return last;
    }
}
