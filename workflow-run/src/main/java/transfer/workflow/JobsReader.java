package transfer.workflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the jobs that the planner wrote: JSON lines, the first one about all of them. Paths are
 * relative to the directory of the file.
 */
final class JobsReader {
    private static final int VERSION = 1;
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final JsonParser json;
    private final List<Job> jobs = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> limits = new LinkedHashMap<>();
    private String label = "";
    private int count;

    private JobsReader(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /**
     * @throws WorkflowException when the file is not whole, or not one of these
     */
    static JobTable read(Path file) throws IOException, WorkflowException {
        try (BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                JsonParser json = JSON.createParser(text)) {
            return new JobsReader(file, json).read();
        } catch (JsonProcessingException e) {
            throw new WorkflowException(
                    file + ": line " + line(e) + ": this is no JSON: " + e.getOriginalMessage(), e);
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new WorkflowException(file + " is not UTF-8", e);
        }
    }

    private static int line(JsonProcessingException failure) {
        return failure.getLocation() == null ? 0 : failure.getLocation().getLineNr();
    }

    private JobTable read() throws IOException, WorkflowException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw wrong("the file does not begin with an object");
        }
        readHead();
        while (json.nextToken() != null) {
            expect(JsonToken.START_OBJECT, "a job");
            Job job = readJob();
            if (!names.add(job.name())) {
                throw wrong("a second job has the name '" + job.name() + "'");
            }
            for (String parent : job.parents()) {
                if (!names.contains(parent) || parent.equals(job.name())) {
                    throw wrong("no job before '" + job.name() + "' is called '" + parent + "'");
                }
            }
            jobs.add(job);
        }
        if (jobs.size() != count) {
            throw new WorkflowException(
                    file
                            + " is not whole: it has "
                            + jobs.size()
                            + " of "
                            + count
                            + " jobs; plan the workflow again");
        }
        return new JobTable(label, limits, jobs);
    }

    private void readHead() throws IOException, WorkflowException {
        int version = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "version" -> version = number(field);
                case "label" -> label = text(field);
                case "jobs" -> count = number(field);
                case "limits" -> readLimits();
                default -> throw wrong("unknown field '" + field + "'");
            }
        }
        if (version != VERSION) {
            throw wrong("the version is " + version + ", this program reads " + VERSION);
        }
    }

    private void readLimits() throws IOException, WorkflowException {
        expect(JsonToken.START_OBJECT, "'limits'");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String category = json.currentName();
            json.nextToken();
            limits.put(category, Math.max(1, number(category)));
        }
    }

    /** What a line has said so far. */
    private static final class Draft {
        private String name = "";
        private Job.Kind kind = Job.Kind.NOTHING;
        private List<String> words = List.of();
        private Optional<Path> input = Optional.empty();
        private Path directory;
        private Map<String, String> environment = Map.of();
        private Optional<Path> output = Optional.empty();
        private Optional<Path> errors = Optional.empty();
        private String category = "";
        private int retries;
        private int priority;
        private int processors = 1;
        private List<String> parents = List.of();
        private final List<Path> outputs = new ArrayList<>();

        Job job() {
            return new Job(
                    name,
                    kind,
                    new Job.Command(words, input, directory, environment, output, errors),
                    new Job.Terms(category, retries, priority, processors),
                    parents,
                    outputs);
        }
    }

    private Job readJob() throws IOException, WorkflowException {
        Draft draft = new Draft();
        draft.directory = path("");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> draft.name = text(field);
                case "kind" -> draft.kind = kind(text(field));
                case "argv" -> draft.words = texts(field);
                case "input" -> draft.input = Optional.of(path(text(field)));
                case "directory" -> draft.directory = path(text(field));
                case "environment" -> draft.environment = pairs(field);
                case "stdout" -> draft.output = Optional.of(path(text(field)));
                case "stderr" -> draft.errors = Optional.of(path(text(field)));
                case "category" -> draft.category = text(field);
                case "retries" -> draft.retries = Math.max(0, number(field));
                case "priority" -> draft.priority = number(field);
                case "cpus" -> draft.processors = Math.max(1, number(field));
                case "parents" -> draft.parents = texts(field);
                case "outputs" -> {
                    for (String output : texts(field)) {
                        draft.outputs.add(path(output));
                    }
                }
                default -> throw wrong("unknown field '" + field + "'");
            }
        }
        if (draft.name.isEmpty()) {
            throw wrong("a job has no 'name'");
        }
        if (draft.kind != Job.Kind.NOTHING && draft.words.isEmpty()) {
            throw wrong("the job '" + draft.name + "' has no 'argv'");
        }
        if (draft.kind == Job.Kind.LIST && draft.input.isEmpty()) {
            throw wrong("the list of '" + draft.name + "' is not named: it has no 'input'");
        }
        return draft.job();
    }

    private Job.Kind kind(String word) throws WorkflowException {
        return switch (word) {
            case "list" -> Job.Kind.LIST;
            case "compute" -> Job.Kind.COMPUTE;
            case "command" -> Job.Kind.COMMAND;
            case "nothing" -> Job.Kind.NOTHING;
            default -> throw wrong("'" + word + "' is no kind of job");
        };
    }

    private Path path(String text) throws WorkflowException {
        try {
            return file.toAbsolutePath().getParent().resolve(text);
        } catch (InvalidPathException e) {
            throw wrong("'" + text + "' is no path here: " + e.getReason());
        }
    }

    private String text(String field) throws IOException, WorkflowException {
        expect(JsonToken.VALUE_STRING, "'" + field + "'");
        return json.getText();
    }

    private int number(String field) throws IOException, WorkflowException {
        expect(JsonToken.VALUE_NUMBER_INT, "'" + field + "'");
        return json.getIntValue();
    }

    private List<String> texts(String field) throws IOException, WorkflowException {
        expect(JsonToken.START_ARRAY, "'" + field + "'");
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            texts.add(text(field));
        }
        return texts;
    }

    private Map<String, String> pairs(String field) throws IOException, WorkflowException {
        expect(JsonToken.START_OBJECT, "'" + field + "'");
        Map<String, String> pairs = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            json.nextToken();
            pairs.put(key, text(key));
        }
        return pairs;
    }

    private void expect(JsonToken token, String what) throws IOException, WorkflowException {
        if (json.currentToken() != token) {
            throw wrong(what + " is not " + words(token));
        }
    }

    private static String words(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> "a text";
            case VALUE_NUMBER_INT -> "a whole number";
            case START_ARRAY -> "a list";
            default -> "an object";
        };
    }

    private WorkflowException wrong(String what) {
        return new WorkflowException(
                file + ": line " + json.currentTokenLocation().getLineNr() + ": " + what);
    }
}
