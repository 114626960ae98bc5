package transfer.it;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes lists in JSON, and reads documents. */
final class Json {
    private Json() {}

    static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }

    /** A transfer at the site {@code local}; {@code fields} go into the item, such as its lfn. */
    static String transfer(String source, String destination, String... fields) {
        return "{\"type\": \"transfer\", "
                + List.of(fields).stream().map(f -> f + ", ").collect(Collectors.joining())
                + "\"src_urls\": [{\"site_label\": \"local\", \"url\": "
                + quote(source)
                + "}], \"dest_urls\": [{\"site_label\": \"local\", \"url\": "
                + quote(destination)
                + "}]}";
    }

    static String list(String... items) {
        return "[" + String.join(",\n ", items) + "]\n";
    }

    /** A document: its objects as maps, its lists as lists, everything else as text. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String document) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(document)) {
            json.nextToken();
            return (Map<String, Object>) value(json);
        }
    }

    private static Object value(JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> fields = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    fields.put(name, value(json));
                }
                return fields;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(json));
                }
                return items;
            }
            default -> {
                return json.getText();
            }
        }
    }
}
