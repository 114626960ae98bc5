package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds what every job of a plan runs. For one thread. */
final class NodeCommands {
    private static final String TRANSFER = "pegasus::transfer";
    private static final int FILES_OF_A_WORD = 200;

    private final SubmitPlan run;
    private final PlanInputs inputs;
    private final CredentialNeeds credentials;
    private final NodeSteps steps;
    private final Map<String, Mover> movers = new HashMap<>();

    /**
     * The program that moves data at a site.
     *
     * @param entry of the catalog; empty where it has none
     * @param profiles of that, of the site and of the properties
     */
    private record Mover(Optional<TransformationCatalog.Entry> entry, Profiles profiles) {}

    NodeCommands(SubmitPlan run) {
        this.run = run;
        this.inputs = run.plan().inputs();
        this.credentials = new CredentialNeeds(inputs);
        this.steps = new NodeSteps(inputs, run.plan().directories(), run.plan().places());
    }

    NodeCommand of(PlanNode node) {
        return switch (node.task()) {
            case Task.Compute compute -> compute(node, compute.job());
            case Task.Transfer transfer -> data(node);
            case Task.MakeDirectory directory -> data(node);
            case Task.Remove remove -> data(node);
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

    /**
     * Whether a job runs a script of its own: one that works on its own node, one whose streams or
     * arguments no engine could pass on as they are, and one that moves data in a pool, where the
     * tools come along.
     */
    boolean isScript(PlanNode node) {
        return switch (node.task()) {
            case Task.Compute compute ->
                    compute.job().configuration().isOnNode()
                            || !compute.job().job().streams().equals(Job.Streams.NONE)
                            || !CondorText.fitsArguments(compute.job().job().arguments())
                            || run.metas().isWritten(node)
                            || isInPool(node);
            case Task.Transfer transfer -> isInPool(node);
            case Task.MakeDirectory directory -> isInPool(node);
            case Task.Remove remove -> isInPool(node);
            case Task.Register register -> false;
            case Task.Chmod chmod -> false;
            case Task.Unpack unpack -> false;
            case Task.Join join -> false;
        };
    }

    private boolean isInPool(PlanNode node) {
        return run.engine() == Engine.DAGMAN
                && CondorWay.of(node, profiles(node)) == CondorWay.POOL;
    }

    /** What travels with a job to where it runs, besides what it works on. */
    private List<String> brought(PlanNode node, Profiles profiles) {
        List<String> files = new ArrayList<>();
        if (run.engine() != Engine.DAGMAN || !isScript(node)) {
            return files; // elsewhere the script takes what it needs from where it is
        }
        files.add(run.directory() + "/" + NodeScript.LIBRARY);
        if (profiles.get(Namespace.ENV, "PEGASUS_HOME").isEmpty()) {
            run.worker().ifPresent(files::add);
        }
        run.metas().read(node).forEach(parent -> files.add(run.path(parent, ".meta")));
        if (node.task() instanceof Task.Compute compute
                && !run.metas().catalogued(compute.job()).isEmpty()) {
            files.add(run.path(node, ".in.meta"));
        }
        return files;
    }

    /** The files of other jobs with digests of what a job on the submit host moves. */
    List<String> knownMetas(PlanNode node) {
        if (!node.is(Task.Transfer.Kind.STAGE_OUT)
                || (run.engine() == Engine.DAGMAN && !node.runsAt().equals(Site.LOCAL))) {
            return List.of();
        }
        return run.metas().read(node).stream().map(maker -> run.path(maker, ".meta")).toList();
    }

    /** What a compute job does around its program. */
    List<NodeStep> steps(PlacedJob job) {
        return steps.of(job);
    }

    /** Those of a compute job; for others those of the tool, of its site, the properties. */
    Profiles profiles(PlanNode node) {
        if (node.task() instanceof Task.Compute compute) {
            return compute.job().profiles();
        }
        return mover(node).profiles();
    }

    private Mover mover(PlanNode node) {
        return movers.computeIfAbsent(node.runsAt(), this::mover);
    }

    private Mover mover(String name) {
        Profiles profiles =
                inputs.sites()
                        .site(name)
                        .map(Site::profiles)
                        .orElse(Profiles.NONE)
                        .over(inputs.propertyProfiles());
        Optional<TransformationCatalog.Entry> entry =
                inputs.transformations().find(TRANSFER).stream()
                        .filter(each -> !each.isStageable() && each.site().equals(name))
                        .findFirst();
        return new Mover(
                entry, entry.map(known -> known.profiles().over(profiles)).orElse(profiles));
    }

    /** The arguments of the program that moves data; none where it only makes or removes. */
    List<String> arguments(PlanNode node) {
        if (!(node.task() instanceof Task.Transfer)) {
            return List.of();
        }
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

    private NodeCommand data(PlanNode node) {
        boolean isLocal = node.runsAt().equals(Site.LOCAL);
        Profiles profiles = profiles(node);
        List<String> argv = new ArrayList<>();
        if (isScript(node)) {
            argv.add(run.path(node, ".sh"));
        } else {
            argv.add(program(node, profiles));
            argv.addAll(arguments(node));
        }
        SortedMap<String, String> environment = environment(node, profiles);
        List<String> secrets = new ArrayList<>();
        addCredentials(
                credentials.of(node),
                isLocal || run.engine() != Engine.DAGMAN,
                environment,
                secrets);
        if (run.metas().isWritten(node) && !isScript(node)) {
            environment.put(
                    "TRANSFER_META_FILE",
                    isLocal || run.engine() != Engine.DAGMAN
                            ? run.path(node, ".meta")
                            : run.layout().of(node).name() + ".meta");
        }
        if (!knownMetas(node).isEmpty()) {
            environment.put("TRANSFER_META_LIST", run.path(node, ".metas"));
        }
        return new NodeCommand(
                argv,
                run.path(node, ".in"),
                null,
                environment,
                run.path(node, ".out"),
                run.path(node, ".err"),
                isLocal ? List.of() : brought(node, profiles),
                secrets,
                isLocal);
    }

    /** Where the program is that moves files, as the site of the job sees it. */
    private String program(PlanNode node, Profiles profiles) {
        Optional<TransformationCatalog.Entry> tool = mover(node).entry();
        if (tool.isPresent()) {
            return tool.get().url();
        }
        if (node.runsAt().equals(Site.LOCAL) || run.engine() != Engine.DAGMAN) {
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

    private SortedMap<String, String> environment(PlanNode node, Profiles profiles) {
        SortedMap<String, String> environment = new TreeMap<>(profiles.all(Namespace.ENV));
        environment.put("PEGASUS_DAG_JOB_ID", run.layout().of(node).name());
        environment.put("PEGASUS_SITE", node.runsAt());
        environment.put("PEGASUS_WF_LABEL", run.plan().workflow().name());
        environment.put("PEGASUS_WF_UUID", run.uuid());
        if (node.runsAt().equals(Site.LOCAL)) {
            environment.put("_PEGASUS_WF_SUBMIT_DIR", run.directory().toString());
        }
        return environment;
    }

    /** Where the files travel with the job, the variables have just their names. */
    private static void addCredentials(
            Map<String, String> found,
            boolean isThere,
            Map<String, String> environment,
            List<String> files) {
        found.forEach((variable, path) -> {
            environment.put(variable, isThere ? path : Urls.baseName(path));
            if (!files.contains(path)) {
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
            for (PlanNode maker : makers(parent)) {
                if (run.metas().isWritten(maker)) {
                    known.add(run.path(maker, ".meta"));
                }
            }
        }
        List<String> different = known.stream().distinct().toList();
        // one word of a command has its limit, 128 KiB on Linux
        for (int from = 0; from < different.size(); from += FILES_OF_A_WORD) {
            int to = Math.min(different.size(), from + FILES_OF_A_WORD);
            argv.add("--meta");
            argv.add(String.join(",", different.subList(from, to)));
        }
        argv.add("--insert");
        argv.add(run.path(node, ".in"));
        return plain(node, argv, true);
    }

    /** Itself and the jobs whose files it carries. */
    private static List<PlanNode> makers(PlanNode node) {
        List<PlanNode> makers = new ArrayList<>(List.of(node));
        node.parents().stream().filter(PlanNode::isCompute).forEach(makers::add);
        return makers;
    }

    private static List<String> chmod(Task.Chmod chmod) {
        List<String> argv = new ArrayList<>(List.of("/bin/chmod", "+x"));
        argv.addAll(chmod.paths());
        return argv;
    }

    private NodeCommand system(PlanNode node, List<String> argv) {
        return plain(node, argv, node.runsAt().equals(Site.LOCAL));
    }

    /** A command that neither reads a list nor needs files to be brought. */
    private NodeCommand plain(PlanNode node, List<String> argv, boolean isOnSubmitHost) {
        return new NodeCommand(
                argv,
                null,
                null,
                environment(node, profiles(node)),
                run.path(node, ".out"),
                run.path(node, ".err"),
                List.of(),
                List.of(),
                isOnSubmitHost);
    }

    private NodeCommand compute(PlanNode node, PlacedJob job) {
        boolean isLocal = node.runsAt().equals(Site.LOCAL);
        SortedMap<String, String> environment = environment(node, job.profiles());
        List<String> secrets = new ArrayList<>();
        String directory = null;
        boolean isOnNode = job.configuration().isOnNode();
        if (isOnNode) {
            addCredentials(
                    credentials.of(steps.of(job)),
                    run.engine() != Engine.DAGMAN,
                    environment,
                    secrets);
        } else {
            directory = run.plan().directories().internal(job.staging());
            environment.put("PEGASUS_SCRATCH_DIR", directory);
        }
        return new NodeCommand(
                isScript(node) ? List.of(run.path(node, ".sh")) : argv(job),
                null,
                directory,
                environment,
                run.path(node, ".out"),
                run.path(node, ".err"),
                isLocal && !isOnNode ? List.of() : brought(node, job.profiles()),
                secrets,
                isLocal && !isOnNode);
    }

    /** The job's own program and its arguments. */
    List<String> argv(PlacedJob job) {
        List<String> argv = new ArrayList<>();
        argv.add(executable(job));
        argv.addAll(words("job " + job.job().id(), job.job().arguments()));
        return argv;
    }

    /** The installed program, or the one that is brought to the job. */
    private String executable(PlacedJob job) {
        if (job.executable().isPresent()) {
            return job.executable().get();
        }
        boolean isOnNode = job.configuration().isOnNode();
        // the job's own program comes first, those that it requires after it
        return job.uses().stream()
                .filter(FileUse::isExecutable)
                .findFirst()
                .map(use ->
                        isOnNode
                                ? "./" + use.lfn()
                                : run.plan().directories().internal(job, job.staging(), use.lfn()))
                .orElseThrow();
    }
}
