package transfer.planner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the jobs of a plan as {@code transfer run} reads them: JSON, one object a line, the first
 * one about all of them, parents before their children. Everything happens on this machine, so
 * nothing travels to another.
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
            writeCommand(commands.of(node), json);
        }
        Optional<String> category = DagFile.category(node);
        if (category.isPresent()) {
            json.writeStringField("category", category.get());
        }
        json.writeNumberField("retries", DagFile.retries(node, run.plan().inputs()));
        json.writeNumberField("priority", node.priority());
        if (node.task() instanceof Task.Compute compute) {
            refuseCondor(compute.job());
            json.writeNumberField("cpus", processors(compute.job()));
            if (compute.job().configuration() == Configuration.SHAREDFS) {
                writeTexts("outputs", outputs(compute.job()), json);
            }
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

    private void writeCommand(NodeCommand command, JsonGenerator json) throws IOException {
        writeTexts("argv", command.argv(), json);
        if (command.input() != null) {
            json.writeStringField("input", command.input());
        }
        writePairs("environment", command.environment(), json);
        json.writeStringField("stdout", command.output());
        json.writeStringField("stderr", command.error());
        json.writeStringField(
                "directory",
                command.directory() == null ? run.directory().toString() : command.directory());
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

    /** What it writes where the next jobs read it. */
    private List<String> outputs(PlacedJob job) {
        return job.uses().stream()
                .filter(FileUse::isOutput)
                .map(use -> run.plan().directories().internal(job, job.staging(), use.lfn()))
                .toList();
    }

    private void refuseCondor(PlacedJob job) {
        if (job.configuration() == Configuration.NONSHAREDFS
                && !CondorFiles.of(job, run.plan()).equals(CondorFiles.NONE)) {
            run.plan()
                    .inputs()
                    .defects()
                    .add(
                            "command line",
                            "--engine",
                            "HTCondor alone moves the files of the job "
                                    + job.name()
                                    + " (osdf, stash); local cannot run it");
        }
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
