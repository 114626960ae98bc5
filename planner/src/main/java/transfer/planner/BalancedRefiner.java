package transfer.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deals files one by one: transfer jobs of a level differ by one file at most. */
final class BalancedRefiner implements Refiner {
    private final TransferNodes nodes;
    private final Capacities capacities;
    private final Map<String, Dealing> dealings = new HashMap<>();
    private final Map<String, PlanNode> containers = new HashMap<>();
    private final Map<String, List<PlanNode>> stageIns = new LinkedHashMap<>();
    private final Map<PlanNode, Waiting> waiting = new HashMap<>();

    /** The jobs of a transfer job's own level that wait for it. */
    private static final class Waiting {
        private final int level;
        private int jobs;
        private PlanNode last;

        Waiting(int level) {
            this.level = level;
        }

        /** Jobs come one after another, so that only the last can come again. */
        void add(PlacedJob job, PlanNode node) {
            if (job.level() == level && node != last) {
                last = node;
                jobs++;
            }
        }
    }

    BalancedRefiner(TransferNodes nodes, Capacities capacities) {
        this.nodes = nodes;
        this.capacities = capacities;
    }

    @Override
    public void stageIn(PlacedJob job, PlanNode node, StageIn.Need need) {
        List<FileUse> programs = new ArrayList<>();
        List<PlanNode> bringers = new ArrayList<>();
        for (boolean isLocal : new boolean[] {true, false}) {
            for (StageIn.Staged staged : isLocal ? need.local() : need.remote()) {
                String lfn = staged.use().lfn();
                PlanNode carrier = nodes.carrier(lfn, job.staging().name());
                if (carrier == null) {
                    carrier = container(job, isLocal);
                    TransferNodes.add(carrier, staged.entry());
                    nodes.carrier(lfn, job.staging().name(), carrier);
                    if (TransferNodes.wantsChmod(job, staged.use())) {
                        programs.add(staged.use());
                        bringers.add(carrier);
                    }
                }
                carrier.precede(node);
                waiting.get(carrier).add(job, node);
                Optional.ofNullable(nodes.chmod(lfn, job.staging().name()))
                        .ifPresent(chmod -> chmod.precede(node));
            }
        }
        if (!programs.isEmpty()) {
            PlanNode chmod = nodes.chmod(job, programs);
            bringers.forEach(bringer -> bringer.precede(chmod));
            chmod.precede(node);
        }
    }

    private PlanNode container(PlacedJob job, boolean isLocal) {
        Site site = job.staging();
        String group =
                "stage_in_"
                        + TransferNodes.side(isLocal)
                        + "_"
                        + nodes.prefix()
                        + site.name()
                        + "_"
                        + job.level();
        Dealing dealing =
                dealings.computeIfAbsent(
                        group, any -> new Dealing(capacities.stageIn(site, job.level(), isLocal)));
        return containers.computeIfAbsent(
                group + "_" + dealing.next(),
                name -> {
                    PlanNode node =
                            nodes.transfer(
                                    name,
                                    Task.Transfer.Kind.STAGE_IN,
                                    isLocal ? Site.LOCAL : site.name(),
                                    site,
                                    STAGE_IN_PRIORITY);
                    waiting.put(node, new Waiting(job.level()));
                    stageIns.computeIfAbsent(
                                    job.level() + TransferNodes.side(isLocal),
                                    any -> new ArrayList<>())
                            .add(node);
                    return node;
                });
    }

    @Override
    public void stageOut(Outs outs) {
        Site site = outs.staging();
        String group =
                "stage_out_"
                        + TransferNodes.side(outs.isLocal())
                        + "_"
                        + nodes.prefix()
                        + site.name()
                        + "_"
                        + outs.level();
        Dealing dealing =
                dealings.computeIfAbsent(
                        group,
                        any ->
                                new Dealing(
                                        capacities.stageOut(site, outs.level(), outs.isLocal())));
        for (Out out : outs.list()) {
            nodes.stageOut(outs, dealing.next(), out);
        }
    }

    /** Those for which most jobs wait come first. */
    @Override
    public void finish() {
        for (List<PlanNode> level : stageIns.values()) {
            level.sort(Comparator.comparing(node -> -waiting.get(node).jobs));
            for (int rank = 0; rank < level.size(); rank++) {
                level.get(rank).priority(STAGE_IN_PRIORITY - rank);
            }
        }
    }
}
