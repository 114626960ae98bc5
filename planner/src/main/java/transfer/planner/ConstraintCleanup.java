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
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * Removes files only when a staging site would get fuller than it may: plays the workflow through,
 * one job after the other.
 */
final class ConstraintCleanup {
    private static final String PREFIX = "pegasus.file.cleanup.constraint.";

    /** The limit where none is set. */
    static final long USUAL_SPACE = 10_737_418_240L;

    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final RemovableFiles files;
    private final FileSizes sizes;

    ConstraintCleanup(PlanInputs inputs, PlanGraph graph, RemovableFiles files, FileSizes sizes) {
        this.inputs = inputs;
        this.graph = graph;
        this.files = files;
        this.sizes = sizes;
    }

    /** The bytes a run may have at a site, where a property sets them. */
    static Optional<Long> space(Properties properties, String site) {
        return properties
                .number(PREFIX + site + ".maxspace")
                .or(() -> properties.number(PREFIX + "maxspace"));
    }

    void add() {
        boolean isDeferring = inputs.properties().get(PREFIX + "deferstageins").isPresent();
        Map<String, Set<PlanNode>> sites = new LinkedHashMap<>();
        for (PlanNode node : graph.inOrder()) {
            if (RemovableFiles.isUser(node) || (!isDeferring && isEarly(node))) {
                sites.computeIfAbsent(node.dataAt(), any -> new LinkedHashSet<>()).add(node);
            }
        }
        sites.forEach((site, nodes) -> new Simulation(site, nodes).run());
    }

    /** Whether a node brings inputs as soon as there is a directory for them. */
    private static boolean isEarly(PlanNode node) {
        return node.is(Task.Transfer.Kind.STAGE_IN)
                && (node.parents().isEmpty()
                        || node.parents().stream()
                                .anyMatch(parent -> parent.task() instanceof Task.MakeDirectory));
    }

    /** A file that nobody needs any more, with those that needed it. */
    private record Floating(String lfn, Set<PlanNode> users) {}

    /** One site, on which one job runs after the other. */
    private final class Simulation {
        private final String site;
        private final Set<PlanNode> nodes;
        private final Map<PlanNode, Integer> waiting = new LinkedHashMap<>();
        private final Map<PlanNode, List<PlanNode>> next = new HashMap<>();
        private final FileReaders readers;
        private final Map<String, Floating> floating = new LinkedHashMap<>();
        private final Heads heads = new Heads();
        private long free;
        private int removals;

        Simulation(String site, Set<PlanNode> nodes) {
            this.site = site;
            this.nodes = nodes;
            this.readers = new FileReaders(graph, site, inputs.isExact());
            this.free = space(inputs.properties(), site).orElse(USUAL_SPACE);
        }

        void run() {
            for (PlanNode node : nodes) {
                Set<PlanNode> before = nearest(node);
                waiting.put(node, before.size());
                before.forEach(
                        each -> next.computeIfAbsent(each, any -> new ArrayList<>()).add(node));
            }
            reserve();
            waiting.forEach((node, count) -> {
                if (count == 0) {
                    heads.put(node, need(node), need(node) - freedBytes(node));
                }
            });
            for (PlanNode head = heads.best(); head != null; head = heads.best()) {
                execute(head);
            }
            if (!floating.isEmpty()) {
                remove();
            }
        }

        /** What others bring here has its place from the beginning. */
        private void reserve() {
            Set<PlanNode> seen = new HashSet<>(nodes);
            Queue<PlanNode> next = new ArrayDeque<>(nodes);
            for (PlanNode node = next.poll(); node != null; node = next.poll()) {
                for (PlanNode parent : node.parents()) {
                    if (!seen.add(parent)) {
                        continue;
                    }
                    next.add(parent);
                    if (parent.is(Task.Transfer.Kind.STAGE_IN)
                            || parent.is(Task.Transfer.Kind.STAGE_INTER)) {
                        free -= bytes((Task.Transfer) parent.task(), inputs.isExact());
                    }
                }
            }
        }

        /** The bytes that a transfer brings here, or anywhere. */
        private long bytes(Task.Transfer transfer, boolean isAnywhere) {
            return transfer.entries().stream()
                    .filter(entry -> isAnywhere || entry.target().site().equals(site))
                    .mapToLong(entry -> sizes.of(entry.lfn()))
                    .sum();
        }

        /** The last nodes of this site before a node, however many others are between. */
        private Set<PlanNode> nearest(PlanNode last) {
            Set<PlanNode> found = new HashSet<>();
            Set<PlanNode> between = new HashSet<>();
            Queue<PlanNode> next = new ArrayDeque<>();
            for (PlanNode node = last; node != null; node = next.poll()) {
                for (PlanNode parent : node.parents()) {
                    if (nodes.contains(parent)) {
                        found.add(parent);
                    } else if (between.add(parent)) {
                        next.add(parent);
                    }
                }
            }
            return found;
        }

        private void execute(PlanNode head) {
            long need = need(head);
            if (free < need) {
                remove();
                if (free < need) {
                    inputs.properties()
                            .defect(
                                    PREFIX + site + ".maxspace",
                                    "is too little: "
                                            + head.name()
                                            + " needs "
                                            + need
                                            + " bytes, and only "
                                            + free
                                            + " can be free then");
                    heads.clear();
                    return;
                }
            }
            heads.remove(head);
            List<Floating> freed = freed(head);
            free -= need;
            readers.execute(head);
            freed.forEach(file -> floating.putIfAbsent(file.lfn(), file));
            for (PlanNode child : next.getOrDefault(head, List.of())) {
                if (waiting.merge(child, -1, Integer::sum) == 0) {
                    heads.put(child, need(child), need(child) - freedBytes(child));
                }
            }
            refreshSiblings(head);
        }

        /** Where only one reader of a file is left, that one frees it from now on. */
        private void refreshSiblings(PlanNode head) {
            if (!head.isCompute() && (inputs.isExact() || !head.is(Task.Transfer.Kind.STAGE_OUT))) {
                return;
            }
            for (PlanNode last : readers.lastBeside(head)) {
                if (heads.has(last)) {
                    heads.remove(last);
                    heads.put(last, need(last), need(last) - freedBytes(last));
                }
            }
        }

        private long need(PlanNode node) {
            return switch (node.task()) {
                case Task.Compute compute ->
                        compute.job().outputs().stream()
                                .mapToLong(use -> sizes.of(use.lfn()))
                                .sum();
                case Task.Transfer transfer when transfer.kind() == Task.Transfer.Kind.STAGE_OUT ->
                        0;
                case Task.Transfer transfer -> bytes(transfer, false);
                default -> 0;
            };
        }

        private long freedBytes(PlanNode node) {
            var bytes = freed(node).stream().mapToLong(file -> sizes.of(file.lfn()));
            // the reference counts files of one size once
            return inputs.isExact() ? bytes.distinct().sum() : bytes.sum();
        }

        private List<Floating> freed(PlanNode node) {
            List<Floating> freed = new ArrayList<>();
            if (node.task() instanceof Task.Compute compute) {
                for (FileUse use : compute.job().uses()) {
                    if (!files.isRemovable(site, use.lfn())) {
                        continue;
                    }
                    if (use.isOutput() && readers.readers(node, use.lfn()).isEmpty()) {
                        freed.add(new Floating(use.lfn(), Set.of(node)));
                    }
                    if (use.isInput()) {
                        readBefore(node, use.lfn(), freed);
                    }
                }
            } else if (node.is(Task.Transfer.Kind.STAGE_OUT)) {
                stagedOut(node, freed);
            }
            return freed;
        }

        /**
         * What goes with a stage-out: what nobody has to read after it. The reference frees all of
         * it or nothing, by where the stage-out's children run, and looks at no other reader.
         */
        private void stagedOut(PlanNode node, List<Floating> freed) {
            Set<String> lfns = new LinkedHashSet<>();
            ((Task.Transfer) node.task())
                    .entries().stream()
                            .map(TransferEntry::lfn)
                            .filter(lfn -> files.isRemovable(site, lfn))
                            .forEach(lfns::add);
            if (!inputs.isExact()) {
                lfns.forEach(lfn -> readBefore(node, lfn, freed));
            } else if (node.children().stream().allMatch(child -> child.runsAt().equals(site))) {
                lfns.forEach(lfn -> freed.add(new Floating(lfn, Set.copyOf(node.parents()))));
            }
        }

        private void readBefore(PlanNode node, String lfn, List<Floating> freed) {
            for (PlanNode maker : readers.makers(node, lfn)) {
                if (readers.isLast(node, maker, lfn)) {
                    freed.add(new Floating(lfn, readers.readers(maker, lfn)));
                }
            }
        }

        private void remove() {
            if (floating.isEmpty()) {
                return;
            }
            PlanNode removal =
                    graph.add(
                            files.removal(
                                    "clean_up_" + site + "_constraint_" + removals++,
                                    site,
                                    floating.keySet()));
            Set<PlanNode> users = new LinkedHashSet<>();
            for (Floating file : floating.values()) {
                free += sizes.of(file.lfn());
                users.addAll(file.users());
            }
            users.forEach(user -> behind(user, removal));
            floating.clear();
        }

        /** A file that is still staged out may go after that only. */
        private static void behind(PlanNode user, PlanNode removal) {
            List<PlanNode> stageOuts =
                    user.children().stream()
                            .filter(child -> child.is(Task.Transfer.Kind.STAGE_OUT))
                            .toList();
            if (stageOuts.isEmpty()) {
                user.precede(removal);
            }
            for (PlanNode stageOut : stageOuts) {
                List<PlanNode> others =
                        stageOut.children().stream()
                                .filter(child ->
                                        child != removal && !(child.task() instanceof Task.Remove))
                                .toList();
                stageOut.precede(removal);
                others.forEach(removal::precede);
            }
        }
    }

    /** Jobs that could run now: the best is the one that frees most, or else takes least. */
    private static final class Heads {
        private record Head(long need, long balance, long order) {}

        private static final Comparator<Map.Entry<PlanNode, Head>> BY_ORDER =
                Comparator.comparingLong(entry -> entry.getValue().order());

        private final Map<PlanNode, Head> known = new HashMap<>();
        private final java.util.TreeSet<Map.Entry<PlanNode, Head>> freeing =
                new java.util.TreeSet<>(
                        Comparator.<Map.Entry<PlanNode, Head>>comparingLong(
                                        entry -> entry.getValue().need())
                                .thenComparing(BY_ORDER));
        private final java.util.TreeSet<Map.Entry<PlanNode, Head>> taking =
                new java.util.TreeSet<>(
                        Comparator.<Map.Entry<PlanNode, Head>>comparingLong(
                                        entry -> entry.getValue().balance())
                                .thenComparing(BY_ORDER));
        private long order;

        void put(PlanNode node, long need, long balance) {
            Head head = new Head(need, balance, order++);
            known.put(node, head);
            (balance <= 0 ? freeing : taking).add(Map.entry(node, head));
        }

        boolean has(PlanNode node) {
            return known.containsKey(node);
        }

        void remove(PlanNode node) {
            Head head = known.remove(node);
            (head.balance() <= 0 ? freeing : taking).remove(Map.entry(node, head));
        }

        void clear() {
            known.clear();
            freeing.clear();
            taking.clear();
        }

        PlanNode best() {
            if (!freeing.isEmpty()) {
                return freeing.first().getKey();
            }
            return taking.isEmpty() ? null : taking.first().getKey();
        }
    }
}
