package transfer.planner;

import java.util.ArrayList;
import java.util.List;

/** Gives every compute job transfer jobs of its own. */
final class BasicRefiner implements Refiner {
    private final TransferNodes nodes;

    BasicRefiner(TransferNodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public void stageIn(PlacedJob job, PlanNode node, StageIn.Need need) {
        List<FileUse> programs = new ArrayList<>();
        List<PlanNode> own = new ArrayList<>();
        for (boolean isLocal : new boolean[] {true, false}) {
            PlanNode carrier = null;
            for (StageIn.Staged staged : isLocal ? need.local() : need.remote()) {
                String lfn = staged.use().lfn();
                PlanNode earlier = nodes.carrier(lfn, job.site().name());
                if (earlier != null) {
                    PlanNode chmod = nodes.chmod(lfn, job.staging().name());
                    (chmod == null ? earlier : chmod).precede(node);
                    continue;
                }
                if (carrier == null) {
                    carrier =
                            nodes.transfer(
                                    "stage_in_"
                                            + TransferNodes.side(isLocal)
                                            + "_"
                                            + job.name()
                                            + "_0",
                                    Task.Transfer.Kind.STAGE_IN,
                                    isLocal ? Site.LOCAL : job.site().name(),
                                    job.staging(),
                                    STAGE_IN_PRIORITY);
                    own.add(carrier);
                }
                TransferNodes.add(carrier, staged.entry());
                nodes.carrier(lfn, job.site().name(), carrier);
                if (TransferNodes.wantsChmod(job, staged.use())) {
                    programs.add(staged.use());
                }
            }
        }
        PlanNode next = node;
        if (!programs.isEmpty()) {
            next = nodes.chmod(job, programs);
            next.precede(node);
        }
        for (PlanNode carrier : own) {
            carrier.precede(next);
        }
    }

    @Override
    public void stageOut(Outs outs) {
        PlanNode after = outs.maker();
        List<Task.Registration> registrations = new ArrayList<>();
        PlanNode stageOut = null;
        for (Out out : outs.list()) {
            if (out.transfer().isPresent()) {
                if (stageOut == null) {
                    stageOut =
                            nodes.transfer(
                                    "stage_out_"
                                            + TransferNodes.side(outs.isLocal())
                                            + "_"
                                            + outs.owner()
                                            + "_0",
                                    Task.Transfer.Kind.STAGE_OUT,
                                    outs.isLocal() ? Site.LOCAL : outs.maker().runsAt(),
                                    outs.staging(),
                                    STAGE_OUT_PRIORITY);
                    if (after != null) {
                        after.precede(stageOut);
                    }
                }
                TransferNodes.add(stageOut, out.transfer().get());
            }
            out.registration().ifPresent(registrations::add);
        }
        if (!registrations.isEmpty()) {
            nodes.register(
                    "register_" + outs.owner(), stageOut == null ? after : stageOut, registrations);
        }
    }

    @Override
    public void finish() {
        // every job has its own
    }
}
