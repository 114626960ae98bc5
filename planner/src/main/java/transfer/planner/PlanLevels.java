package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Nodes by the length of the longest path to them: those of one level could all run at once, as
 * soon as those of the levels before have.
 */
final class PlanLevels {
    private final Map<PlanNode, Integer> levels = new HashMap<>();
    private final List<List<PlanNode>> nodes = new ArrayList<>();

    PlanLevels(Plan plan) {
        for (PlanNode node : plan.inOrder()) {
            int level = 0;
            for (PlanNode parent : node.parents()) {
                level = Math.max(level, levels.get(parent) + 1);
            }
            levels.put(node, level);
            if (level == nodes.size()) {
                nodes.add(new ArrayList<>());
            }
            nodes.get(level).add(node);
        }
    }

    /** From 0. */
    int of(PlanNode node) {
        return levels.get(node);
    }

    List<List<PlanNode>> all() {
        return nodes;
    }
}
