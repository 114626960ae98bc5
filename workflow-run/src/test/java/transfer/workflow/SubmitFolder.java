package transfer.workflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import transfer.retry.Retry;
import transfer.retry.Sleeper;

/** A submit directory written by hand, and runs of what is in it. */
final class SubmitFolder {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-23T02:30:00Z"), ZoneOffset.UTC);

    /** Unlike that of any other folder of any test. */
    final String run = UUID.randomUUID().toString();

    private final Path directory;
    private final List<String> lines = new ArrayList<>();
    private String limits = "";
    private int processors = 4;
    private Sleeper sleeper = _ -> {};

    /** What was told, a line each. */
    final List<String> told = new CopyOnWriteArrayList<>();

    SubmitFolder(Path directory) {
        this.directory = directory;
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    SubmitFolder limit(String category, int most) {
        limits += (limits.isEmpty() ? "" : ",") + "\"" + category + "\":" + most;
        return this;
    }

    SubmitFolder processors(int most) {
        processors = most;
        return this;
    }

    SubmitFolder sleeper(Sleeper other) {
        sleeper = other;
        return this;
    }

    /** Adds a line as it is. */
    SubmitFolder line(String json) {
        lines.add(json);
        return this;
    }

    /** A shell's script that runs in the submit directory; its words are its parents. */
    SubmitFolder script(String name, String script, String... parents) throws IOException {
        return script(name, script, 0, parents);
    }

    SubmitFolder script(String name, String script, int retries, String... parents)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("kind", "compute");
            json.writeArrayFieldStart("argv");
            for (String word : List.of("/bin/sh", "-c", script)) {
                json.writeString(word);
            }
            json.writeEndArray();
            json.writeStringField("directory", "data");
            json.writeObjectFieldStart("environment");
            json.writeStringField("PEGASUS_WF_UUID", run);
            json.writeStringField("PEGASUS_DAG_JOB_ID", name);
            json.writeEndObject();
            json.writeStringField("stdout", name + ".out");
            json.writeStringField("stderr", name + ".err");
            json.writeNumberField("retries", retries);
            json.writeArrayFieldStart("parents");
            for (String parent : parents) {
                json.writeString(parent);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return line(text.toString());
    }

    SubmitFolder list(String name, String more) {
        return line(
                "{\"name\":\""
                        + name
                        + "\",\"kind\":\"list\",\"argv\":[\"transfer\"],\"input\":\""
                        + name
                        + ".in\""
                        + more
                        + "}");
    }

    void write() throws IOException {
        String head =
                "{\"version\":1,\"label\":\"w\",\"jobs\":"
                        + lines.size()
                        + ",\"limits\":{"
                        + limits
                        + "}}\n";
        Files.writeString(path("w-0.jobs"), head + String.join("\n", lines) + "\n");
    }

    WorkflowRun open() throws IOException, WorkflowException {
        return WorkflowRun.open(
                directory,
                new WorkflowRun.Settings(
                        processors,
                        4,
                        Map.of("PATH", "/usr/bin:/bin"),
                        policy -> new Retry(policy, sleeper, new Random(7)),
                        CLOCK));
    }

    /** Runs what is there, with lists that are done as soon as they begin. */
    WorkflowEnd run() throws IOException, WorkflowException {
        return run(_ -> {});
    }

    WorkflowEnd run(Lists lists) throws IOException, WorkflowException {
        try (WorkflowRun run = open()) {
            return run.run(lists, new Telling());
        }
    }

    String data(String name) throws IOException {
        return Files.readString(path("data").resolve(name));
    }

    /** Writes down what it is told. */
    final class Telling implements WorkflowProgress {
        @Override
        public void begun(Job job, int round) {
            told.add("begun " + job.name() + " " + round);
        }

        @Override
        public void pausing(Job job, int failedRound, Duration pause, String reason) {
            told.add("pausing " + job.name() + ": " + reason);
        }

        @Override
        public void done(Job job) {
            told.add("done " + job.name());
        }

        @Override
        public void failed(Job job, String reason) {
            told.add("failed " + job.name() + ": " + reason);
        }

        @Override
        public void noted(String text) {
            told.add(text);
        }
    }
}
