package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The order in which nodes run where one runs at a time: of those whose parents have run, the one
 * of the highest priority; of several, the one that waits longest.
 */
final class SerialOrder {
    private record Ready(PlanNode node, int priority, long number) implements Comparable<Ready> {
        @Override
        public int compareTo(Ready other) {
            return priority == other.priority
                    ? Long.compare(number, other.number)
                    : Integer.compare(other.priority, priority);
        }
    }

    private SerialOrder() {}

    static List<PlanNode> of(Plan plan) {
        PriorityQueue<Ready> ready = new PriorityQueue<>();
        Map<PlanNode, Integer> waiting = new HashMap<>();
        long number = 0;
        for (PlanNode node : plan.nodes()) {
            if (node.parents().isEmpty()) {
                ready.add(new Ready(node, node.priority(), number++));
            }
        }
        List<PlanNode> order = new ArrayList<>(plan.size());
        for (Ready head = ready.poll(); head != null; head = ready.poll()) {
            order.add(head.node());
            for (PlanNode child : head.node().children()) {
                if (waiting.merge(child, 1, Integer::sum) == child.parents().size()) {
                    waiting.remove(child);
                    ready.add(new Ready(child, child.priority(), number++));
                }
            }
        }
        return order;
    }
}
