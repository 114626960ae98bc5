package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes transfer jobs, and jobs that make programs executable; knows which of them brings which
 * file.
 */
final class TransferNodes {
    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final WorkDirectories directories;
    private final Set<String> withoutChmod;
    private final Map<String, PlanNode> carriers = new HashMap<>();
    private final Map<String, PlanNode> chmods = new HashMap<>();

    TransferNodes(PlanInputs inputs, PlanGraph graph, WorkDirectories directories) {
        this.inputs = inputs;
        this.graph = graph;
        this.directories = directories;
        this.withoutChmod =
                Words.set(inputs.properties().get("pegasus.transfer.disable.chmod.sites", ""));
    }

    String prefix() {
        return inputs.request().names().prefix();
    }

    static String side(boolean isLocal) {
        return isLocal ? "local" : "remote";
    }

    /** The node that brings a file to a site; null when none does yet. */
    PlanNode carrier(String lfn, String site) {
        return carriers.get(lfn + ":" + site);
    }

    void carrier(String lfn, String site, PlanNode node) {
        carriers.put(lfn + ":" + site, node);
    }

    /**
     * The node that makes a program executable that is brought to a site; null when there is none.
     */
    PlanNode chmod(String lfn, String site) {
        return chmods.get(lfn + ":" + site);
    }

    PlanNode transfer(
            String name, Task.Transfer.Kind kind, String runsAt, Site staging, int priority) {
        PlanNode node =
                new PlanNode(
                        name, new Task.Transfer(kind, new ArrayList<>()), runsAt, staging.name());
        node.priority(priority);
        return graph.add(node);
    }

    static void add(PlanNode node, TransferEntry entry) {
        ((Task.Transfer) node.task()).entries().add(entry);
    }

    /** Whether a job's programs must be made executable by a job of its own. */
    static boolean wantsChmod(PlacedJob job, FileUse use) {
        return use.isExecutable() && job.configuration() == Configuration.SHAREDFS;
    }

    /** A node between those that bring the programs of a job and the job itself. */
    PlanNode chmod(PlacedJob job, List<FileUse> programs) {
        Site site = job.site();
        List<String> paths =
                programs.stream()
                        .map(use ->
                                Urls.normalized(
                                        directories.internal(job, job.staging(), use.lfn())))
                        .toList();
        Task task = withoutChmod.contains(site.name()) ? new Task.Join() : new Task.Chmod(paths);
        PlanNode node =
                new PlanNode(
                        "chmod_" + job.name() + "_0",
                        task,
                        site.isSeenBySubmitHost() ? Site.LOCAL : site.name(),
                        job.staging().name());
        node.priority(Refiner.CHMOD_PRIORITY);
        programs.forEach(use -> chmods.put(use.lfn() + ":" + job.staging().name(), node));
        return graph.add(node);
    }

    /**
     * Gives an output to the stage-out job of that number, and what is noted of it to its
     * registration.
     */
    void stageOut(Refiner.Outs outs, int number, Refiner.Out out) {
        String which = prefix() + outs.staging().name() + "_" + outs.level() + "_" + number;
        PlanNode after = outs.maker();
        if (out.transfer().isPresent()) {
            String name = "stage_out_" + side(outs.isLocal()) + "_" + which;
            after = graph.node(name);
            if (after == null) {
                String runsAt = outs.isLocal() ? Site.LOCAL : outs.staging().name();
                after =
                        transfer(
                                name,
                                Task.Transfer.Kind.STAGE_OUT,
                                runsAt,
                                outs.staging(),
                                Refiner.STAGE_OUT_PRIORITY);
            }
            add(after, out.transfer().get());
            if (outs.maker() != null) {
                outs.maker().precede(after);
            }
        }
        if (out.registration().isPresent()) {
            register("register_" + which, after, List.of(out.registration().get()));
        }
    }

    /** Adds files to the registration job of that name, which runs after the given node. */
    void register(String name, PlanNode after, List<Task.Registration> entries) {
        PlanNode node = graph.node(name);
        if (node == null) {
            node =
                    graph.add(
                            new PlanNode(
                                    name, new Task.Register(new ArrayList<>()), Site.LOCAL, null));
        }
        ((Task.Register) node.task()).entries().addAll(entries);
        if (after != null) {
            after.precede(node);
        }
    }
}
