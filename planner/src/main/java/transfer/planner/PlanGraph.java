package transfer.planner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** The executable workflow as it grows: nodes by name, in the order in which they were made. */
final class PlanGraph {
    private final Map<String, PlanNode> nodes = new LinkedHashMap<>();

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
        Map<PlanNode, Integer> waiting = new HashMap<>();
        Queue<PlanNode> ready = new ArrayDeque<>(roots());
        List<PlanNode> ordered = new ArrayList<>(nodes.size());
        for (PlanNode node = ready.poll(); node != null; node = ready.poll()) {
            ordered.add(node);
            for (PlanNode child : node.children()) {
                if (waiting.merge(child, 1, Integer::sum) == child.parents().size()) {
                    waiting.remove(child);
                    ready.add(child);
                }
            }
        }
        return ordered;
    }

    /**
     * For every node the length of the longest path from a root, which itself has the given number.
     */
    Map<PlanNode, Integer> depths(int ofRoots) {
        Map<PlanNode, Integer> depths = new HashMap<>();
        for (PlanNode node : inOrder()) {
            int depth = ofRoots;
            for (PlanNode parent : node.parents()) {
                depth = Math.max(depth, depths.get(parent) + 1);
            }
            depths.put(node, depth);
        }
        return depths;
    }
}
