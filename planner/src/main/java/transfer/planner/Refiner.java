package transfer.planner;

import java.util.List;
import java.util.Optional;

/**
 * Gathers the transfers of many jobs into few transfer jobs, and hangs those into the graph. Jobs
 * come level by level.
 */
interface Refiner {
    int STAGE_IN_PRIORITY = 700;
    int STAGE_OUT_PRIORITY = 900;
    int CHMOD_PRIORITY = 800;

    /**
     * An output of a job.
     *
     * @param transfer none when the file is where it belongs already
     * @param registration none when the file is not noted anywhere
     */
    record Out(
            String lfn,
            Optional<TransferEntry> transfer,
            Optional<Task.Registration> registration) {}

    /**
     * The outputs of one job.
     *
     * @param maker the node that makes them; null when nothing does, because they exist
     * @param isLocal whether their transfers run on the submit host
     */
    record Outs(
            PlanNode maker,
            String owner,
            Site staging,
            int level,
            boolean isLocal,
            List<Out> list) {}

    void stageIn(PlacedJob job, PlanNode node, StageIn.Need need);

    void stageOut(Outs outs);

    /** After the last job. */
    void finish();

    static Refiner of(
            PlanInputs inputs,
            PlanGraph graph,
            WorkDirectories directories,
            List<Integer> jobsOfLevels) {
        String name = inputs.properties().get("pegasus.transfer.refiner", "BalancedCluster");
        TransferNodes nodes = new TransferNodes(inputs, graph, directories);
        Capacities capacities = new Capacities(inputs, jobsOfLevels);
        return switch (name) {
            case "BalancedCluster" -> new BalancedRefiner(nodes, capacities);
            case "Cluster" -> new ClusterRefiner(nodes, capacities);
            case "Bundle" -> new ClusterRefiner(nodes, capacities.ofBundles());
            case "Basic" -> new BasicRefiner(nodes);
            case "Empty" -> new EmptyRefiner();
            case "Chain" -> {
                inputs.properties()
                        .defect(
                                "pegasus.transfer.refiner",
                                "Chain is not supported, as in the tool it comes from; Cluster comes nearest");
                yield new EmptyRefiner();
            }
            default -> {
                inputs.properties()
                        .defect(
                                "pegasus.transfer.refiner",
                                "must be BalancedCluster, Cluster, Basic, Bundle or Empty, not '"
                                        + name
                                        + "'");
                yield new EmptyRefiner();
            }
        };
    }
}
