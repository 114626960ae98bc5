package transfer.planner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.Writer;

/**
 * JSON that may stand inside of a page of HTML: no character of it can end the element it is in, or
 * begin a comment (HTML Living Standard, 4.12.1.3, "Restrictions for contents of script elements").
 * All of it is US-ASCII; lone surrogates, which stand for bytes that are no UTF-8, are escapes.
 */
final class MarkupEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;

    private static final JsonFactory JSON =
            new JsonFactoryBuilder()
                    .characterEscapes(new MarkupEscapes())
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build();

    private MarkupEscapes() {}

    /** A generator that leaves its writer open. */
    static JsonGenerator generator(Writer out) throws IOException {
        JsonGenerator json = JSON.createGenerator(out);
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        return json;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] escapes = standardAsciiEscapesForJSON();
        for (char c : new char[] {'<', '>', '&', '\''}) {
            escapes[c] = ESCAPE_STANDARD;
        }
        return escapes;
    }

    @Override
    public SerializableString getEscapeSequence(int ch) {
        return null;
    }
}
