package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One recorded run of the planner that this one replaces, and ours of the same inputs. */
final class PlannerCase {
    private static final String RECORDED = "/wf/";
    private static final String HOME = "/home/wfuser/";
    private static final Pattern CREDENTIAL =
            Pattern.compile(
                    "PEGASUS_CREDENTIALS|(X509_USER_PROXY|SSH_PRIVATE_KEY|BOTO_CONFIG|GOOGLE_PKCS12|IRODS_ENVIRONMENT_FILE)_.*");
    private static final Pattern DOUBLE_SLASH = Pattern.compile("(?<![:/])/{2,}");

    private final Path directory;
    private final Path root;
    private final Path work;
    private final Planner planner;
    private final Plan plan;

    private PlannerCase(Path directory, Path root, Path work, Planner planner, Plan plan) {
        this.directory = directory;
        this.root = root;
        this.work = work;
        this.planner = planner;
        this.plan = plan;
    }

    /**
     * Plans the case below a temporary directory, in which all its inputs are as they were when it
     * was recorded.
     */
    static PlannerCase plan(Path directory, Path temporary) throws IOException, PlanningException {
        String name = directory.getFileName().toString();
        Path root = temporary.resolve(name);
        Path work = Files.createDirectories(root.resolve("wf").resolve(name));
        Files.createDirectories(root.resolve("wf/inputdir/sub"));
        Files.writeString(root.resolve("wf/inputdir/in.dat"), "in");
        Files.writeString(root.resolve("wf/inputdir/sub/deep.dat"), "deep");
        try (Stream<Path> inputs = Files.list(directory)) {
            for (Path input : inputs.filter(Files::isRegularFile).toList()) {
                Files.writeString(
                        work.resolve(input.getFileName()), here(Files.readString(input), root));
            }
        }
        Options options =
                new Options(here(Files.readString(directory.resolve("plan-args.txt")), root));
        Path home = Files.createDirectories(root.resolve(HOME.substring(1)));
        makeCredentials(home);
        Surroundings surroundings = new Surroundings(work, home, "wfuser", Map.of());
        String label = label(directory);
        String relative =
                options.one("--relative-dir").orElse("wfuser/pegasus/" + label + "/run0001");
        String submit =
                work.resolve("submit")
                        .resolve(options.one("--relative-submit-dir").orElse(relative))
                        .toString();
        Planner planner = new Planner(options.request(), surroundings);
        return new PlannerCase(directory, root, work, planner, planner.plan(relative, submit));
    }

    private static String here(String text, Path root) {
        return text.replace(RECORDED, root + RECORDED).replace(HOME, root + HOME);
    }

    /** Files with secrets, as private as they must be. */
    private static void makeCredentials(Path home) throws IOException {
        Path directory = Files.createDirectories(home.resolve(".creds"));
        List<Path> files = new ArrayList<>();
        for (String name :
                List.of(
                        "x509.pem",
                        "x509-grid1.pem",
                        "id_wf",
                        "id_ssh1",
                        "boto.cfg",
                        "key.p12",
                        "irods.json",
                        "s3cfg")) {
            files.add(directory.resolve(name));
        }
        files.add(Files.createDirectories(home.resolve(".pegasus")).resolve("credentials.conf"));
        for (Path file : files) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static String label(Path directory) throws IOException {
        return Files.readAllLines(directory.resolve("workflow.yml")).stream()
                .filter(line -> line.startsWith("name: "))
                .findFirst()
                .orElseThrow()
                .substring("name: ".length())
                .strip();
    }

    /** The options of the recorded command. */
    private static final class Options {
        private final Map<String, String> values = new HashMap<>();

        Options(String text) {
            List<String> words =
                    Arrays.stream(text.strip().split("\\s+"))
                            .filter(word -> !word.isEmpty())
                            .toList();
            for (int i = 0; i < words.size(); i++) {
                String word = words.get(i);
                if (word.equals("--force")) {
                    values.put(word, "");
                } else {
                    values.put(word, words.get(++i));
                }
            }
        }

        Optional<String> one(String option) {
            return Optional.ofNullable(values.get(option));
        }

        List<String> list(String option) {
            return one(option).map(Words::list).orElse(List.of());
        }

        List<Path> paths(String option) {
            return list(option).stream().map(Path::of).toList();
        }

        PlanRequest request() {
            Map<String, String> staging = new HashMap<>();
            for (String pair : list("--staging-site")) {
                int equals = pair.indexOf('=');
                staging.put(
                        equals < 0 ? "*" : pair.substring(0, equals), pair.substring(equals + 1));
            }
            return new PlanRequest(
                    Path.of("workflow.yml"),
                    Optional.of(Path.of("pegasus.properties")),
                    Map.of(
                            "transfer.plan.as.reference", "true",
                            "transfer.plan.worker.package.name",
                                    "pegasus-worker-6.0.0-dev.0-x86_64_deb_12.tar.gz"),
                    new PlanRequest.Sites(
                            list("--sites"), staging, list("--output-sites"), one("--output-dir")),
                    new PlanRequest.Sources(
                            paths("--input-dir"),
                            paths("--cache"),
                            paths("--inherited-rc-files"),
                            paths("--reuse")),
                    new PlanRequest.Names(
                            Path.of("submit"),
                            one("--relative-dir"),
                            one("--relative-submit-dir"),
                            one("--randomdir"),
                            one("-j").orElse(""),
                            Optional.empty()),
                    PlanRequest.Cleanup.valueOf(
                            one("--cleanup").orElse("inplace").toUpperCase(java.util.Locale.ROOT)),
                    values.containsKey("--force"));
        }
    }

    PlanFacts ours() throws IOException {
        PlanFacts facts = new PlanFacts(plan.nodes().stream().map(PlanNode::name).toList());
        for (PlanNode node : plan.nodes()) {
            facts.job(node.name(), node.runsAt() + " " + node.priority());
            for (PlanNode parent : node.parents()) {
                facts.edge(parent.name(), node.name());
            }
            if (ListFile.isNeeded(node)) {
                StringWriter text = new StringWriter();
                ListFile.write(node, text);
                facts.entries(
                        node.name(), entries(text.toString().replace(root + RECORDED, RECORDED)));
            }
        }
        for (DataPlaces.Line line : plan.cache()) {
            facts.cache(
                    (line.lfn() + " " + line.url() + " site=\"" + line.site() + "\"")
                            .replace(root + RECORDED, RECORDED));
        }
        return facts;
    }

    PlanFacts expected() throws IOException {
        Path recorded = directory.resolve("expected");
        Map<?, ?> digest =
                (Map<?, ?>)
                        load(
                                Files.readString(
                                        recorded.resolve("jobs.yml"), StandardCharsets.UTF_8));
        List<Map<?, ?>> jobs = new ArrayList<>();
        ((List<?>) digest.get("jobs")).forEach(job -> jobs.add((Map<?, ?>) job));
        PlanFacts facts =
                new PlanFacts(jobs.stream().map(job -> (String) job.get("name")).toList());
        for (Map<?, ?> job : jobs) {
            String name = (String) job.get("name");
            facts.job(name, job.get("site") + " " + job.get("priority"));
            if (job.get("in") != null) {
                facts.entries(
                        name,
                        entries(
                                Files.readString(
                                        recorded.resolve((String) job.get("in")),
                                        StandardCharsets.UTF_8)));
            }
        }
        for (Object edge : (List<?>) digest.get("edges")) {
            facts.edge((String) ((List<?>) edge).get(0), (String) ((List<?>) edge).get(1));
        }
        try (Stream<Path> files = Files.list(recorded)) {
            for (Path cache : files.filter(file -> file.toString().endsWith(".cache")).toList()) {
                Files.readAllLines(cache).forEach(facts::cache);
            }
        }
        return facts;
    }

    /**
     * Variables with the paths of secrets: whole paths for jobs of the submit host, names for jobs
     * elsewhere.
     */
    Map<String, Map<String, String>> ourCredentials() {
        CredentialNeeds needs = new CredentialNeeds(plan.inputs());
        NodeSteps steps = new NodeSteps(plan.inputs(), plan.directories(), plan.places());
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (PlanNode node : plan.nodes()) {
            Map<String, String> found =
                    node.task() instanceof Task.Compute compute
                            ? needs.of(steps.of(compute.job()))
                            : needs.of(node);
            put(all, node.name(), node.runsAt().equals(Site.LOCAL) && !node.isCompute(), found);
        }
        assertTrue(
                plan.inputs().defects().isEmpty(), () -> plan.inputs().defects().list().toString());
        return all;
    }

    private void put(
            Map<String, Map<String, String>> all,
            String job,
            boolean isLocal,
            Map<String, String> found) {
        Map<String, String> compared = new TreeMap<>();
        found.forEach((variable, path) -> {
            // elsewhere the first proxy travels without a variable
            if (isLocal || !variable.startsWith("X509")) {
                compared.put(
                        variable, isLocal ? path.replace(root + HOME, HOME) : Urls.baseName(path));
            }
        });
        if (!compared.isEmpty()) {
            all.put(
                    job.replaceFirst("clean_up_(\\d+|.*_constraint_\\d+)$", "clean_up_#"),
                    compared);
        }
    }

    Map<String, Map<String, String>> expectedCredentials() throws IOException {
        Map<?, ?> digest =
                (Map<?, ?>)
                        load(
                                Files.readString(
                                        directory.resolve("expected/jobs.yml"),
                                        StandardCharsets.UTF_8));
        Map<String, Map<String, String>> all = new TreeMap<>();
        for (Object each : (List<?>) digest.get("jobs")) {
            Map<?, ?> job = (Map<?, ?>) each;
            Map<?, ?> environment = (Map<?, ?>) ((Map<?, ?>) job.get("sub")).get("environment");
            Map<String, String> found = new TreeMap<>();
            if (environment != null) {
                environment.forEach((variable, path) -> {
                    if (CREDENTIAL.matcher(variable.toString()).matches()) {
                        found.put(variable.toString(), path.toString());
                    }
                });
            }
            put(
                    all,
                    (String) job.get("name"),
                    job.get("site").equals(Site.LOCAL) && !"compute".equals(job.get("type")),
                    found);
        }
        return all;
    }

    /** What jobs do on their own nodes, by the name of the job. */
    Map<String, List<String>> ourSteps() throws IOException {
        NodeSteps steps = new NodeSteps(plan.inputs(), plan.directories(), plan.places());
        Map<String, List<String>> all = new TreeMap<>();
        for (PlanNode node : plan.nodes()) {
            if (!(node.task() instanceof Task.Compute compute)) {
                continue;
            }
            List<String> lines = new ArrayList<>();
            for (NodeStep step : steps.of(compute.job())) {
                switch (step) {
                    case NodeStep.Transfers transfers -> {
                        StringWriter text = new StringWriter();
                        ListFile.writeNodeTransfers(transfers, text);
                        lines.add(
                                "pegasus-transfer "
                                        + transfers.arguments()
                                        + " "
                                        + entries(
                                                        text.toString()
                                                                .replace(root + RECORDED, RECORDED))
                                                .stream()
                                                .sorted()
                                                .toList());
                    }
                    case NodeStep.Verify verify ->
                            lines.add("verify " + verify.lfns().stream().sorted().toList());
                    case NodeStep.MakeExecutable programs ->
                            lines.add("chmod " + programs.files().stream().sorted().toList());
                }
            }
            if (!lines.isEmpty()) {
                all.put(node.name(), lines);
            }
        }
        return all;
    }

    Map<String, List<String>> expectedSteps() throws IOException {
        Path recorded = directory.resolve("expected/lite");
        Map<String, List<String>> all = new TreeMap<>();
        if (!Files.exists(recorded)) {
            return all;
        }
        try (Stream<Path> files = Files.list(recorded)) {
            for (Path file : files.toList()) {
                List<String> lines = new ArrayList<>();
                for (Object each : (List<?>) load(Files.readString(file, StandardCharsets.UTF_8))) {
                    Map<?, ?> step = (Map<?, ?>) each;
                    lines.add(
                            switch ((String) step.get("tool")) {
                                case "pegasus-transfer" ->
                                        step.get("invocation")
                                                + " "
                                                + entriesOf((List<?>) step.get("transfers"))
                                                        .stream()
                                                        .sorted()
                                                        .toList();
                                case "chmod" ->
                                        "chmod "
                                                + ((List<?>) step.get("files"))
                                                        .stream()
                                                                .map(Object::toString)
                                                                .sorted()
                                                                .toList();
                                default ->
                                        "verify "
                                                + ((List<?>) step.get("verify"))
                                                        .stream()
                                                                .map(Object::toString)
                                                                .sorted()
                                                                .toList();
                            });
                }
                all.put(file.getFileName().toString().replace(".json", ""), lines);
            }
        }
        return all;
    }

    SubmitDirectory write(Tools tools) throws IOException, PlanningException {
        return planner.write(Engine.DAGMAN, tools);
    }

    /** A text of ours as the recorded run would have it. */
    String recorded(String text) {
        return text.replace(root + RECORDED, RECORDED).replace(root + HOME, HOME);
    }

    static Object load(String text) {
        return new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build())
                .loadFromString(text);
    }

    /** Each entry as text that does not depend on order, spaces or numbering. */
    private static List<String> entries(String text) {
        if (!text.startsWith("[")) {
            return text.strip()
                    .lines()
                    .map(line -> Arrays.stream(line.split(" ")).sorted().toList().toString())
                    .toList();
        }
        return entriesOf((List<?>) load(text));
    }

    private static List<String> entriesOf(List<?> list) {
        List<String> entries = new ArrayList<>();
        for (Object entry : list) {
            Map<String, Object> sorted = new TreeMap<>();
            ((Map<?, ?>) entry).forEach((key, value) -> sorted.put((String) key, value));
            sorted.remove("id");
            sorted.remove("type");
            entries.add(DOUBLE_SLASH.matcher(ordered(sorted).toString()).replaceAll("/"));
        }
        return entries;
    }

    private static Object ordered(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, each) -> sorted.put(key.toString(), ordered(each)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(PlannerCase::ordered).toList()
                : value;
    }

    Plan plan() {
        return plan;
    }

    Path work() {
        return work;
    }
}
