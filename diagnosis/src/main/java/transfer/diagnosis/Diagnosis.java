package transfer.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What bad transfers have in common, over the results and receipts of many runs: which host,
 * address, cache, node, site or stretch of time goes wrong more often than chance would have it.
 * Wrong bytes and failures are looked at apart. Memory is bounded, whatever the size of the
 * results. For one thread.
 */
public final class Diagnosis {
    private final ResultLines lines = new ResultLines();
    private final Observations seen;
    private final DamageTally damage = new DamageTally();
    private final Map<Ending, Search.Outcome> outcomes = new EnumMap<>(Ending.class);
    private long files;
    private long untold;

    public Diagnosis() {
        this(new Observations());
    }

    Diagnosis(Observations seen) {
        this.seen = seen;
    }

    /**
     * Takes results or receipts, JSON objects, one a line. Lines that are neither are counted and
     * passed over. A run whose results are taken must not be taken by its receipts too.
     *
     * @throws IOException when the stream cannot be read; it stays open
     */
    public void read(InputStream results) throws IOException {
        files++;
        lines.read(results, this::take);
    }

    /**
     * One observation for each way that an item took: trying again in the same way tells nothing
     * new about it.
     */
    void take(Result result) {
        outcomes.clear();
        if (result.attempts().isEmpty()) {
            untold++;
            return;
        }
        if (result.attempts().size() == 1) {
            Attempt only = result.last();
            note(only);
            observe(new Seen(seen.codes(result, only), only, Ending.of(only)));
            return;
        }
        Map<List<Integer>, Seen> ways = new HashMap<>();
        for (Attempt attempt : result.attempts()) {
            int[] codes = seen.codes(result, attempt);
            List<Integer> key = Arrays.stream(codes).boxed().toList();
            Ending ending = Ending.of(attempt);
            Seen before = ways.get(key);
            if (before == null || ending.compareTo(before.ending()) > 0) {
                ways.put(key, new Seen(codes, attempt, ending));
            }
            note(attempt);
        }
        ways.values().forEach(this::observe);
    }

    private void note(Attempt attempt) {
        if (!attempt.damage().isNone()) {
            damage.add(attempt.damage());
        }
    }

    private void observe(Seen way) {
        seen.add(way.codes(), way.attempt().started(), way.ending(), kind(way));
    }

    private record Seen(int[] codes, Attempt attempt, Ending ending) {}

    private static String kind(Seen way) {
        Failure failure = way.attempt().failure();
        if (way.ending() == Ending.WELL) {
            return "";
        }
        String exact = failure.status() >= 0 ? " " + failure.status() : failure.errno();
        return failure.isNone()
                ? way.attempt().damage().shape()
                : (failure.kind() + " " + exact.strip()).strip();
    }

    /** How many results there were. */
    public long results() {
        return lines.read();
    }

    /** The first line that is no result, in words; empty when all are. */
    public String firstDefect() {
        return lines.firstDefect();
    }

    Search.Outcome outcome(Ending ending) {
        return outcomes.computeIfAbsent(ending, wanted -> Search.of(seen, wanted));
    }

    /** The diagnosis for people. Names are as the results have them. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append("%d results of %d files".formatted(lines.read(), files));
        if (untold > 0) {
            text.append(", ").append(untold).append(" without an attempt");
        }
        if (lines.unreadable() > 0) {
            text.append(", ").append(lines.unreadable());
            text.append(" lines are no results, the first: ").append(lines.firstDefect());
        }
        text.append('\n');
        DiagnosisText words = new DiagnosisText(text);
        words.append("Wrong bytes", outcome(Ending.WRONG_BYTES), damage);
        words.append("Failures", outcome(Ending.FAILED), new DamageTally());
        return text.toString();
    }

    /**
     * The diagnosis for programs: writes the fields of an object that was begun.
     *
     * @throws IOException when the generator cannot write
     */
    public void write(JsonGenerator json) throws IOException {
        json.writeNumberField("results", lines.read());
        json.writeNumberField("files", files);
        json.writeNumberField("without_attempt", untold);
        json.writeNumberField("unreadable_lines", lines.unreadable());
        DiagnosisJson fields = new DiagnosisJson(json);
        fields.write("wrong_bytes", outcome(Ending.WRONG_BYTES));
        fields.write("failures", outcome(Ending.FAILED));
        json.writeObjectFieldStart("damage");
        json.writeObjectFieldStart("shapes");
        for (Map.Entry<String, Long> shape : damage.shapes().entrySet()) {
            json.writeNumberField(shape.getKey(), shape.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("alignment");
        for (String sentence : damage.sentences()) {
            json.writeString(sentence);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
