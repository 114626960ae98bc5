package transfer.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import transfer.chaos.FaultProxy;
import transfer.chaos.Incident;

/**
 * What {@code transfer chaos} did: counts for its end, and every fault in a file if there is one.
 * Safe for use by many threads.
 */
final class ChaosReport implements Consumer<Incident>, AutoCloseable {
    private final OutputStream stream;
    private final Map<String, Count> counts = new TreeMap<>();
    private IOException failure;

    /**
     * @param file null for none
     * @throws IOException when it cannot be made
     */
    ChaosReport(Path file) throws IOException {
        this.stream =
                file == null
                        ? OutputStream.nullOutputStream()
                        : new BufferedOutputStream(Files.newOutputStream(file));
    }

    private record Count(long times, Incident first) {
        Count more() {
            return new Count(times + 1, first);
        }
    }

    @Override
    public synchronized void accept(Incident incident) {
        counts.compute(
                incident.fault(),
                (fault, count) -> count == null ? new Count(1, incident) : count.more());
        if (failure != null) {
            return;
        }
        try {
            stream.write((line(incident) + "\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            failure = e; // told once, by close
        }
    }

    /** The object of a fault, without the line's end and without what does not apply. */
    static String line(Incident incident) {
        return JsonLine.of(json -> write(json, incident));
    }

    private static void write(JsonGenerator json, Incident incident) throws IOException {
        json.writeStringField("fault", incident.fault());
        json.writeNumberField("connection", incident.connection());
        if (incident.request() > 0) {
            json.writeNumberField("request", incident.request());
            json.writeStringField("asked", incident.asked());
        }
        if (incident.position() >= 0) {
            json.writeNumberField("byte", incident.position());
        }
    }

    /** Per fault how often and where first, for people. */
    synchronized String words(FaultProxy proxy) {
        StringBuilder text = new StringBuilder();
        text.append(proxy.connections()).append(" connections, ");
        if (proxy.requests() > 0) {
            text.append(proxy.requests()).append(" requests, ");
        }
        text.append(ByteCount.words(proxy.answered())).append(" of answers\n");
        if (counts.isEmpty()) {
            text.append("no fault struck\n");
        }
        counts.forEach((fault, count) ->
                text.append(fault)
                        .append(": ")
                        .append(count.times())
                        .append(count.times() == 1 ? " time, " : " times, first ")
                        .append(place(count.first()))
                        .append('\n'));
        return text.toString();
    }

    private static String place(Incident incident) {
        StringBuilder text = new StringBuilder("in connection " + incident.connection());
        if (incident.request() > 0) {
            text.append(", request ").append(incident.request());
            text.append(" (").append(Log.oneLine(incident.asked())).append(')');
        }
        if (incident.position() >= 0) {
            text.append(", at byte ").append(incident.position());
        }
        return text.toString();
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
}
