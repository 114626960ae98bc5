package transfer.planner;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The executable workflow as it grows: nodes by name, in the order in which they were made. */
final class PlanGraph {
    private final Map<String, PlanNode> nodes = new LinkedHashMap<>();
    private List<PlanNode> measured = List.of();

    PlanNode add(PlanNode node) {
        if (nodes.putIfAbsent(node.name(), node) != null) {
            throw new IllegalStateException("two jobs are called " + node.name());
        }
        return node;
    }

    PlanNode node(String name) {
        return nodes.get(name);
    }

    boolean has(String name) {
        return nodes.containsKey(name);
    }

    Collection<PlanNode> nodes() {
        return nodes.values();
    }

    List<PlanNode> roots() {
        List<PlanNode> roots = new ArrayList<>();
        for (PlanNode node : nodes.values()) {
            if (node.parents().isEmpty()) {
                roots.add(node);
            }
        }
        return roots;
    }

    /** All nodes, parents before children. */
    List<PlanNode> inOrder() {
        List<PlanNode> ordered = new ArrayList<>(nodes.size());
        for (PlanNode node : nodes.values()) {
            node.await();
            if (node.parents().isEmpty()) {
                ordered.add(node);
            }
        }
        for (int next = 0; next < ordered.size(); next++) {
            for (PlanNode child : ordered.get(next).children()) {
                if (child.isLastAwaited()) {
                    ordered.add(child);
                }
            }
        }
        return ordered;
    }

    /**
     * Gives every node its depth: the length of the longest path from a root, which itself has the
     * given number.
     *
     * @return all nodes, parents before children
     */
    List<PlanNode> measure(int ofRoots) {
        List<PlanNode> ordered = inOrder();
        for (PlanNode node : ordered) {
            int depth = ofRoots;
            for (PlanNode parent : node.parents()) {
                depth = Math.max(depth, parent.depth() + 1);
            }
            node.depth(depth);
        }
        measured = ordered;
        return ordered;
    }

    /** All nodes that were there when their depths were measured last, parents before children. */
    List<PlanNode> measured() {
        return measured;
    }
}
