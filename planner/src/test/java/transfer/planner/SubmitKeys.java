package transfer.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The keys of the submit files of a recorded run and of ours, brought into one form.
 *
 * <p>What differs on purpose, because the recorded runs start everything through {@code kickstart}
 * and ours do not, is left out here and nowhere else:
 *
 * <ul>
 *   <li>the program in front of the program, its options, its lists of files ({@code .lof}), the
 *       library of shell functions, theirs and ours, and the variables with which it is told of
 *       those;
 *   <li>{@code .meta} files of jobs in shared directories, where nothing wraps the program that
 *       could write one; the registration of their outputs gets that of the stage-out job;
 *   <li>a {@code .meta} file that comes back from a node, where theirs is in the standard output;
 *   <li>the folder of the tools, for jobs of the submit host: theirs are sometimes looked for in
 *       the path, ours never;
 *   <li>an amount of memory for compute jobs that nobody asked for;
 *   <li>{@code PEGASUS_BIN_DIR} and the names of jobs and runs, which only tools of theirs read.
 * </ul>
 */
final class SubmitKeys {
    private static final List<String> COMPARED =
            List.of(
                    "universe",
                    "input",
                    "transfer_executable",
                    "priority",
                    "x509userproxy",
                    "grid_resource",
                    "remote_initialdir",
                    "initialdir",
                    "concurrency_limits",
                    "pegasus_memory_mb");
    private static final Set<String> UNREAD =
            Set.of(
                    "PEGASUS_BIN_DIR",
                    "_PEGASUS_CONNECT_STDIN",
                    "_PEGASUS_TRANSFER_INPUT_FILES",
                    "PEGASUS_DAG_JOB_ID",
                    "PEGASUS_SITE",
                    "PEGASUS_WF_LABEL",
                    "PEGASUS_WF_UUID",
                    "TRANSFER_META_FILE",
                    "TRANSFER_META_LIST",
                    // left out of the recording
                    "APP_HOME");
    private static final Pattern WRAPPED = Pattern.compile(".* -T <timestamp> (.*)\"");

    private final String submit;
    private final boolean isSpread;

    /**
     * @param submit the recorded submit directory
     * @param isSpread whether the order of jobs, which is ours, decides over directories
     */
    private SubmitKeys(String submit, boolean isSpread) {
        this.submit = submit;
        this.isSpread = isSpread;
    }

    static Map<String, Map<String, Object>> expected(Path directory, String submit)
            throws IOException {
        List<?> jobs =
                (List<?>)
                        ((Map<?, ?>)
                                        PlannerCase.load(
                                                Files.readString(
                                                        directory.resolve("expected/jobs.yml"),
                                                        StandardCharsets.UTF_8)))
                                .get("jobs");
        SubmitKeys keys = new SubmitKeys(submit, jobs.size() > 40);
        Map<String, Map<String, Object>> all = new TreeMap<>();
        for (Object each : jobs) {
            Map<?, ?> job = (Map<?, ?>) each;
            Map<String, String> read = new TreeMap<>();
            ((Map<?, ?>) job.get("sub"))
                    .forEach((key, value) -> {
                        if (!key.equals("environment")) {
                            read.put(
                                    key.toString(),
                                    value.toString().replace("$(wf_submit_dir)", submit));
                        }
                    });
            Map<String, String> environment = new TreeMap<>();
            Map<?, ?> variables = (Map<?, ?>) ((Map<?, ?>) job.get("sub")).get("environment");
            if (variables != null) {
                variables.forEach(
                        (name, value) -> environment.put(name.toString(), value.toString()));
            }
            if (job.get("noop") == null) {
                all.put(nameOf(job.get("name").toString()), keys.common(read, environment));
            }
        }
        return all;
    }

    static Map<String, Map<String, Object>> ours(
            PlannerCase planned, SubmitDirectory run, String submit) throws IOException {
        SubmitKeys keys = new SubmitKeys(submit, run.jobs() > 40);
        Map<String, Map<String, Object>> all = new TreeMap<>();
        Pattern job = Pattern.compile("JOB (\\S+) (\\S+)");
        for (String line : Files.readAllLines(run.directory().resolve(run.entry()))) {
            Matcher words = job.matcher(line);
            if (!words.matches()) {
                continue;
            }
            Map<String, String> read = new TreeMap<>();
            for (String each : Files.readAllLines(run.directory().resolve(words.group(2)))) {
                int equals = each.indexOf(" = ");
                if (equals > 0) {
                    read.put(
                            each.substring(0, equals),
                            planned.recorded(each.substring(equals + 3)));
                }
            }
            Map<String, String> environment = new TreeMap<>();
            for (String pair : read.remove("environment").replace("\"", "").split(" ")) {
                environment.put(
                        pair.substring(0, pair.indexOf('=')),
                        pair.substring(pair.indexOf('=') + 1));
            }
            if (read.containsKey("+pegasus_memory_mb")) {
                read.put("pegasus_memory_mb", read.get("+pegasus_memory_mb"));
            }
            all.put(nameOf(words.group(1)), keys.common(read, environment));
        }
        return all;
    }

    private static String nameOf(String job) {
        return job.replaceFirst("clean_up_(\\d+|.*_constraint_\\d+)$", "clean_up_#");
    }

    private Map<String, Object> common(Map<String, String> read, Map<String, String> environment) {
        Map<String, Object> keys = new TreeMap<>();
        for (String key : COMPARED) {
            boolean isUsual = key.equals("pegasus_memory_mb") && "2048".equals(read.get(key));
            if (read.containsKey(key) && !isUsual) {
                keys.put(key, path(read.get(key)));
            }
        }
        putFiles("transfer_input_files", read, keys);
        putFiles("encrypt_input_files", read, keys);
        putFiles("transfer_output_files", read, keys);
        if (read.containsKey("transfer_output_remaps")) {
            Set<String> pairs =
                    Arrays.stream(read.get("transfer_output_remaps").replace("\"", "").split(";"))
                            .filter(pair -> !pair.contains(".meta="))
                            .collect(Collectors.toCollection(TreeSet::new));
            if (!pairs.isEmpty()) {
                keys.put("transfer_output_remaps", pairs);
            }
        }
        if (keys.containsKey("transfer_input_files") || "vanilla".equals(read.get("universe"))) {
            keys.put("should_transfer_files", read.get("should_transfer_files"));
            keys.put("when_to_transfer_output", read.get("when_to_transfer_output"));
        }
        if ("vanilla".equals(read.get("universe")) && !keys.containsKey("transfer_output_files")) {
            keys.put("+TransferOutput", "");
        }
        Map<String, String> variables = new TreeMap<>(environment);
        variables.keySet().removeAll(UNREAD);
        if ("local".equals(read.get("universe"))) {
            variables.remove("PEGASUS_HOME");
        }
        keys.put("environment", variables);
        keys.put("command", command(read));
        return keys;
    }

    private List<String> command(Map<String, String> read) {
        String arguments = read.getOrDefault("arguments", "\"\"");
        Matcher wrapped = WRAPPED.matcher(arguments);
        String line =
                wrapped.matches()
                        ? wrapped.group(1)
                                .replace("pegasus-rc-client", "transfer register")
                                .replace(" -v ", " ")
                        : read.get("executable")
                                + " "
                                + arguments
                                        .substring(1, arguments.length() - 1)
                                        .replace("-zxvf", "-xzf");
        line =
                line.replace("-zxvf", "-xzf")
                        .replaceAll("--meta \\S+", "")
                        .replaceFirst("^/opt/pegasus/bin/", "");
        return Arrays.stream(line.strip().split("\\s+")).map(this::path).toList();
    }

    private void putFiles(String key, Map<String, String> read, Map<String, Object> keys) {
        if (!read.containsKey(key)) {
            return;
        }
        boolean isGrid = "grid".equals(read.get("universe"));
        Set<String> names = new TreeSet<>();
        for (String name : read.get(key).split(",")) {
            boolean isMeta = name.endsWith(".meta") && !name.endsWith(".in.meta");
            boolean isLeftOut =
                    name.isEmpty()
                            || name.endsWith(".lof")
                            || name.endsWith("/pegasus-lite-common.sh")
                            || name.endsWith("/" + NodeScript.LIBRARY)
                            || (isMeta && (isGrid || key.equals("transfer_output_files")));
            if (!isLeftOut) {
                names.add(path(name));
            }
        }
        if (!names.isEmpty()) {
            keys.put(key, names);
        }
    }

    private String path(String text) {
        String clean =
                text.replaceAll("(?<!:)//+", "/")
                        .replace("/./", "/")
                        .replaceFirst(
                                "/clean_up_(\\d+|[^/]*_constraint_\\d+)\\.in$", "/clean_up_#.in");
        if (isSpread && clean.startsWith(submit)) {
            // which of several jobs of a level has a file is decided by an order that is ours
            clean =
                    clean.replaceAll("/[0-9A-F]{2}/[0-9A-F]{2}/", "/#/")
                            .replaceAll("(stage_in_.*_)\\d+\\.meta", "$1#.meta");
        }
        return clean;
    }
}
