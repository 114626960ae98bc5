package transfer.planner;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a plan would move, how full it would make the directories it works in, and about how long it
 * would take. Nothing is run and no network is touched; files of unknown size and programs of
 * unknown duration are told as such. Immutable, if the plan is left alone.
 */
public final class Simulation {
    private final Plan plan;
    private final Movements movements;
    private final AssumedRates rates;
    private final PlanLevels levels;
    private final Traffic traffic = new Traffic();
    private final Map<NodeKind, Integer> kinds = new EnumMap<>(NodeKind.class);
    private final Set<String> unknownFiles = new TreeSet<>();
    private final Map<PlanNode, NodeTime> times = new HashMap<>();
    private final List<ScratchUse> scratches;
    private final List<LevelEstimate> estimates = new ArrayList<>();

    private Simulation(Plan plan, FileSizes sizes, AssumedRates rates) {
        this.plan = plan;
        this.rates = rates;
        this.movements = new Movements(plan, sizes, rates.unknownBytes());
        this.levels = new PlanLevels(plan);
        for (PlanNode node : plan.nodes()) {
            kinds.merge(NodeKind.of(node), 1, Integer::sum);
            List<Movement> moved = movements.of(node);
            moved.forEach(traffic::add);
            times.put(node, NodeTime.of(node, moved, rates));
            noteUnknown(node, sizes);
        }
        this.scratches = new ScratchPlay(plan, movements).play(SerialOrder.of(plan), levels);
        Map<String, Long> limits = DagFile.limits(plan.inputs().properties());
        for (int level = 0; level < levels.all().size(); level++) {
            estimates.add(LevelEstimate.of(level, levels.all().get(level), times::get, limits));
        }
    }

    /**
     * @throws PlanningException when a property of the simulation cannot be understood, or the
     *     table of sizes that one names
     */
    public static Simulation of(Plan plan) throws PlanningException {
        AssumedRates rates = AssumedRates.of(plan.inputs());
        FileSizes sizes = FileSizes.seen(plan);
        plan.inputs().defects().check();
        return new Simulation(plan, sizes, rates);
    }

    /** For people, in lines. The writer stays open. */
    public void writeText(Writer out) throws IOException {
        new SimulationText(this, out).write();
    }

    /** For programs: one JSON object. The writer stays open. */
    public void writeJson(Writer out) throws IOException {
        SimulationJson.write(this, out);
    }

    /**
     * For people, as a page of HTML that needs nothing else: the plan drawn, with all that the text
     * tells and the list of every node. Above 10,000 nodes it shows levels only, and says so. The
     * page is US-ASCII. The writer stays open.
     */
    public void writePage(Writer out) throws IOException {
        new PlanPage(this).write(out);
    }

    private void noteUnknown(PlanNode node, FileSizes sizes) {
        switch (node.task()) {
            case Task.Compute compute ->
                    compute.job().uses().stream()
                            .filter(use -> !plan.places().isLeftOut(compute.job(), use.lfn()))
                            .forEach(use -> noteUnknown(use.lfn(), sizes));
            case Task.Transfer transfer ->
                    transfer.entries().forEach(entry -> noteUnknown(entry.lfn(), sizes));
            default -> {
                // brings no file
            }
        }
    }

    private void noteUnknown(String lfn, FileSizes sizes) {
        if (sizes.known(lfn).isEmpty()) {
            unknownFiles.add(lfn);
        }
    }

    Plan plan() {
        return plan;
    }

    AssumedRates rates() {
        return rates;
    }

    PlanLevels levels() {
        return levels;
    }

    Traffic traffic() {
        return traffic;
    }

    Amount moved(PlanNode node) {
        return movements.of(node).stream().map(Movement::size).reduce(Amount.NONE, Amount::plus);
    }

    Amount size(String lfn) {
        return movements.size(lfn);
    }

    NodeTime time(PlanNode node) {
        return times.get(node);
    }

    Map<NodeKind, Integer> kinds() {
        return Collections.unmodifiableMap(kinds);
    }

    /** Logical names, in order. */
    Set<String> unknownFiles() {
        return unknownFiles;
    }

    List<ScratchUse> scratches() {
        return scratches;
    }

    List<LevelEstimate> estimates() {
        return estimates;
    }

    /**
     * Seconds that no engine is faster than, if the rates are right: the longest chain of nodes
     * that wait for each other.
     */
    double low() {
        Map<PlanNode, Double> ends = new HashMap<>();
        double last = 0;
        for (PlanNode node : plan.inOrder()) {
            double begin = 0;
            for (PlanNode parent : node.parents()) {
                begin = Math.max(begin, ends.get(parent));
            }
            double end = begin + times.get(node).low();
            ends.put(node, end);
            last = Math.max(last, end);
        }
        return last;
    }

    /** Seconds where one node runs after the other. */
    double high() {
        return times.values().stream().mapToDouble(NodeTime::high).sum();
    }

    int unknownJobs() {
        return (int) times.values().stream().filter(NodeTime::isUnknown).count();
    }
}
