package transfer.planner;

import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the graph as HTCondor's DAGMan reads it (HTCondor manual, "DAGMan workflows"). */
final class DagFile {
    /** What ends the name of a script that runs before a job, on the submit host. */
    static final String BEFORE = ".before.sh";

    private final Plan plan;
    private final SubmitLayout layout;
    private final List<PlanNode> ordered;

    /**
     * @param layout the submit file of every node, relative to the graph's own directory
     * @param ordered all nodes, parents before children
     */
    DagFile(Plan plan, SubmitLayout layout, List<PlanNode> ordered) {
        this.plan = plan;
        this.layout = layout;
        this.ordered = ordered;
    }

    /** The category that limits how many nodes of a kind run at once; empty where nothing does. */
    static Optional<String> category(PlanNode node) {
        return switch (node.task()) {
            case Task.Transfer transfer ->
                    Optional.of(
                            switch (transfer.kind()) {
                                case STAGE_IN, STAGE_WORKER -> "stagein";
                                case STAGE_INTER -> "stageinter";
                                case STAGE_OUT -> "stageout";
                            });
            case Task.Remove remove ->
                    remove.recursive() ? Optional.empty() : Optional.of("cleanup");
            case Task.Register register -> Optional.of("registration");
            case Task.Compute compute -> Optional.empty();
            case Task.MakeDirectory directory -> Optional.empty();
            case Task.Chmod chmod -> Optional.empty();
            case Task.Unpack unpack -> Optional.empty();
            case Task.Join join -> Optional.empty();
        };
    }

    /** The name under which HTCondor counts jobs of a kind that run at once; empty for none. */
    static Optional<String> limit(PlanNode node) {
        return switch (node.task()) {
            case Task.Transfer transfer ->
                    Optional.of(
                            "pegasus_transfer."
                                    + switch (transfer.kind()) {
                                        case STAGE_IN -> "stagein";
                                        case STAGE_OUT -> "stageout";
                                        case STAGE_INTER -> "inter";
                                        case STAGE_WORKER -> "worker";
                                    });
            case Task.MakeDirectory directory -> Optional.of("pegasus_auxillary.createdir");
            case Task.Remove remove -> Optional.of("pegasus_auxillary.cleanup");
            case Task.Register register -> Optional.of("pegasus_auxillary.registration");
            case Task.Compute compute -> Optional.of("pegasus_compute");
            case Task.Chmod chmod -> Optional.of("pegasus_compute");
            case Task.Unpack unpack -> Optional.of("pegasus_compute");
            case Task.Join join -> Optional.empty();
        };
    }

    /** How many of each category may run at once. */
    static Map<String, Long> limits(Properties properties) {
        Map<String, Long> limits = new LinkedHashMap<>();
        limits.put("cleanup", 4L);
        limits.put("registration", 1L);
        limits.put("stagein", 10L);
        limits.put("stageout", 10L);
        for (String category :
                new String[] {"cleanup", "registration", "stagein", "stageinter", "stageout"}) {
            properties
                    .number("dagman." + category + ".maxjobs")
                    .filter(most -> most > 0)
                    .ifPresent(most -> limits.put(category, most));
        }
        return limits;
    }

    /** How often a node is tried again. */
    static int retries(PlanNode node, PlanInputs inputs) {
        String mode = inputs.properties().get("pegasus.mode", "production");
        String usual = mode.equals("debug") || mode.equals("development") ? "0" : "1";
        Optional<String> own =
                node.task() instanceof Task.Compute compute
                        ? compute.job().profiles().get(Namespace.DAGMAN, "retry")
                        : Optional.empty();
        String word =
                own.or(() -> siteRetry(node, inputs))
                        .or(() -> inputs.properties().get("dagman.retry"))
                        .orElse(usual);
        try {
            return Math.max(0, Integer.parseInt(word.strip()));
        } catch (NumberFormatException e) {
            inputs.properties()
                    .defect("dagman.retry", "must be a whole number, not '" + word + "'");
            return 0;
        }
    }

    private static Optional<String> siteRetry(PlanNode node, PlanInputs inputs) {
        return inputs.sites()
                .site(node.runsAt())
                .flatMap(site -> site.profiles().get(Namespace.DAGMAN, "retry"));
    }

    /** Whether a script runs before the job. */
    static boolean hasBefore(PlanNode node, Plan plan) {
        return node.task() instanceof Task.Compute compute
                && compute.job().uses().stream().anyMatch(FileUse::isCheckpoint)
                && !CondorSandbox.of(compute.job(), plan).checkpoints().isEmpty();
    }

    void write(Writer out) throws IOException {
        for (Map.Entry<String, Long> limit : limits(plan.inputs().properties()).entrySet()) {
            out.write("MAXJOBS " + limit.getKey() + " " + limit.getValue() + "\n");
        }
        for (PlanNode node : ordered) {
            NodeFiles files = layout.of(node);
            String name = files.name();
            out.write("\nJOB " + name + " " + files.file(".sub"));
            out.write(node.task() instanceof Task.Join ? " NOOP\n" : "\n");
            if (hasBefore(node, plan)) {
                out.write("SCRIPT PRE " + name + " " + files.file(BEFORE) + "\n");
            }
            out.write("PRIORITY " + name + " " + node.priority() + "\n");
            int retries = retries(node, plan.inputs());
            if (retries > 0) {
                out.write("RETRY " + name + " " + retries + "\n");
            }
            Optional<String> category = category(node);
            if (category.isPresent()) {
                out.write("CATEGORY " + name + " " + category.get() + "\n");
            }
        }
        out.write("\n");
        for (PlanNode node : ordered) {
            String parent = "PARENT " + layout.of(node).name() + " CHILD ";
            for (PlanNode child : node.children()) {
                out.write(parent);
                out.write(layout.of(child).name());
                out.write('\n');
            }
        }
    }
}
