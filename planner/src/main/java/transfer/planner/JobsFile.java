package transfer.planner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes the jobs of a plan as {@code transfer run} reads them: JSON, one object a line, the first
 * one about all of them, parents before their children. Everything happens on this machine, so what
 * would travel to another is named where it is.
 */
final class JobsFile {
    private static final int VERSION = 1;

    // escapes, because a name may hold what no text in UTF-8 can
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final SubmitPlan run;
    private final List<PlanNode> ordered;
    private final NodeCommands commands;

    /**
     * @param ordered all nodes, parents before children
     */
    JobsFile(SubmitPlan run, List<PlanNode> ordered, NodeCommands commands) {
        this.run = run;
        this.ordered = ordered;
        this.commands = commands;
    }

    /** The writer stays open. */
    void write(Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("label", run.label());
            json.writeNumberField("jobs", ordered.size());
            json.writeObjectFieldStart("limits");
            for (Map.Entry<String, Long> limit :
                    DagFile.limits(run.plan().inputs().properties()).entrySet()) {
                json.writeNumberField(limit.getKey(), limit.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
            for (PlanNode node : ordered) {
                write(node, json);
            }
        }
        out.write('\n');
    }

    private void write(PlanNode node, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", run.layout().of(node).name());
        json.writeStringField("kind", kind(node));
        if (!(node.task() instanceof Task.Join)) {
            writeCommand(node, commands.of(node), json);
        }
        Optional<String> category = DagFile.category(node);
        if (category.isPresent()) {
            json.writeStringField("category", category.get());
        }
        json.writeNumberField("retries", DagFile.retries(node, run.plan().inputs()));
        json.writeNumberField("priority", node.priority());
        if (node.task() instanceof Task.Compute compute) {
            json.writeNumberField("cpus", processors(compute.job()));
        }
        writeTexts(
                "parents",
                node.parents().stream().map(parent -> run.layout().of(parent).name()).toList(),
                json);
        json.writeEndObject();
    }

    private static String kind(PlanNode node) {
        return switch (node.task()) {
            case Task.Compute compute -> "compute";
            case Task.Transfer transfer -> "list";
            case Task.MakeDirectory directory -> "list";
            case Task.Remove remove -> "list";
            case Task.Register register -> "command";
            case Task.Chmod chmod -> "command";
            case Task.Unpack unpack -> "command";
            case Task.Join join -> "nothing";
        };
    }

    private void writeCommand(PlanNode node, NodeCommand command, JsonGenerator json)
            throws IOException {
        writeTexts("argv", command.argv(), json);
        if (command.input() != null) {
            json.writeStringField("input", command.input());
        }
        List<String> brought = new ArrayList<>(command.files());
        writePairs("environment", located(command, brought), json);
        json.writeStringField("stdout", command.output());
        json.writeStringField("stderr", command.error());
        if (command.directory() != null) {
            json.writeStringField("directory", command.directory());
        } else if (node.task() instanceof Task.Compute compute) {
            writeFiles(compute.job(), brought, json);
        } else {
            json.writeStringField("directory", run.directory().toString());
        }
    }

    /**
     * Credentials are used where they are: no copy of a secret is made.
     *
     * @param brought loses what a variable names
     */
    private static Map<String, String> located(NodeCommand command, List<String> brought) {
        Map<String, String> environment = new TreeMap<>(command.environment());
        for (String file : command.files()) {
            String name = Urls.baseName(file);
            if (environment.containsValue(name)) {
                environment.replaceAll((_, value) -> value.equals(name) ? file : value);
                brought.remove(file);
            }
        }
        return environment;
    }

    /** The job gets a directory of its own, and what HTCondor would bring there and take away. */
    private void writeFiles(PlacedJob job, List<String> files, JsonGenerator json)
            throws IOException {
        Map<String, String> brought = new LinkedHashMap<>();
        files.forEach(file -> brought.put(Urls.baseName(file), file));
        Map<String, String> taken = new LinkedHashMap<>();
        if (job.configuration() == Configuration.CONDORIO) {
            String directory = run.plan().directories().internal(job.staging()) + "/";
            DataPlaces places = run.plan().places();
            for (FileUse use : job.uses()) {
                if (use.isInput()
                        && !places.isLeftOut(job, use.lfn())
                        && !places.bypassed(job).containsKey(use.lfn())) {
                    brought.put(Urls.baseName(use.lfn()), directory + use.lfn());
                }
                if (use.isOutput()) {
                    taken.put(use.lfn(), directory + use.lfn());
                }
            }
        }
        writePairs("brings", brought, json);
        writePairs("takes", taken, json);
    }

    private static void writeTexts(String field, List<String> texts, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writePairs(String field, Map<String, String> pairs, JsonGenerator json)
            throws IOException {
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            json.writeStringField(pair.getKey(), pair.getValue());
        }
        json.writeEndObject();
    }

    /** HTCondor takes as many for a job as this profile says, or one. */
    private int processors(PlacedJob job) {
        String word =
                job.profiles()
                        .get(Namespace.CONDOR, "request_cpus")
                        .or(() -> job.profiles().pegasus("cores"))
                        .orElse("1");
        try {
            return Math.max(1, Integer.parseInt(word.strip()));
        } catch (NumberFormatException e) {
            run.plan()
                    .inputs()
                    .defects()
                    .add(
                            "profiles of " + job.name(),
                            "request_cpus",
                            "must be a whole number, not '" + word + "'");
            return 1;
        }
    }
}
