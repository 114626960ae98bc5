package transfer.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a workflow, YAML schema {@code wf-5.0}. For one thread and one file. */
final class WorkflowFile {
    private static final Set<String> JOB_FIELDS =
            Set.of(
                    "type",
                    "name",
                    "namespace",
                    "version",
                    "id",
                    "nodeLabel",
                    "arguments",
                    "stdin",
                    "stdout",
                    "stderr",
                    "uses",
                    "profiles",
                    "metadata",
                    "hooks");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?[A-Za-z_]");
    private static final Set<String> SUB_WORKFLOWS = Set.of("pegasusWorkflow", "condorWorkflow");
    private static final Set<String> USE_FIELDS =
            Set.of(
                    "lfn",
                    "type",
                    "stageOut",
                    "registerReplica",
                    "optional",
                    "size",
                    "bypass",
                    "forPlanning",
                    "metadata");

    private final String file;
    private final Defects defects;
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final List<Section> edges = new ArrayList<>();
    private final Map<String, Yaml> catalogs = new HashMap<>();
    private Profiles defaults = Profiles.NONE;
    private String name;

    WorkflowFile(String file, Defects defects) {
        this.file = file;
        this.defects = defects;
    }

    /**
     * Reads it all; what is wrong is among the defects.
     *
     * @throws IOException when the file cannot be read
     */
    Workflow read(YamlFile yaml) throws IOException {
        boolean[] version = new boolean[1];
        yaml.read((key, line) -> {
            switch (key) {
                case "pegasus" -> {
                    version[0] = true;
                    YamlVersion.check(file, yaml.value(), defects);
                }
                case "name" -> name = text(key, yaml.value());
                case "jobs" -> yaml.items(key, this::job);
                case "jobDependencies" -> yaml.items(key, this::dependency);
                case "replicaCatalog", "siteCatalog", "transformationCatalog" ->
                        catalogs.put(key, yaml.value());
                case "profiles" -> defaults = defaults(line, yaml.value());
                case "metadata" -> metadata(line, yaml.value());
                case "hooks", "version" -> yaml.value();
                default -> {
                    yaml.value();
                    if (!key.startsWith("x-")) {
                        defects.add(new Defect(file, line, key, "unknown field of a workflow"));
                    }
                }
            }
        });
        if (!version[0]) {
            defects.add(
                    new Defect(
                            file,
                            1,
                            "pegasus",
                            "is missing; the first line should be: pegasus: \"5.0\""));
        }
        if (name == null) {
            defects.add(new Defect(file, 1, "name", "is missing"));
            name = "";
        }
        if (jobs.isEmpty()) {
            defects.add(new Defect(file, 1, "jobs", "the workflow has no job"));
        }
        // where the edges stand before the jobs that they name
        edges.forEach(this::connect);
        edges.clear();
        return new Workflow(file, name, jobs);
    }

    /** A catalog that stands in the workflow: the value of its field. */
    Optional<Yaml> catalog(String field) {
        return Optional.ofNullable(catalogs.get(field));
    }

    /** Profiles for all jobs, of the top of the workflow. */
    Profiles defaults() {
        return defaults;
    }

    /** Only looked over: it says nothing about data. */
    private void metadata(int line, Yaml value) {
        new Section(file, new Yaml.Fields(Map.of("metadata", value), line), "", defects)
                .pairs("metadata");
    }

    private Profiles defaults(int line, Yaml value) {
        return Profiles.read(
                new Section(file, new Yaml.Fields(Map.of("profiles", value), line), "", defects));
    }

    private String text(String key, Yaml value) {
        if (value instanceof Yaml.Text text && !text.isNothing() && !text.value().isEmpty()) {
            return text.value();
        }
        defects.add(new Defect(file, value.line(), key, "must be a text, not " + value.kind()));
        return "";
    }

    private void job(Section section) {
        String type = section.required("type");
        if (!type.isEmpty() && !type.equals("job")) {
            section.defect("type", "only jobs of type 'job' can be planned, not '" + type + "'");
        }
        String id = section.required("id");
        if (SUB_WORKFLOWS.contains(type)) {
            // has other fields; edges may name it
            Job.Description unplanned = new Job.Description(id, "", type, "", section.line());
            jobs.putIfAbsent(id, new Job(unplanned, List.of(), Profiles.NONE, Job.Streams.NONE));
            return;
        }
        section.only(JOB_FIELDS);
        if (!id.isEmpty() && !isIdentifier(id)) {
            section.defect("id", "must consist of letters, digits, - and _, not '" + id + "'");
        }
        section.text("nodeLabel");
        section.pairs("metadata");
        String jobName = once(section.required("name"));
        String transformation =
                once(
                        Job.transformation(
                                section.text("namespace").orElse(""),
                                jobName,
                                section.text("version").orElse("")));
        List<FileUse> uses = uses(section);
        Job job =
                new Job(
                        new Job.Description(
                                id,
                                transformation,
                                jobName,
                                String.join(" ", section.texts("arguments")),
                                section.line()),
                        uses,
                        Profiles.read(section),
                        streams(section, uses));
        Job earlier = jobs.putIfAbsent(id, job);
        if (earlier != null && !id.isEmpty()) {
            section.defect("id", "the job '" + id + "' stands already in line " + earlier.line());
        }
    }

    private static boolean isIdentifier(String id) {
        return id.chars()
                .allMatch(c -> c == '-' || c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
    }

    private Job.Streams streams(Section section, List<FileUse> uses) {
        String in = stream(section, "stdin", uses);
        String out = stream(section, "stdout", uses);
        String err = stream(section, "stderr", uses);
        return in == null && out == null && err == null
                ? Job.Streams.NONE
                : new Job.Streams(in, out, err);
    }

    private String stream(Section section, String key, List<FileUse> uses) {
        Optional<String> lfn = section.text(key);
        if (lfn.isPresent() && uses.stream().noneMatch(use -> use.lfn().equals(lfn.get()))) {
            section.defect(key, "'" + lfn.get() + "' is not among the files that the job uses");
        }
        return lfn.map(this::once).orElse(null);
    }

    private List<FileUse> uses(Section job) {
        List<FileUse> uses = new ArrayList<>();
        Map<String, FileUse.Kind> seen = new HashMap<>();
        for (Section section : job.sections("uses")) {
            section.only(USE_FIELDS);
            String lfn = once(section.required("lfn"));
            if (!lfn.isEmpty() && !Lfn.isPlain(lfn)) {
                section.defect("lfn", Lfn.RULE + ", not '" + lfn + "'");
            }
            String type = section.required("type");
            FileUse.Kind kind =
                    switch (type) {
                        case "input", "" -> FileUse.Kind.INPUT;
                        case "output" -> FileUse.Kind.OUTPUT;
                        case "inout" -> FileUse.Kind.INOUT;
                        case "checkpoint" -> FileUse.Kind.CHECKPOINT;
                        case "none" -> null;
                        default -> {
                            section.defect(
                                    "type",
                                    "must be input, output, inout, checkpoint or none, not '"
                                            + type
                                            + "'");
                            yield FileUse.Kind.INPUT;
                        }
                    };
            refuseUnwritable(lfn, section);
            FileUse.Kind earlier =
                    kind == null || lfn.isEmpty() ? null : seen.putIfAbsent(lfn, kind);
            if (earlier != null && earlier != kind) {
                section.defect(
                        "lfn",
                        "the job uses '"
                                + lfn
                                + "' as "
                                + earlier.word()
                                + " already; a file that is read and written has the type inout");
            }
            if (kind != null && earlier == null) {
                boolean isNoted = section.flag("registerReplica", true);
                Map<String, String> metadata = section.pairs("metadata");
                if (isNoted && kind != FileUse.Kind.INPUT) {
                    warnOfUnnoted(lfn, metadata, section);
                }
                uses.add(
                        new FileUse(
                                lfn,
                                kind,
                                section.flag("stageOut", true),
                                isNoted,
                                section.flag("optional", false) || kind == FileUse.Kind.CHECKPOINT,
                                section.bytes("size"),
                                section.flag("bypass", false),
                                metadata,
                                Optional.empty()));
            }
        }
        return uses;
    }

    /** Better told now than found missing in the catalog of outputs. */
    private void warnOfUnnoted(String lfn, Map<String, String> metadata, Section section) {
        for (String key : metadata.keySet()) {
            if (!ListFile.isNotable(key)) {
                defects.warn(
                        new Defect(
                                file,
                                section.line(),
                                "metadata",
                                "'"
                                        + key
                                        + "' of '"
                                        + lfn
                                        + "' will not be in the catalog of outputs: a key there is"
                                        + " not empty, has no = and is none of pool, regex, site"));
            }
        }
    }

    /** Lists are UTF-8, and whoever reads them puts values of variables into paths. */
    private static void refuseUnwritable(String lfn, Section section) {
        if (lfn.indexOf('$') >= 0 && VARIABLE.matcher(lfn).find()) {
            section.defect(
                    "lfn",
                    "must not hold the name of a variable, which would be replaced when the file is moved: '"
                            + lfn
                            + "'");
        }
        if (lfn.chars().anyMatch(c -> Character.isSurrogate((char) c))
                && !StandardCharsets.UTF_8.newEncoder().canEncode(lfn)) {
            section.defect("lfn", "is no text: it holds half of a character (a surrogate)");
        }
    }

    private void dependency(Section section) {
        section.only(Set.of("id", "children"));
        if (jobs.isEmpty()) {
            edges.add(section);
        } else {
            connect(section);
        }
    }

    private void connect(Section edge) {
        Job parent = known(edge, "id", edge.required("id"));
        for (String id : edge.texts("children")) {
            Job child = known(edge, "children", id);
            if (parent != null && child == parent) {
                edge.defect("children", "the job '" + id + "' waits for itself");
            } else if (parent != null && child != null) {
                parent.precede(child);
            }
        }
    }

    private Job known(Section edge, String key, String id) {
        Job job = jobs.get(id);
        if (job == null && !id.isEmpty()) {
            edge.defect(key, "there is no job '" + id + "'");
        }
        return job;
    }

    /**
     * The same text is kept once: names of files stand with the job that makes them and with all
     * that read them.
     */
    private String once(String text) {
        return texts.computeIfAbsent(text, same -> same);
    }
}
