package transfer.planner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/** Removes every file from its staging site as soon as the last job that needs it has run. */
final class InPlaceCleanup {
    private static final int JOBS_FOR_ONE = 5;
    private static final int EDGES_PER_REMOVAL = 1_000;
    private static final long EDGES_PER_PARENT = 8;
    private static final Comparator<PlanNode> BY_DEPTH = Comparator.comparingInt(PlanNode::depth);

    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final RemovableFiles files;

    InPlaceCleanup(PlanInputs inputs, PlanGraph graph, RemovableFiles files) {
        this.inputs = inputs;
        this.graph = graph;
        this.files = files;
    }

    void add() {
        List<PlanNode> ordered = graph.measure(1);
        Map<String, List<PlanNode>> sites = new LinkedHashMap<>();
        for (PlanNode node : inputs.isExact() ? ReferenceOrder.ofNodes(graph) : ordered) {
            if (RemovableFiles.isUser(node)) {
                sites.computeIfAbsent(node.dataAt(), any -> new ArrayList<>()).add(node);
            }
        }
        sites.forEach((site, nodes) -> clean(site, byDepth(nodes)));
    }

    private TreeMap<Integer, List<PlanNode>> byDepth(List<PlanNode> nodes) {
        TreeMap<Integer, List<PlanNode>> levels = new TreeMap<>();
        for (PlanNode node : ordered(nodes)) {
            levels.computeIfAbsent(node.depth(), any -> new ArrayList<>()).add(node);
        }
        levels.replaceAll((depth, level) -> ordered(level));
        return levels;
    }

    private List<PlanNode> ordered(List<PlanNode> nodes) {
        return inputs.isExact() ? ReferenceOrder.of(nodes, PlanNode::name) : nodes;
    }

    private void clean(String site, TreeMap<Integer, List<PlanNode>> depths) {
        Map<String, PlanNode> cleanedBy = new HashMap<>();
        List<PlanNode> removals = new ArrayList<>();
        depths.descendingMap()
                .forEach((depth, nodes) -> {
                    Map<PlanNode, List<String>> todo = new LinkedHashMap<>();
                    for (PlanNode node : nodes) {
                        List<String> own = new ArrayList<>();
                        for (String lfn : files.of(node)) {
                            PlanNode removal = cleanedBy.get(lfn);
                            if (removal == null) {
                                own.add(lfn);
                            } else {
                                node.precede(removal);
                            }
                        }
                        if (!own.isEmpty()) {
                            todo.put(node, own);
                        }
                    }
                    if (!todo.isEmpty()) {
                        removals.addAll(level(site, depth, todo, cleanedBy));
                    }
                });
        removals.forEach(InPlaceCleanup::prune);
    }

    private List<PlanNode> level(
            String site,
            int depth,
            Map<PlanNode, List<String>> todo,
            Map<String, PlanNode> cleanedBy) {
        int groupSize = groupSize(todo.size());
        List<PlanNode> removals = new ArrayList<>();
        List<PlanNode> nodes = new ArrayList<>(todo.keySet());
        for (int from = 0; from < nodes.size(); from += groupSize) {
            List<PlanNode> group =
                    nodes.subList(from, Math.min(nodes.size() - from, groupSize) + from);
            Set<String> lfns = new LinkedHashSet<>();
            Set<PlanNode> users = new LinkedHashSet<>();
            for (PlanNode node : group) {
                for (String lfn : todo.get(node)) {
                    PlanNode earlier = cleanedBy.get(lfn);
                    if (earlier != null) {
                        node.precede(earlier);
                    } else {
                        lfns.add(lfn);
                        users.add(node);
                    }
                }
            }
            if (lfns.isEmpty()) {
                continue;
            }
            PlanNode removal =
                    graph.add(
                            files.removal(
                                    "clean_up_" + site + "_level_" + depth + "_" + removals.size(),
                                    site,
                                    lfns));
            lfns.forEach(lfn -> cleanedBy.put(lfn, removal));
            users.forEach(user -> user.precede(removal));
            removals.add(removal);
        }
        return removals;
    }

    private int groupSize(int count) {
        long num = inputs.properties().number("pegasus.file.cleanup.clusters.num").orElse(0L);
        long size = inputs.properties().number("pegasus.file.cleanup.clusters.size").orElse(0L);
        if (num <= 0 && size > 0) {
            return (int) Math.min(size, Integer.MAX_VALUE);
        }
        return Math.ceilDiv(
                count, num > 0 ? (int) Math.min(num, count) : Math.ceilDiv(count, JOBS_FOR_ONE));
    }

    /**
     * Takes away the parents that are ancestors of other parents. Looks at a bounded number of
     * edges: one too many of its own makes nothing wait longer, and in a workflow of a hundred
     * thousand jobs most of them would be ancestors of every removal.
     */
    private static void prune(PlanNode removal) {
        Queue<PlanNode> shallow = new ArrayDeque<>();
        removal.parents().stream().sorted(BY_DEPTH).forEach(shallow::add);
        Queue<PlanNode> deepest = new PriorityQueue<>(BY_DEPTH.reversed());
        deepest.addAll(shallow);
        Set<PlanNode> seen = new HashSet<>(shallow);
        Set<PlanNode> superfluous = new HashSet<>();
        long budget = EDGES_PER_REMOVAL + EDGES_PER_PARENT * shallow.size();
        while (budget > 0 && !deepest.isEmpty()) {
            while (superfluous.contains(shallow.peek())) {
                shallow.remove();
            }
            PlanNode node = deepest.remove();
            if (node.depth() <= shallow.element().depth()) {
                break;
            }
            boolean isTooMany = node.parents().size() > budget;
            budget -= isTooMany ? shallow.size() : node.parents().size();
            if (isTooMany) {
                shallow.stream().filter(each -> each.precedes(node)).forEach(superfluous::add);
                continue;
            }
            for (PlanNode ancestor : node.parents()) {
                if (ancestor.precedes(removal)) {
                    superfluous.add(ancestor);
                }
                if (seen.add(ancestor)) {
                    deepest.add(ancestor);
                }
            }
        }
        removal.releaseFrom(superfluous);
    }
}
