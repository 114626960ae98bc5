package transfer.planner;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a job as HTCondor's condor_submit reads it (HTCondor manual, "condor_submit"). */
final class SubmitFile {
    private static final String PROXY = "X509_USER_PROXY";
    private static final String ENCRYPTED = "encrypt_input_files";

    /** What a job is must not be changed from outside. */
    private static final Set<String> OWN =
            Set.of(
                    "executable",
                    "arguments",
                    "input",
                    "output",
                    "error",
                    "log",
                    "environment",
                    "queue");

    private static final Set<String> MERGED =
            Set.of(OwnFiles.INPUTS, OwnFiles.OUTPUTS, OwnFiles.REMAPS);

    private final SubmitPlan run;
    private final NodeCommands commands;
    private final PlanInputs inputs;
    private final CredentialNeeds credentials;
    private final Set<String> refused = new HashSet<>();
    private final String log;
    private String removal;

    SubmitFile(SubmitPlan run, NodeCommands commands) {
        this.run = run;
        this.commands = commands;
        this.inputs = run.plan().inputs();
        this.credentials = new CredentialNeeds(inputs);
        this.log = CondorText.value(run.directory() + "/" + run.label() + ".log");
    }

    void write(PlanNode node, NodeCommand command, Writer out) throws IOException {
        Map<String, String> keys = keys(node, command, commands.profiles(node));
        for (Map.Entry<String, String> key : keys.entrySet()) {
            if (!CondorText.fits(key.getValue())) {
                defect(node, "takes no line end in " + key.getKey());
            }
            out.write(key.getKey());
            out.write(" = ");
            out.write(key.getValue());
            out.write('\n');
        }
        out.write("queue\n");
    }

    private Map<String, String> keys(PlanNode node, NodeCommand command, Profiles profiles) {
        Map<String, String> own = condor(node, profiles);
        OwnFiles files = OwnFiles.of(profiles.all(Namespace.CONDOR));
        CondorWay way = CondorWay.of(node, profiles);
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("universe", universe(way, own));
        keys.put("executable", CondorText.value(command.argv().getFirst()));
        if (command.argv().size() > 1) {
            keys.put(
                    "arguments",
                    CondorText.arguments(command.argv().subList(1, command.argv().size())));
        }
        if (command.input() != null) {
            keys.put("input", CondorText.value(command.input()));
        }
        keys.put("output", CondorText.value(command.output()));
        keys.put("error", CondorText.value(command.error()));
        keys.put("log", log);
        boolean isScript = command.argv().getFirst().equals(run.path(node, ".sh"));
        keys.put("transfer_executable", Boolean.toString(isScript));
        SortedMap<String, String> environment = new TreeMap<>(command.environment());
        switch (way) {
            case HERE -> {
                if (command.directory() != null) {
                    keys.put("initialdir", CondorText.value(command.directory()));
                }
                here(node, files, keys);
            }
            case POOL -> pool(node, command, files, environment, keys);
            case GRID -> grid(node, command, files, environment, keys);
        }
        keys.put("environment", CondorText.environment(environment));
        keys.put("priority", Integer.toString(node.priority()));
        keys.put("notification", "NEVER");
        keys.put("stream_output", "false");
        keys.put("stream_error", "false");
        keys.put("submit_event_user_notes", "pool:" + node.runsAt());
        keys.put("periodic_release", "False");
        keys.put("periodic_remove", removal());
        if (inputs.properties().says("pegasus.condor.concurrency.limits", false)) {
            DagFile.limit(node).ifPresent(limit -> keys.put("concurrency_limits", limit));
        }
        resources(profiles, keys);
        String secrets = keys.get(ENCRYPTED);
        if (secrets != null) {
            own.replaceAll((key, value) ->
                    key.equalsIgnoreCase(ENCRYPTED) ? secrets + "," + value : value);
        }
        keys.forEach((key, value) -> {
            if (!MERGED.contains(key)) {
                refuseReplaced(node, key, value);
            }
        });
        keys.putAll(own);
        return keys;
    }

    /** Users may mean it, in keys and names of their own. */
    private void refuseReplaced(PlanNode node, String key, String value) {
        boolean isOfWords = key.equals("arguments") || key.equals("environment");
        if (CondorText.holdsDollar(value) || (!isOfWords && CondorText.isReplaced(value))) {
            defect(
                    node,
                    "would put something else in place of '$$(', '$$[' or '$(DOLLAR)' in " + key);
        }
    }

    /** Held jobs do not come back by themselves; whoever develops a workflow learns it sooner. */
    private String removal() {
        if (removal == null) {
            String mode = inputs.properties().get("pegasus.mode", "production");
            String seconds = mode.equals("development") ? "30" : "1800";
            removal =
                    "(JobStatus == 5) && ((CurrentTime - EnteredCurrentStatus) > " + seconds + ")";
        }
        return removal;
    }

    /** The user's own keys. */
    private Map<String, String> condor(PlanNode node, Profiles profiles) {
        Map<String, String> own = new TreeMap<>();
        profiles.all(Namespace.CONDOR)
                .forEach((key, value) -> {
                    String name = key.toLowerCase(Locale.ROOT);
                    if (OWN.contains(name)) {
                        if (refused.add(name)) {
                            warn(node, key, "is left out, because the plan itself says that");
                        }
                    } else if (!MERGED.contains(name)) {
                        own.put(key, value.replace('\n', ' ').replace('\r', ' '));
                    }
                });
        return own;
    }

    private void warn(PlanNode node, String key, String message) {
        String text = "the profile condor: " + key + " " + message;
        inputs.defects().warn(new Defect("job", 0, node.name(), text));
    }

    /** On the submit host no files are brought, unless the user has another universe. */
    private void here(PlanNode node, OwnFiles files, Map<String, String> keys) {
        if (files.isEmpty()) {
            return;
        }
        if (keys.get("universe").equals("local") || keys.get("universe").equals("scheduler")) {
            if (refused.add("files")) {
                warn(node, "transfer_*_files", "moves nothing: the job runs on the submit host");
            }
            return;
        }
        putList(node, OwnFiles.INPUTS, List.of(), files.inputs(), keys);
        putList(node, OwnFiles.OUTPUTS, List.of(), files.outputs(), keys);
        putRemaps(Map.of(), files, keys);
    }

    private static String universe(CondorWay way, Map<String, String> own) {
        String wanted = own.remove("universe");
        return switch (way) {
            case HERE -> wanted == null ? "local" : wanted;
            case POOL -> wanted == null ? "vanilla" : wanted;
            case GRID -> "grid";
        };
    }

    private void pool(
            PlanNode node,
            NodeCommand command,
            OwnFiles own,
            SortedMap<String, String> environment,
            Map<String, String> keys) {
        keys.put("should_transfer_files", "YES");
        keys.put("when_to_transfer_output", "ON_EXIT");
        CondorFiles moved =
                node.task() instanceof Task.Compute compute
                        ? CondorFiles.of(compute.job(), run.plan())
                        : CondorFiles.NONE;
        if (node.task() instanceof Task.Compute compute
                && compute.job().configuration() == Configuration.CONDORIO) {
            keys.put(
                    "initialdir",
                    CondorText.value(run.plan().directories().internal(compute.job().staging())));
        }
        List<String> brought = new ArrayList<>(moved.inputs());
        brought.addAll(secrets(command, environment, keys));
        brought.addAll(command.files());
        putList(node, OwnFiles.INPUTS, brought, own.inputs(), keys);
        returned(node, moved, own, keys);
    }

    /**
     * The first proxy has a key of its own; all others are files that are encrypted on their way.
     */
    private List<String> secrets(
            NodeCommand command, SortedMap<String, String> environment, Map<String, String> keys) {
        List<String> secrets = new ArrayList<>(command.secrets());
        Optional<String> variable =
                environment.tailMap(PROXY + "_").keySet().stream()
                        .findFirst()
                        .filter(name -> name.startsWith(PROXY + "_"));
        if (variable.isPresent()) {
            String name = environment.remove(variable.get());
            Optional<String> path =
                    secrets.stream().filter(each -> Urls.baseName(each).equals(name)).findFirst();
            path.ifPresent(proxy -> {
                keys.put("x509userproxy", CondorText.value(proxy));
                if (!environment.containsValue(name)) {
                    secrets.remove(proxy);
                }
            });
        }
        if (!secrets.isEmpty() && inputs.properties().says("pegasus.credential.encrypt", true)) {
            keys.put(ENCRYPTED, CondorText.list(secrets));
        }
        return secrets;
    }

    private void returned(
            PlanNode node, CondorFiles moved, OwnFiles own, Map<String, String> keys) {
        List<String> outputs = new ArrayList<>(moved.outputs());
        Map<String, String> remaps = new LinkedHashMap<>(moved.remaps());
        if (run.metas().isWritten(node)) {
            String meta = run.layout().of(node).name() + ".meta";
            outputs.add(meta);
            remaps.put(meta, run.path(node, ".meta"));
        }
        if (outputs.isEmpty() && own.outputs().isEmpty()) {
            keys.put("+TransferOutput", "\"\"");
        } else {
            putList(node, OwnFiles.OUTPUTS, outputs, own.outputs(), keys);
        }
        for (String name : remaps.keySet()) {
            if (name.indexOf(';') >= 0) {
                defect(
                        node,
                        "cannot bring '" + name + "': it parts names of outputs at semicolons");
            }
        }
        putRemaps(remaps, own, keys);
    }

    private static void putRemaps(
            Map<String, String> planned, OwnFiles own, Map<String, String> keys) {
        String pairs = own.joinRemaps(planned.isEmpty() ? "" : CondorText.remaps(planned));
        if (!pairs.isEmpty()) {
            keys.put(OwnFiles.REMAPS, pairs);
        }
    }

    /** Files lie side by side where they come, under the last parts of their names. */
    private void putList(
            PlanNode node,
            String key,
            List<String> names,
            List<String> own,
            Map<String, String> keys) {
        Map<String, String> flat = new HashMap<>();
        for (String name : names) {
            if (name.indexOf(',') >= 0 || !name.equals(name.strip())) {
                defect(
                        node,
                        "cannot bring '"
                                + name
                                + "': it parts names of files at commas, and drops blanks around them");
            }
            refuseReplaced(node, key, CondorText.value(name));
            checkName(node, name, flat);
        }
        // what a macro stands for is not known here, and an empty last part is a whole directory
        own.stream()
                .filter(name -> name.indexOf('$') < 0 && !name.endsWith("/"))
                .forEach(name -> checkName(node, name, flat));
        List<String> more = own.stream().filter(name -> !names.contains(name)).toList();
        if (!names.isEmpty() || !more.isEmpty()) {
            keys.put(key, OwnFiles.join(CondorText.list(names), more));
        }
    }

    private void checkName(PlanNode node, String name, Map<String, String> flat) {
        String other = flat.putIfAbsent(Urls.baseName(name), name);
        if (other != null && !other.equals(name)) {
            defect(node, "brings '" + other + "' and '" + name + "' under one name");
        }
    }

    private void defect(PlanNode node, String message) {
        inputs.defects().add("job", node.name(), "HTCondor " + message);
    }

    private void grid(
            PlanNode node,
            NodeCommand command,
            OwnFiles own,
            SortedMap<String, String> environment,
            Map<String, String> keys) {
        Optional<Site> site = inputs.sites().site(node.runsAt());
        Profiles profiles = site.map(Site::profiles).orElse(Profiles.NONE);
        Optional<Site.Grid> grid = site.flatMap(known -> gridOf(known, node));
        if (grid.isEmpty()) {
            inputs.defects()
                    .add(
                            inputs.siteFile(),
                            "sites",
                            "nothing tells how jobs get to the site '"
                                    + node.runsAt()
                                    + "': it has neither grids nor the pegasus profile style: condor");
            return;
        }
        String style = CondorWay.style(node, profiles);
        keys.put("grid_resource", resource(style, grid.get()));
        if (style.equals("glite") || style.equals("ssh")) {
            Profiles wanted = commands.profiles(node);
            wanted.pegasus("queue").ifPresent(queue -> keys.put("batch_queue", queue));
            wanted.pegasus("project").ifPresent(project -> keys.put("batch_project", project));
            wanted.pegasus("runtime").ifPresent(seconds -> keys.put("batch_runtime", seconds));
        }
        Optional<String> directory = directory(node, command);
        if (directory.isPresent()) {
            keys.put("remote_initialdir", CondorText.value(directory.get()));
            environment.put("PEGASUS_SCRATCH_DIR", directory.get());
        }
        List<String> brought = new ArrayList<>(secrets(command, environment, keys));
        credentials
                .proxy(node.runsAt())
                .ifPresent(path -> keys.putIfAbsent("x509userproxy", CondorText.value(path)));
        brought.addAll(command.files());
        if (run.metas().isWritten(node) || !own.outputs().isEmpty() || !own.remaps().isEmpty()) {
            returned(node, CondorFiles.NONE, own, keys);
        }
        if (!brought.isEmpty() || !own.isEmpty()) {
            keys.put("should_transfer_files", "YES");
            keys.put("when_to_transfer_output", "ON_EXIT");
            putList(node, OwnFiles.INPUTS, brought, own.inputs(), keys);
        }
    }

    private Optional<String> directory(PlanNode node, NodeCommand command) {
        return switch (node.task()) {
            case Task.Compute compute -> Optional.ofNullable(command.directory());
            case Task.Transfer transfer ->
                    inputs.sites()
                            .site(node.runsAt())
                            .filter(site -> site.scratch().isPresent())
                            .map(run.plan().directories()::internal);
            // its own directory is not there yet
            case Task.MakeDirectory make -> Optional.of("/tmp");
            case Task.Remove remove -> Optional.empty();
            case Task.Register register -> Optional.empty();
            case Task.Chmod chmod -> Optional.empty();
            case Task.Unpack unpack -> Optional.empty();
            case Task.Join join -> Optional.empty();
        };
    }

    /** The entry for the kind of job, or the next best one. */
    private static Optional<Site.Grid> gridOf(Site site, PlanNode node) {
        List<String> kinds =
                switch (node.task()) {
                    case Task.Compute compute -> List.of("compute");
                    case Task.Transfer transfer -> List.of("transfer", "auxillary", "compute");
                    case Task.Remove remove -> List.of("cleanup", "auxillary", "compute");
                    case Task.Register register -> List.of("register", "auxillary", "compute");
                    case Task.MakeDirectory make -> List.of("auxillary", "compute");
                    case Task.Chmod chmod -> List.of("auxillary", "compute");
                    case Task.Unpack unpack -> List.of("auxillary", "compute");
                    case Task.Join join -> List.of("auxillary", "compute");
                };
        for (String kind : kinds) {
            for (Site.Grid grid : site.grids()) {
                if (grid.job().equals(kind)) {
                    return Optional.of(grid);
                }
            }
        }
        return Optional.empty();
    }

    private static String resource(String style, Site.Grid grid) {
        return switch (style) {
            case "glite" -> "batch " + grid.scheduler().toLowerCase(Locale.ROOT);
            case "ssh" ->
                    "batch " + grid.scheduler().toLowerCase(Locale.ROOT) + " " + grid.contact();
            case "condorc" -> "condor " + grid.contact();
            case "cream" -> "cream " + grid.contact();
            default -> grid.type() + " " + grid.contact();
        };
    }

    private static void resources(Profiles profiles, Map<String, String> keys) {
        profiles.pegasus("cores").ifPresent(cores -> keys.put("request_cpus", cores));
        profiles.pegasus("gpus").ifPresent(gpus -> keys.put("request_gpus", gpus));
        profiles.pegasus("memory")
                .ifPresent(megabytes -> {
                    keys.put("request_memory", megabytes);
                    keys.put("+pegasus_memory_mb", megabytes);
                });
        profiles.pegasus("diskspace")
                .ifPresent(megabytes -> keys.put("request_disk", megabytes + "MB"));
    }
}
