package transfer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import transfer.protocol.ByteText;

/**
 * One JSON object on one line. Bytes of names that are not UTF-8, see {@link ByteText}, become
 * escapes of the lone surrogates that stand for them, so that the line itself is UTF-8.
 */
final class JsonLine {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonLine() {}

    /** Writes the object's fields. */
    @FunctionalInterface
    interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** The object, without the line's end. */
    static String of(Fields fields) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
        return withEscapedBytes(text.toString());
    }

    /** Lone surrogates can only stand inside of strings, where an escape means the same. */
    private static String withEscapedBytes(String line) {
        if (!ByteText.holdsBytes(line)) {
            return line;
        }
        StringBuilder escaped = new StringBuilder(line.length() + 64);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean paired = i > 0 && Character.isHighSurrogate(line.charAt(i - 1));
            if (Character.isLowSurrogate(c) && !paired) {
                escaped.append("\\u").append(Integer.toHexString(c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
