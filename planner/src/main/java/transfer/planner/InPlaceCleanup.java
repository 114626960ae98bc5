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
    private static final long EDGES_PER_USER = 8;
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
                for (String site : files.sites(node)) {
                    sites.computeIfAbsent(site, any -> new ArrayList<>()).add(node);
                }
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
        Cleaning cleaning = new Cleaning(site);
        depths.descendingMap().forEach(cleaning::level);
        cleaning.finish();
    }

    /** What is removed from one site. */
    private final class Cleaning {
        private final String site;
        private final Map<String, Removal> byFile = new HashMap<>();
        private final List<Removal> removals = new ArrayList<>();

        Cleaning(String site) {
            this.site = site;
        }

        void level(int depth, List<PlanNode> nodes) {
            Map<PlanNode, List<String>> todo = new LinkedHashMap<>();
            for (PlanNode node : nodes) {
                List<String> own = new ArrayList<>();
                for (String lfn : files.of(node, site)) {
                    Removal removal = byFile.get(lfn);
                    if (removal == null) {
                        own.add(lfn);
                    } else {
                        removal.waitFor(node);
                    }
                }
                if (!own.isEmpty()) {
                    todo.put(node, own);
                }
            }
            List<PlanNode> users = new ArrayList<>(todo.keySet());
            int size = users.isEmpty() ? 1 : groupSize(users.size());
            int number = 0;
            for (int from = 0; from < users.size(); from += size) {
                Removal removal = new Removal("level_" + depth + "_" + number);
                for (PlanNode user :
                        users.subList(from, Math.min(users.size() - from, size) + from)) {
                    for (String lfn : todo.get(user)) {
                        byFile.computeIfAbsent(lfn, removal::take).waitFor(user);
                    }
                    if (inputs.isExact() && !removal.lfns.isEmpty()) {
                        removal.waitFor(user); // even if others remove all its files
                    }
                }
                if (!removal.lfns.isEmpty()) {
                    removals.add(removal);
                    number++;
                }
            }
        }

        void finish() {
            for (Removal removal : removals) {
                PlanNode node =
                        graph.add(
                                files.removal(
                                        "clean_up_" + site + "_" + removal.name,
                                        site,
                                        removal.lfns));
                removal.lastUsers().forEach(user -> user.precede(node));
            }
        }
    }

    /** Files that go together, and who must have run before. */
    private static final class Removal {
        private final String name;
        private final List<String> lfns = new ArrayList<>();
        private final List<PlanNode> users = new ArrayList<>();

        Removal(String name) {
            this.name = name;
        }

        Removal take(String lfn) {
            lfns.add(lfn);
            return this;
        }

        void waitFor(PlanNode user) {
            if (users.isEmpty() || users.getLast() != user) {
                users.add(user);
            }
        }

        private boolean isOneLevel() {
            for (PlanNode user : users) {
                if (user.depth() != users.getFirst().depth()) {
                    return false;
                }
            }
            return true;
        }

        /**
         * The users that are not ancestors of other users. Looks at a bounded number of edges: one
         * user too many makes nothing wait longer, and in a workflow of a hundred thousand jobs
         * most of them would be ancestors of every removal.
         */
        Set<PlanNode> lastUsers() {
            Set<PlanNode> last = new LinkedHashSet<>(users);
            if (isOneLevel()) {
                return last;
            }
            Queue<PlanNode> shallow = new ArrayDeque<>();
            last.stream().sorted(BY_DEPTH).forEach(shallow::add);
            Queue<PlanNode> deepest = new PriorityQueue<>(BY_DEPTH.reversed());
            deepest.addAll(shallow);
            Set<PlanNode> seen = new HashSet<>(shallow);
            long budget = EDGES_PER_REMOVAL + EDGES_PER_USER * shallow.size();
            while (budget > 0 && !deepest.isEmpty()) {
                while (!last.contains(shallow.peek())) {
                    shallow.remove();
                }
                PlanNode node = deepest.remove();
                if (node.depth() <= shallow.element().depth()) {
                    break;
                }
                boolean isTooMany = node.parents().size() > budget;
                budget -= isTooMany ? shallow.size() : node.parents().size();
                if (isTooMany) {
                    shallow.stream().filter(each -> each.precedes(node)).forEach(last::remove);
                    continue;
                }
                for (PlanNode ancestor : node.parents()) {
                    last.remove(ancestor);
                    if (seen.add(ancestor)) {
                        deepest.add(ancestor);
                    }
                }
            }
            return last;
        }
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
}
