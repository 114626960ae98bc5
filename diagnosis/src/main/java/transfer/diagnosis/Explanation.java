package transfer.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Why items failed, told from their results: grouped by cause and place, with the evidence, whether
 * trying again can help, and the next step. Holds a few words for every group and a number for
 * every failed item, whatever the results' size. For one thread.
 */
public final class Explanation {
    /** More places of one cause than this are told as one group. */
    private static final int MOST_GROUPS = 10_000;

    private final CauseTable table;
    private final ResultLines lines = new ResultLines();
    private final Map<String, CauseGroup> groups = new LinkedHashMap<>();
    private final Map<Long, CauseGroup> failed = new HashMap<>();
    private long done;
    private long doneAtLast;

    public Explanation() {
        this(CauseTable.load());
    }

    Explanation(CauseTable table) {
        this.table = table;
    }

    /**
     * Takes results as the program writes them, JSON objects, one a line. Of several lines for an
     * item of one list the last one counts. Lines that are no results are counted and passed over.
     *
     * @throws IOException when the stream cannot be read; it stays open
     */
    public void read(InputStream results) throws IOException {
        lines.read(results, this::take);
    }

    /** Takes the result of one item, an object without the line's end. */
    public void add(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (InputStream input = new java.io.ByteArrayInputStream(bytes)) {
            read(input);
        } catch (IOException e) {
            throw new IllegalStateException("bytes can always be read", e);
        }
    }

    private void take(Result result) {
        CauseGroup before = known(result) ? failed.remove(key(result)) : null;
        if (before != null) {
            before.remove(result.item());
        }
        if (result.isDone()) {
            done++;
            boolean struggled =
                    result.attempts().stream().anyMatch(attempt -> !attempt.failure().isNone());
            doneAtLast += struggled || before != null ? 1 : 0;
            return;
        }
        Symptom symptom = Symptom.of(result);
        CauseGroup group = group(symptom);
        group.add(symptom);
        if (known(result)) {
            failed.put(key(result), group);
        }
    }

    private static boolean known(Result result) {
        return result.item() > 0 && !result.fingerprint().isEmpty();
    }

    private static long key(Result result) {
        return result.item() * 0x9E3779B97F4A7C15L + result.fingerprint().hashCode();
    }

    private CauseGroup group(Symptom symptom) {
        Cause cause = table.of(symptom);
        String place = cause.at().of(symptom);
        String key = cause.id() + " " + place;
        if (!groups.containsKey(key) && groups.size() >= MOST_GROUPS) {
            place = "many places";
            key = cause.id();
        }
        String shown = place;
        return groups.computeIfAbsent(key, _ -> new CauseGroup(cause, shown, symptom));
    }

    /** Those with something in them, the largest first. */
    private List<CauseGroup> ordered() {
        List<CauseGroup> ordered = new ArrayList<>(groups.values());
        ordered.removeIf(group -> group.items() == 0);
        ordered.sort(Comparator.comparingLong(CauseGroup::items).reversed());
        return ordered;
    }

    /** How many results there were. */
    public long results() {
        return lines.read();
    }

    /** The first line that is no result, in words; empty when all are. */
    public String firstDefect() {
        return lines.firstDefect();
    }

    /** How many items are not done. */
    public long notDone() {
        return groups.values().stream().mapToLong(CauseGroup::items).sum();
    }

    /** The whole explanation for people. Names are as the results have them. */
    public String text() {
        StringBuilder text = new StringBuilder();
        List<CauseGroup> ordered = ordered();
        text.append(done + notDone()).append(" items: ").append(done).append(" done");
        if (doneAtLast > 0) {
            text.append(" (").append(doneAtLast).append(" only after a failure)");
        }
        text.append(", ").append(notDone()).append(" not\n");
        if (lines.unreadable() > 0) {
            text.append(lines.unreadable() + " lines are no results, the first: ");
            text.append(lines.firstDefect()).append('\n');
        }
        for (CauseGroup group : ordered) {
            append(text, group);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, CauseGroup group) {
        text.append('\n').append(counted(group)).append(": ").append(oneLine(group.says()));
        text.append('\n');
        line(text, "cause", group.cause().id() + at(group));
        line(text, "evidence", String.join(", ", group.evidence()));
        line(text, "again", "trying again " + group.cause().again().words());
        line(text, "next", group.next());
        for (CauseGroup.Example example : group.examples()) {
            line(text, "such as", example.words());
        }
    }

    private static String at(CauseGroup group) {
        return group.place().isEmpty() ? "" : " at " + group.place();
    }

    private static String counted(CauseGroup group) {
        return group.items() == 1 ? "1 item" : group.items() + " items";
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("  ").append(name).repeat(' ', 10 - name.length());
        text.append(oneLine(value)).append('\n');
    }

    /** Names may hold line ends; they must not pass for lines of ours. */
    private static String oneLine(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r");
    }

    /**
     * The most frequent causes in two lines each, for the end of a run.
     *
     * @param most how many causes, at least 1
     */
    public List<String> brief(int most) {
        List<CauseGroup> ordered = ordered();
        List<String> brief = new ArrayList<>();
        for (CauseGroup group : ordered.subList(0, Math.min(most, ordered.size()))) {
            brief.add(counted(group) + ": " + oneLine(group.says()));
            brief.add(
                    "  trying again "
                            + group.cause().again().words()
                            + ". "
                            + oneLine(group.next()));
        }
        if (ordered.size() > most) {
            brief.add("and " + (ordered.size() - most) + " more causes");
        }
        return brief;
    }

    /**
     * The whole explanation for programs: writes the fields of an object that was begun.
     *
     * @throws IOException when the generator cannot write
     */
    public void write(JsonGenerator json) throws IOException {
        json.writeNumberField("items", done + notDone());
        json.writeNumberField("done", done);
        json.writeNumberField("done_after_failure", doneAtLast);
        json.writeNumberField("not_done", notDone());
        json.writeNumberField("unreadable_lines", lines.unreadable());
        json.writeArrayFieldStart("causes");
        for (CauseGroup group : ordered()) {
            write(json, group);
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, CauseGroup group) throws IOException {
        Symptom first = group.first();
        json.writeStartObject();
        json.writeStringField("cause", group.cause().id());
        json.writeStringField("at", group.place());
        json.writeNumberField("items", group.items());
        json.writeStringField("says", group.says());
        json.writeStringField(
                "again", group.cause().again().name().toLowerCase(java.util.Locale.ROOT));
        json.writeStringField("next", group.next());
        json.writeObjectFieldStart("evidence");
        json.writeStringField("kind", first.failure().kind());
        json.writeStringField("message", first.failure().message());
        writeKnown(json, "phase", first.failure().phase());
        writeKnown(json, "status", first.status());
        writeKnown(json, "errno", first.errno());
        writeKnown(json, "retry_after_s", first.failure().retryAfter());
        writeKnown(json, "bytes", first.last().bytes());
        writeKnown(json, "arrived", Placeholder.arrived(first));
        writeKnown(json, "server", first.server());
        writeKnown(json, "address", first.last().address());
        json.writeEndObject();
        json.writeArrayFieldStart("examples");
        for (CauseGroup.Example example : group.examples()) {
            json.writeStartObject();
            json.writeNumberField("item", example.item());
            writeKnown(json, "source", example.source());
            json.writeStringField("target", example.target());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeKnown(JsonGenerator json, String name, String value)
            throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static void writeKnown(JsonGenerator json, String name, long value) throws IOException {
        if (value >= 0) {
            json.writeNumberField(name, value);
        }
    }
}
