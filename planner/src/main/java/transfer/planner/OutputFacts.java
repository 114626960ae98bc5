package transfer.planner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What jobs found out of their outputs: sizes and checksums, out of the {@code .meta} files beside
 * their lists. A file is a JSON list of objects with {@code _type}, {@code _id} and {@code
 * _attributes}.
 */
final class OutputFacts {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Map<String, String>> byName = new HashMap<>();
    private final Defects defects;

    OutputFacts(Defects defects) {
        this.defects = defects;
    }

    /** Of a file by its logical name; empty when nobody told. */
    Map<String, String> of(String lfn) {
        return byName.getOrDefault(lfn, Map.of());
    }

    /** The same by the last part of its name. */
    Map<String, String> ofBaseName(String name) {
        for (Map.Entry<String, Map<String, String>> each : byName.entrySet()) {
            if (Urls.baseName(each.getKey()).equals(name)) {
                return each.getValue();
            }
        }
        return Map.of();
    }

    /**
     * Adds what a file tells; what it tells in another form is a defect.
     *
     * @throws IOException when it cannot be read
     */
    void read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                defects.add(file.toString(), "", "must be a JSON list");
                return;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                readEntry(json);
            }
            if (json.currentToken() != JsonToken.END_ARRAY) {
                defects.add(
                        new Defect(
                                file.toString(),
                                json.currentTokenLocation().getLineNr(),
                                "",
                                "must hold objects"));
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            defects.add(
                    new Defect(
                            file.toString(),
                            Math.max(0, line),
                            "",
                            "no JSON, or not the whole of it"));
        }
    }

    private void readEntry(JsonParser json) throws IOException {
        String type = "";
        String id = "";
        Map<String, String> attributes = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "_type" -> type = text(json, value);
                case "_id" -> id = text(json, value);
                case "_attributes" -> readAttributes(json, value, attributes);
                default -> json.skipChildren();
            }
        }
        if (type.equals("file") && !attributes.isEmpty()) {
            byName.computeIfAbsent(id, any -> new LinkedHashMap<>()).putAll(attributes);
        }
    }

    private static String text(JsonParser json, JsonToken value) throws IOException {
        if (value.isScalarValue()) {
            return json.getText();
        }
        json.skipChildren();
        return "";
    }

    private static void readAttributes(
            JsonParser json, JsonToken first, Map<String, String> attributes) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            if (json.nextToken().isScalarValue() && json.currentToken() != JsonToken.VALUE_NULL) {
                attributes.put(key, json.getText());
            } else {
                json.skipChildren();
            }
        }
    }
}
