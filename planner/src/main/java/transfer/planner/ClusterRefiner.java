package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deals whole jobs: all files of a job travel together. */
final class ClusterRefiner implements Refiner {
    private final TransferNodes nodes;
    private final Capacities capacities;
    private final Map<String, Dealing> dealings = new HashMap<>();
    private final Map<String, PlanNode> containers = new HashMap<>();

    ClusterRefiner(TransferNodes nodes, Capacities capacities) {
        this.nodes = nodes;
        this.capacities = capacities;
    }

    @Override
    public void stageIn(PlacedJob job, PlanNode node, StageIn.Need need) {
        List<FileUse> programs = new ArrayList<>();
        List<PlanNode> bringers = new ArrayList<>();
        for (boolean isLocal : new boolean[] {true, false}) {
            PlanNode own = null;
            for (StageIn.Staged staged : isLocal ? need.local() : need.remote()) {
                String lfn = staged.use().lfn();
                PlanNode carrier = nodes.carrier(lfn, job.staging().name());
                if (carrier == null) {
                    own = own == null ? container(job, isLocal) : own;
                    carrier = own;
                    TransferNodes.add(own, staged.entry());
                    nodes.carrier(lfn, job.staging().name(), own);
                    if (TransferNodes.wantsChmod(job, staged.use())) {
                        programs.add(staged.use());
                        bringers.add(own);
                    }
                }
                Optional<PlanNode> chmod =
                        Optional.ofNullable(nodes.chmod(lfn, job.staging().name()));
                chmod.orElse(carrier).precede(node);
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
                        + (capacities.spansLevels() ? "" : "_" + job.level());
        Dealing dealing =
                dealings.computeIfAbsent(
                        group, any -> new Dealing(capacities.stageIn(site, job.level(), isLocal)));
        return containers.computeIfAbsent(
                group + "_" + dealing.next(),
                name ->
                        nodes.transfer(
                                name,
                                Task.Transfer.Kind.STAGE_IN,
                                isLocal ? Site.LOCAL : site.name(),
                                site,
                                STAGE_IN_PRIORITY));
    }

    @Override
    public void stageOut(Outs outs) {
        if (outs.list().isEmpty()) {
            return;
        }
        Site site = outs.staging();
        String group =
                "stage_out_"
                        + TransferNodes.side(outs.isLocal())
                        + "_"
                        + nodes.prefix()
                        + site.name()
                        + "_"
                        + outs.level();
        int number =
                dealings.computeIfAbsent(
                                group,
                                any ->
                                        new Dealing(
                                                capacities.stageOut(
                                                        site, outs.level(), outs.isLocal())))
                        .next();
        for (Out out : outs.list()) {
            nodes.stageOut(outs, number, out);
        }
    }

    @Override
    public void finish() {
        // all of them are alike
    }
}
