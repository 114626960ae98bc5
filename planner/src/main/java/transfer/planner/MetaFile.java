package transfer.planner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;

/** Writes what catalogs know of a job's inputs, for the comparison before the job starts. */
final class MetaFile {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private MetaFile() {}

    /**
     * @param known attributes by the name of the file
     */
    static void write(Map<String, Map<String, String>> known, Writer out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.useDefaultPrettyPrinter();
            json.writeStartArray();
            for (Map.Entry<String, Map<String, String>> file : known.entrySet()) {
                json.writeStartObject();
                json.writeStringField("_type", "data");
                json.writeStringField("_id", file.getKey());
                json.writeObjectFieldStart("_attributes");
                for (Map.Entry<String, String> attribute : file.getValue().entrySet()) {
                    json.writeStringField(attribute.getKey(), attribute.getValue());
                }
                json.writeEndObject();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        out.write('\n');
    }

    /** A name in JSON, with its quotation marks. */
    static String name(String lfn) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeString(lfn);
        } catch (IOException e) {
            throw new IllegalStateException("nothing is written but to memory", e);
        }
        return text.toString();
    }
}
