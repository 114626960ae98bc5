package transfer.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import transfer.concurrency.ServerLimit;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.engine.TransferTerms;
import transfer.engine.Verdict;
import transfer.engine.WorkItem;
import transfer.list.Fingerprint;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.TransferUrl;

/**
 * The results of a run for programs: one JSON object a line for every item, written when the item
 * ends, with all its attempts, and a last one for the run where there is something to say of its
 * servers. {@code --retry-from} reads it back.
 *
 * <p>Passwords and tokens in URLs are blanked. Safe for use by many threads.
 */
final class ResultsFile implements Progress, AutoCloseable {
    private final OutputStream stream;
    private final Whereabouts where;
    private IOException failure;

    ResultsFile(OutputStream stream, Whereabouts where) {
        this.stream = stream;
        this.where = where;
    }

    @Override
    public void finished(TransferOutcome outcome) {
        write(line(outcome, where));
    }

    /** Writes a last line, on the run. */
    void writeServers(List<ServerLimit.Use> servers) {
        write(line(servers, where));
    }

    /** The object of the run, without the line's end. */
    static String line(List<ServerLimit.Use> servers, Whereabouts where) {
        return JsonLine.of(json -> {
            json.writeStringField("type", "run");
            writeText(json, "node", where.node());
            writeText(json, "run", where.run());
            json.writeArrayFieldStart("servers");
            for (ServerLimit.Use use : servers) {
                json.writeStartObject();
                json.writeStringField("server", use.server());
                json.writeNumberField("highest", use.highest());
                json.writeNumberField("last", use.last());
                json.writeNumberField("changes", use.changes());
                json.writeNumberField("shrinks", use.shrinks());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /** Writes a line, which comes without its end. */
    void write(String text) {
        byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (failure != null) {
                return;
            }
            try {
                stream.write(line);
                stream.flush();
            } catch (IOException e) {
                failure = e; // told once, by close
            }
        }
    }

    /**
     * Ends the file.
     *
     * @throws IOException when it is not whole
     */
    @Override
    public synchronized void close() throws IOException {
        try (stream) {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** The object of an item, without the line's end. */
    static String line(TransferOutcome outcome, Whereabouts where) {
        return JsonLine.of(json -> {
            writeItem(json, outcome.item());
            writeOutcome(json, outcome);
            writeWhere(json, outcome.item().target().url(), where);
            json.writeArrayFieldStart("attempts");
            for (Attempt attempt : outcome.attempts()) {
                writeAttempt(json, attempt);
            }
            json.writeEndArray();
        });
    }

    private static void writeItem(JsonGenerator json, WorkItem item) throws IOException {
        json.writeNumberField("item", item.position().item());
        if (item.position().line() > 0) {
            json.writeNumberField("line", item.position().line());
        }
        json.writeStringField("fingerprint", Fingerprint.of(item));
        switch (item) {
            case WorkItem.Transfer transfer -> {
                json.writeStringField("type", "transfer");
                json.writeArrayFieldStart("sources");
                for (Place source : transfer.sources()) {
                    json.writeString(source.url().toString());
                }
                json.writeEndArray();
                json.writeStringField("destination", transfer.target().url().toString());
                writeTerms(json, transfer.terms());
            }
            case WorkItem.MakeDirectory _ -> {
                json.writeStringField("type", "mkdir");
                json.writeStringField("target", item.target().url().toString());
            }
            case WorkItem.Remove remove -> {
                json.writeStringField("type", "remove");
                json.writeStringField("target", item.target().url().toString());
                json.writeBooleanField("recursive", remove.recursive());
            }
        }
    }

    private static void writeTerms(JsonGenerator json, TransferTerms terms) throws IOException {
        if (!terms.lfn().isEmpty()) {
            json.writeStringField("lfn", terms.lfn());
        }
    }

    private static void writeWhere(JsonGenerator json, TransferUrl target, Whereabouts where)
            throws IOException {
        writeText(json, "node", where.node());
        writeText(json, "run", where.run());
        if (target.isLocal()) {
            writeText(json, "mount", where.mounts().of(target.toPath()));
        }
    }

    private static void writeText(JsonGenerator json, String field, Optional<String> text)
            throws IOException {
        if (text.isPresent()) {
            json.writeStringField(field, text.get());
        }
    }

    private static void writeOutcome(JsonGenerator json, TransferOutcome outcome)
            throws IOException {
        switch (outcome) {
            case TransferOutcome.Done done -> {
                json.writeStringField("outcome", "done");
                writeVerdict(json, done.verdict());
                json.writeNumberField("bytes", done.bytes());
                if (done.sha256().isPresent()) {
                    json.writeStringField("sha256", done.sha256().get().hex());
                }
                if (!done.note().isEmpty()) {
                    json.writeStringField("note", done.note());
                }
            }
            case TransferOutcome.Failed failed -> {
                json.writeStringField("outcome", "failed");
                if (failed.kind() == FailureKind.CHECKSUM_MISMATCH) {
                    json.writeStringField("verdict", "mismatch");
                }
                writeFailure(json, failed.reason());
            }
            case TransferOutcome.NotTried notTried -> {
                json.writeStringField("outcome", "not-tried");
                json.writeStringField("reason", notTried.reason());
            }
        }
    }

    private static void writeVerdict(JsonGenerator json, Verdict verdict) throws IOException {
        switch (verdict) {
            case Verdict.Verified verified -> {
                json.writeStringField("verdict", "verified");
                json.writeStringField("evidence", name(verified.evidence()));
            }
            case Verdict.Unverifiable unverifiable -> {
                json.writeStringField("verdict", "unverifiable");
                json.writeStringField("reason", unverifiable.reason());
            }
            case Verdict.Unchecked _ -> json.writeStringField("verdict", "unchecked");
        }
    }

    private static void writeFailure(JsonGenerator json, Attempt.Reason reason) throws IOException {
        json.writeObjectFieldStart("failure");
        json.writeStringField("kind", name(reason.kind()));
        json.writeBooleanField("may_pass", reason.kind().isPassing());
        writeText(json, "phase", reason.phase().map(ResultsFile::name));
        if (reason.status().isPresent()) {
            json.writeNumberField("status", reason.status().getAsInt());
        }
        writeText(json, "errno", reason.errno());
        if (reason.retryAfter().isPresent()) {
            json.writeNumberField("retry_after_s", reason.retryAfter().get().toSeconds());
        }
        json.writeStringField("message", reason.message());
        json.writeEndObject();
    }

    private static void writeAttempt(JsonGenerator json, Attempt attempt) throws IOException {
        TransferUrl remote =
                attempt.source().url().isLocal()
                        ? attempt.destination().url()
                        : attempt.source().url();
        json.writeStartObject();
        json.writeNumberField("number", attempt.number());
        json.writeStringField("source", attempt.source().url().toString());
        json.writeStringField("source_site", attempt.source().site().label());
        json.writeStringField("destination", attempt.destination().url().toString());
        json.writeStringField("destination_site", attempt.destination().site().label());
        json.writeStringField("server", remote.server());
        json.writeStringField("scheme", remote.scheme());
        writeProvenance(json, attempt.provenance());
        json.writeStringField("started", attempt.started().toString());
        if (attempt.firstByte().isPresent()) {
            writeMillis(json, "first_byte_ms", attempt.firstByte().get());
        }
        writeMillis(json, "duration_ms", attempt.duration());
        json.writeNumberField("bytes", attempt.bytes());
        json.writeStringField("outcome", attempt.succeeded() ? "done" : "failed");
        if (attempt.failure().isPresent()) {
            writeFailure(json, attempt.failure().get());
        }
        if (attempt.damage().isPresent()) {
            writeDamage(json, attempt.damage().get());
        }
        json.writeEndObject();
    }

    private static void writeDamage(JsonGenerator json, Attempt.Difference damage)
            throws IOException {
        json.writeObjectFieldStart("damage");
        json.writeStringField("shape", name(damage.shape()).replace('_', '-'));
        json.writeNumberField("first", damage.first());
        json.writeNumberField("last", damage.last());
        json.writeNumberField("bytes", damage.bytes());
        json.writeEndObject();
    }

    private static void writeProvenance(JsonGenerator json, Provenance way) throws IOException {
        writeText(json, "address", way.address());
        writeText(json, "redirected_to", way.host());
        writeText(json, "proxy", way.proxy());
        writeText(json, "via", way.via());
        if (way.ageSeconds().isPresent()) {
            json.writeNumberField("age_s", way.ageSeconds().getAsLong());
        }
        writeText(json, "cache", way.cache());
        writeText(json, "server_software", way.software());
    }

    /** With microseconds, as a decimal number that no reader has to round. */
    private static void writeMillis(JsonGenerator json, String field, Duration duration)
            throws IOException {
        json.writeFieldName(field);
        json.writeNumber(DurationText.seconds(duration.multipliedBy(1000), 3));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
