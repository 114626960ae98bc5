package transfer.planner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what a data job reads: a JSON list for {@code transfer}, or lines for the registration of
 * outputs.
 */
final class ListFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String LINE_END = "\r\n|[\r\n]";

    private ListFile() {}

    /** Whether a node reads a list at all. */
    static boolean isNeeded(PlanNode node) {
        return switch (node.task()) {
            case Task.Transfer transfer -> true;
            case Task.MakeDirectory directory -> true;
            case Task.Remove remove -> true;
            case Task.Register register -> true;
            case Task.Compute compute -> false;
            case Task.Chmod chmod -> false;
            case Task.Unpack unpack -> false;
            case Task.Join join -> false;
        };
    }

    /** Writes the list of a node; nothing where it has none. The writer stays open. */
    static void write(PlanNode node, Writer out) throws IOException {
        switch (node.task()) {
            case Task.Transfer transfer ->
                    writeTransfers(transfer.entries(), Optional.empty(), out);
            case Task.MakeDirectory directory -> writeDirectory(directory, out);
            case Task.Remove remove -> writeRemoval(remove, out);
            case Task.Register register -> writeRegistration(register, out);
            case Task.Compute compute -> {}
            case Task.Chmod chmod -> {}
            case Task.Unpack unpack -> {}
            case Task.Join join -> {}
        }
    }

    private static JsonGenerator generator(Writer out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        return json;
    }

    /** A list for a job's own node, which tells of every source whether it is a checkpoint. */
    static void writeNodeTransfers(NodeStep.Transfers step, Writer out) throws IOException {
        writeTransfers(step.entries(), Optional.of(step.isCheckpoint()), out);
    }

    private static void writeTransfers(
            List<TransferEntry> entries, Optional<Boolean> isCheckpoint, Writer out)
            throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartArray();
            int id = 1;
            for (TransferEntry entry : entries) {
                json.writeStartObject();
                json.writeStringField("type", "transfer");
                json.writeStringField("linkage", entry.linkage().word());
                json.writeStringField("lfn", entry.lfn());
                json.writeNumberField("id", id++);
                if (entry.checks().isElsewhere()) {
                    json.writeBooleanField("verify_symlink_source", false);
                }
                if (entry.checks().generate()) {
                    json.writeBooleanField("generate_checksum", true);
                }
                if (entry.checks().compareAfterwards()) {
                    json.writeBooleanField("verify_checksum_remote", true);
                }
                if (!entry.attributes().isEmpty()) {
                    json.writeObjectFieldStart("attributes");
                    for (Map.Entry<String, String> attribute : entry.attributes().entrySet()) {
                        json.writeStringField(attribute.getKey(), attribute.getValue());
                    }
                    json.writeEndObject();
                }
                writeSources(entry, isCheckpoint, json);
                json.writeArrayFieldStart("dest_urls");
                json.writeStartObject();
                json.writeStringField("site_label", entry.target().site());
                json.writeStringField("url", entry.target().url());
                if (entry.target().imageType().isPresent()) {
                    json.writeStringField("type", entry.target().imageType().get());
                }
                json.writeEndObject();
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        out.write('\n');
    }

    /** Grouped by site, in the order in which sites come first. */
    private static void writeSources(
            TransferEntry entry, Optional<Boolean> isCheckpoint, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart("src_urls");
        for (TransferEntry.Source source : grouped(entry.sources())) {
            json.writeStartObject();
            json.writeStringField("site_label", source.site());
            json.writeStringField("url", source.url());
            if (source.priority().isPresent()) {
                json.writeNumberField("priority", source.priority().getAsInt());
            }
            if (isCheckpoint.isPresent()) {
                json.writeStringField("checkpoint", isCheckpoint.get().toString());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static List<TransferEntry.Source> grouped(List<TransferEntry.Source> sources) {
        if (sources.size() < 2) {
            return sources;
        }
        Map<String, List<TransferEntry.Source>> sites = new LinkedHashMap<>();
        for (TransferEntry.Source source : sources) {
            sites.computeIfAbsent(source.site(), any -> new ArrayList<>()).add(source);
        }
        List<TransferEntry.Source> grouped = new ArrayList<>();
        sites.values().forEach(grouped::addAll);
        return grouped;
    }

    private static void writeDirectory(Task.MakeDirectory directory, Writer out)
            throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartArray();
            json.writeStartObject();
            json.writeNumberField("id", 1);
            json.writeStringField("type", "mkdir");
            json.writeObjectFieldStart("target");
            json.writeStringField("site_label", directory.site());
            json.writeStringField("url", directory.url());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
        }
        out.write('\n');
    }

    private static void writeRemoval(Task.Remove remove, Writer out) throws IOException {
        try (JsonGenerator json = generator(out)) {
            json.writeStartArray();
            int id = 1;
            for (String url : remove.urls()) {
                json.writeStartObject();
                json.writeNumberField("id", id++);
                json.writeStringField("type", "remove");
                json.writeObjectFieldStart("target");
                json.writeStringField("site_label", remove.site());
                json.writeStringField("url", url);
                json.writeStringField("recursive", remove.recursive() ? "True" : "False");
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        out.write('\n');
    }

    private static void writeRegistration(Task.Register register, Writer out) throws IOException {
        for (Task.Registration entry : register.entries()) {
            StringBuilder line = new StringBuilder();
            line.append(quoted(entry.lfn()))
                    .append(' ')
                    .append(quoted(entry.url()))
                    .append(" site=\"")
                    .append(entry.site().replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
            entry.metadata().forEach((key, value) -> line.append(pair(key, value)));
            out.write(line.append('\n').toString());
        }
    }

    /** As it is, unless a blank, a quotation mark or a first {@code #} would be misread. */
    static String quoted(String name) {
        return name.startsWith("#") || !isPlain(name) ? '"' + escaped(name) + '"' : name;
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || Character.isWhitespace(c)) {
                return false;
            }
        }
        return true;
    }

    /**
     * What a line of the text format tells of a file besides its place, with a blank before it. A
     * line end becomes a blank, for which the format has nothing; a key that means something else
     * there is left out.
     */
    static String pair(String key, String value) {
        if (!isNotable(key)) {
            return "";
        }
        String text = value.replaceAll(LINE_END, " ");
        return isPlain(key)
                ? " " + key + "=\"" + escaped(text) + '"'
                : " \"" + escaped(key.replaceAll(LINE_END, " ") + "=" + text) + '"';
    }

    /** Whether a line of the text format can have the key, which ends at its first equals sign. */
    static boolean isNotable(String key) {
        return !key.isBlank() && key.indexOf('=') < 0 && !TextReplicas.RESERVED.contains(key);
    }

    static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
