package transfer.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds what every job of a plan runs. For one thread. */
final class NodeCommands {
    private static final String TRANSFER = "pegasus::transfer";

    private final SubmitPlan run;
    private final PlanInputs inputs;
    private final CredentialNeeds credentials;
    private final NodeSteps steps;

    NodeCommands(SubmitPlan run) {
        this.run = run;
        this.inputs = run.plan().inputs();
        this.credentials = new CredentialNeeds(inputs);
        this.steps = new NodeSteps(inputs, run.plan().directories(), run.plan().places());
    }

    NodeCommand of(PlanNode node) {
        return switch (node.task()) {
            case Task.Compute compute -> compute(node, compute.job());
            case Task.Transfer transfer -> data(node, arguments(node));
            case Task.MakeDirectory directory -> data(node, List.of());
            case Task.Remove remove -> data(node, List.of());
            case Task.Register register -> register(node);
            case Task.Chmod chmod -> system(node, chmod(chmod));
            case Task.Unpack unpack ->
                    system(
                            node,
                            List.of(
                                    "/bin/tar",
                                    "-C",
                                    unpack.directory(),
                                    "-xzf",
                                    unpack.archive()));
            case Task.Join join -> system(node, List.of("/bin/true"));
        };
    }

    /** The profiles of a job that moves data: those of the tool, of its site, the properties. */
    Profiles profiles(PlanNode node) {
        Profiles profiles =
                inputs.sites()
                        .site(node.runsAt())
                        .map(Site::profiles)
                        .orElse(Profiles.NONE)
                        .over(inputs.propertyProfiles());
        return tool(node).map(entry -> entry.profiles().over(profiles)).orElse(profiles);
    }

    /** An entry of the catalog for the tool itself where the job runs. */
    private Optional<TransformationCatalog.Entry> tool(PlanNode node) {
        return inputs.transformations().find(TRANSFER).stream()
                .filter(entry -> !entry.isStageable() && entry.site().equals(node.runsAt()))
                .findFirst();
    }

    private List<String> arguments(PlanNode node) {
        Profiles profiles = profiles(node);
        List<String> words = new ArrayList<>();
        words.add("--threads");
        words.add(profiles.pegasus("transfer.threads").orElse("2"));
        String mode = inputs.properties().get("pegasus.mode", "production");
        String usual =
                switch (mode) {
                    case "debug", "development" -> "--debug -m 1";
                    case "tutorial" -> "-m 1";
                    default -> "";
                };
        words.addAll(
                words(
                        "pegasus.transfer.arguments",
                        profiles.pegasus("transfer.arguments").orElse(usual)));
        return words;
    }

    private List<String> words(String where, String text) {
        try {
            return CommandWords.of(text);
        } catch (IllegalArgumentException e) {
            inputs.defects().add("arguments", where, e.getMessage());
            return List.of();
        }
    }

    private NodeCommand data(PlanNode node, List<String> arguments) {
        boolean isLocal = node.runsAt().equals(Site.LOCAL);
        Profiles profiles = profiles(node);
        List<String> argv = new ArrayList<>();
        argv.add(program(node, profiles));
        argv.addAll(arguments);
        Map<String, String> environment = environment(node, profiles);
        List<String> files = new ArrayList<>();
        addCredentials(credentials.of(node), isLocal, environment, files);
        return new NodeCommand(
                argv,
                run.path(node, ".in"),
                null,
                environment,
                run.path(node, ".out"),
                run.path(node, ".err"),
                files,
                isLocal);
    }

    /** Where the program is that moves files, as the site of the job sees it. */
    private String program(PlanNode node, Profiles profiles) {
        if (tool(node).isPresent()) {
            return tool(node).get().url();
        }
        if (node.runsAt().equals(Site.LOCAL)) {
            return run.tools().pegasusTransfer();
        }
        Optional<String> home = profiles.get(Namespace.ENV, "PEGASUS_HOME");
        if (home.isEmpty()) {
            inputs.defects()
                    .add(
                            inputs.siteFile(),
                            "sites",
                            "transfers of the site '"
                                    + node.runsAt()
                                    + "' run there, but nothing tells where pegasus-transfer is: neither its env profile PEGASUS_HOME nor an entry "
                                    + TRANSFER
                                    + " of the transformation catalog");
        }
        return home.orElse("") + "/bin/pegasus-transfer";
    }

    private Map<String, String> environment(PlanNode node, Profiles profiles) {
        Map<String, String> environment = new TreeMap<>(profiles.all(Namespace.ENV));
        environment.put("PEGASUS_DAG_JOB_ID", run.layout().of(node).name());
        environment.put("PEGASUS_SITE", node.runsAt());
        environment.put("PEGASUS_WF_LABEL", run.plan().workflow().name());
        environment.put("PEGASUS_WF_UUID", run.uuid());
        if (node.runsAt().equals(Site.LOCAL)) {
            environment.put("_PEGASUS_WF_SUBMIT_DIR", run.directory().toString());
        }
        return environment;
    }

    /** Elsewhere the files travel with the job, and the variables have just their names. */
    private static void addCredentials(
            Map<String, String> found,
            boolean isLocal,
            Map<String, String> environment,
            List<String> files) {
        found.forEach((variable, path) -> {
            environment.put(variable, isLocal ? path : Urls.baseName(path));
            if (!isLocal && !files.contains(path)) {
                files.add(path);
            }
        });
    }

    private NodeCommand register(PlanNode node) {
        List<String> argv = new ArrayList<>();
        argv.add(run.tools().transfer());
        argv.addAll(
                List.of(
                        "register",
                        "--prefix",
                        "pegasus.catalog.replica.output",
                        "--conf",
                        run.propertiesFile().toString()));
        List<String> known = new ArrayList<>();
        for (PlanNode parent : node.parents()) {
            known.add(run.path(parent, ".meta"));
            parent.parents().stream()
                    .filter(PlanNode::isCompute)
                    .forEach(maker -> known.add(run.path(maker, ".meta")));
        }
        if (!known.isEmpty()) {
            argv.add("--meta");
            argv.add(String.join(",", known.stream().distinct().toList()));
        }
        argv.add("--insert");
        argv.add(run.path(node, ".in"));
        return new NodeCommand(
                argv,
                null,
                null,
                environment(node, profiles(node)),
                run.path(node, ".out"),
                run.path(node, ".err"),
                List.of(),
                true);
    }

    private static List<String> chmod(Task.Chmod chmod) {
        List<String> argv = new ArrayList<>(List.of("/bin/chmod", "+x"));
        argv.addAll(chmod.paths());
        return argv;
    }

    private NodeCommand system(PlanNode node, List<String> argv) {
        return new NodeCommand(
                argv,
                null,
                null,
                environment(node, profiles(node)),
                run.path(node, ".out"),
                run.path(node, ".err"),
                List.of(),
                node.runsAt().equals(Site.LOCAL));
    }

    private NodeCommand compute(PlanNode node, PlacedJob job) {
        boolean isLocal = node.runsAt().equals(Site.LOCAL);
        Map<String, String> environment = environment(node, job.profiles());
        List<String> files = new ArrayList<>();
        List<String> argv = new ArrayList<>();
        String directory = null;
        if (job.configuration().isOnNode()) {
            argv.add(run.path(node, ".sh"));
            addCredentials(credentials.of(steps.of(job)), isLocal, environment, files);
        } else {
            directory = run.plan().directories().internal(job.staging());
            environment.put("PEGASUS_SCRATCH_DIR", directory);
            argv.add(executable(job));
            argv.addAll(words("job " + job.job().id(), job.job().arguments()));
        }
        return new NodeCommand(
                argv,
                null,
                directory,
                environment,
                run.path(node, ".out"),
                run.path(node, ".err"),
                files,
                isLocal);
    }

    /** In a shared directory: the installed program, or the one that was brought there. */
    private String executable(PlacedJob job) {
        if (job.executable().isPresent()) {
            return job.executable().get();
        }
        // the job's own program comes first, those that it requires after it
        return job.uses().stream()
                .filter(FileUse::isExecutable)
                .findFirst()
                .map(use -> run.plan().directories().internal(job, job.staging(), use.lfn()))
                .orElseThrow();
    }
}
