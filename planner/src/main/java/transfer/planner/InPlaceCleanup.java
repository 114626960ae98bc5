package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Removes every file from its staging site as soon as the last job that needs it has run. */
final class InPlaceCleanup {
    private static final int JOBS_FOR_ONE = 5;

    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final RemovableFiles files;

    InPlaceCleanup(PlanInputs inputs, PlanGraph graph, RemovableFiles files) {
        this.inputs = inputs;
        this.graph = graph;
        this.files = files;
    }

    void add() {
        Map<String, TreeMap<Integer, List<PlanNode>>> sites = new LinkedHashMap<>();
        graph.depths(1)
                .forEach((node, depth) -> {
                    if (RemovableFiles.isUser(node)) {
                        sites.computeIfAbsent(node.dataAt(), any -> new TreeMap<>())
                                .computeIfAbsent(depth, any -> new ArrayList<>())
                                .add(node);
                    }
                });
        sites.forEach(this::clean);
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
        for (int k = 0; k * groupSize < nodes.size(); k++) {
            List<PlanNode> group =
                    nodes.subList(k * groupSize, Math.min(nodes.size(), (k + 1) * groupSize));
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
                                    "clean_up_" + site + "_level_" + depth + "_" + k, site, lfns));
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

    /** Takes away the parents that are ancestors of other parents. */
    private static void prune(PlanNode removal) {
        List<PlanNode> parents = removal.parents();
        if (parents.size() < 2) {
            return;
        }
        Set<PlanNode> superfluous = new HashSet<>();
        Set<PlanNode> wanted = new HashSet<>(parents);
        Set<PlanNode> seen = new HashSet<>();
        List<PlanNode> stack = new ArrayList<>(parents);
        while (!stack.isEmpty() && superfluous.size() < wanted.size() - 1) {
            PlanNode node = stack.removeLast();
            for (PlanNode ancestor : node.parents()) {
                if (wanted.contains(ancestor)) {
                    superfluous.add(ancestor);
                }
                if (seen.add(ancestor)) {
                    stack.add(ancestor);
                }
            }
        }
        superfluous.forEach(parent -> parent.release(removal));
    }
}
