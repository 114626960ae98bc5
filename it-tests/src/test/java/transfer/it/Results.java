package transfer.it;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of results, read back. */
final class Results {
    private static final JsonFactory JSON = new JsonFactory();

    private Results() {}

    /**
     * What became of one item.
     *
     * @param fields its texts and numbers by their names; those of an object have its name and a
     *     point in front
     * @param attempts the same of its attempts
     */
    record Item(Map<String, String> fields, List<Map<String, String>> attempts) {
        String field(String name) {
            return fields.getOrDefault(name, "");
        }

        int number() {
            return Integer.parseInt(field("item"));
        }
    }

    static List<Item> read(Path file) throws IOException {
        List<Item> items = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            try (JsonParser json = JSON.createParser(line)) {
                json.nextToken();
                List<Map<String, String>> attempts = new ArrayList<>();
                Map<String, String> fields = new LinkedHashMap<>();
                object(json, "", fields, attempts);
                if (!"run".equals(fields.get("type"))) {
                    items.add(new Item(fields, attempts));
                }
            }
        }
        return items;
    }

    private static void object(
            JsonParser json,
            String prefix,
            Map<String, String> fields,
            List<Map<String, String>> attempts)
            throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = prefix + json.currentName();
            switch (json.nextToken()) {
                case START_OBJECT -> object(json, name + ".", fields, attempts);
                case START_ARRAY -> array(json, name, fields, attempts);
                default -> fields.put(name, json.getText());
            }
        }
    }

    private static void array(
            JsonParser json,
            String name,
            Map<String, String> fields,
            List<Map<String, String>> attempts)
            throws IOException {
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            if (json.currentToken() == JsonToken.START_OBJECT) {
                Map<String, String> each = new LinkedHashMap<>();
                object(json, "", each, new ArrayList<>());
                if (name.equals("attempts")) {
                    attempts.add(each);
                }
            } else {
                fields.put(name + "[" + i + "]", json.getText());
            }
        }
    }
}
