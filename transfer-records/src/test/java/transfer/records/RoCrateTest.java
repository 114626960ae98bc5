package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;

/** What is compared here are the sentences of the specification of RO-Crate 1.2 with a MUST. */
class RoCrateTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123456Z");

    @TempDir Path folder;
    private final List<PlacedReceipt> files = new ArrayList<>();
    private final Map<String, Map<String, String>> entities = new HashMap<>();
    private String context;

    private void add(String source, String destination) {
        files.add(
                new PlacedReceipt(
                        BagTest.receipt(
                                source, destination, 6, Checksum.sha256(Lists.HELLO_SHA256)),
                        Lists.place(destination).url()));
    }

    private int write(Optional<String> license) throws IOException {
        Path file = folder.resolve(RoCrate.NAME);
        int outside = RoCrate.write(file, files, new RoCrate.Terms("A name", license, NOW));
        entities.clear();
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            json.nextToken();
            json.nextToken();
            assertEquals("@context", json.currentName());
            context = json.nextTextValue();
            json.nextToken();
            assertEquals("@graph", json.currentName());
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                Map<String, String> entity = entity(json);
                assertEquals(null, entities.put(entity.get("@id"), entity), "described twice");
            }
        }
        return outside;
    }

    /** Its properties; references are the ids that they refer to, several with commas. */
    private static Map<String, String> entity(JsonParser json) throws IOException {
        Map<String, String> properties = new HashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            List<String> values = new ArrayList<>();
            int depth = 0;
            do {
                JsonToken token = json.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING) {
                    values.add(json.getText());
                }
            } while (depth > 0);
            assertEquals(null, properties.put(name, String.join(",", values)));
        }
        return properties;
    }

    private Map<String, String> entity(String id) {
        assertTrue(entities.containsKey(id), () -> id + " is none of " + entities.keySet());
        return entities.get(id);
    }

    @Test
    void theMetadataDescribeThemselvesAndTheRoot() throws IOException {
        add("http://h/a", folder + "/a.txt");
        assertEquals(0, write(Optional.empty()));
        assertEquals("https://w3id.org/ro/crate/1.2/context", context);
        Map<String, String> descriptor = entity("ro-crate-metadata.json");
        assertEquals("CreativeWork", descriptor.get("@type"));
        assertEquals("./", descriptor.get("about"));
        assertEquals("https://w3id.org/ro/crate/1.2", descriptor.get("conformsTo"));
        Map<String, String> root = entity("./");
        assertEquals("Dataset", root.get("@type"));
        assertEquals("A name", root.get("name"));
        assertFalse(root.get("description").isEmpty());
        assertEquals("2026-11-22T12:00:00.123Z", root.get("datePublished"));
        assertFalse(root.get("license").isEmpty());
        assertEquals("a.txt", root.get("hasPart"));
    }

    @Test
    void aFileHasSizeDigestFormatAndTime() throws IOException {
        add("http://h/a", folder + "/d/a.txt");
        write(Optional.empty());
        Map<String, String> file = entity("d/a.txt");
        assertEquals("File", file.get("@type"));
        assertEquals("a.txt", file.get("name"));
        assertEquals("6", file.get("contentSize"));
        assertEquals(Lists.HELLO_SHA256, file.get("sha256"));
        assertEquals("text/plain", file.get("encodingFormat"));
        assertEquals("2026-11-22T10:00:01Z", file.get("dateCreated"));
    }

    @Test
    void aFileOnAServerIsWebBased() throws IOException {
        add(folder + "/a", "https://h/up/a b.odd");
        write(Optional.empty());
        Map<String, String> file = entity("https://h/up/a%20b.odd");
        assertEquals("2026-11-22T10:00:01Z", file.get("sdDatePublished"));
        assertFalse(file.containsKey("encodingFormat"));
    }

    @Test
    void everyTransferIsAnActionWithAllThatTookPart() throws IOException {
        add("http://h/a?token=***", folder + "/a");
        add("http://h/b", folder + "/b");
        write(Optional.empty());
        Map<String, String> action = entity("#transfer-1");
        assertEquals("CreateAction", action.get("@type"));
        assertEquals("Transfer of a", action.get("name"));
        assertEquals("verified: source_digest", action.get("description"));
        assertEquals("2026-11-22T10:00:00Z", action.get("startTime"));
        assertEquals("2026-11-22T10:00:01Z", action.get("endTime"));
        assertEquals("http://schema.org/CompletedActionStatus", action.get("actionStatus"));
        assertEquals("a", action.get("result"));
        assertEquals("Person", entity(action.get("agent")).get("@type"));
        assertEquals("joe", entity(action.get("agent")).get("name"));
        Map<String, String> program = entity(action.get("instrument"));
        assertEquals("SoftwareApplication", program.get("@type"));
        assertEquals("transfer", program.get("name"));
        assertEquals("transfer 1", program.get("version"));
        assertEquals("http://h/a?token=***", entity(action.get("object")).get("@id"));
        assertEquals("b", entity("#transfer-2").get("result"));
    }

    @Test
    void everythingReferredToIsDescribed() throws IOException {
        add("http://h/a", folder + "/a");
        add("http://h/a", folder + "/b c");
        add(folder + "/a", folder + "/ä");
        write(Optional.of("https://spdx.org/licenses/CC0-1.0"));
        for (Map<String, String> entity : entities.values()) {
            for (String property :
                    new String[] {"about", "hasPart", "agent", "instrument", "object", "result"}) {
                for (String id : entity.getOrDefault(property, "./").split(",")) {
                    entity(id);
                }
            }
        }
        assertEquals("CreativeWork", entity(entity("./").get("license")).get("@type"));
        assertTrue(entity("./").get("hasPart").contains("b%20c,%C3%A4"));
    }

    @Test
    void identifiersAreUris() throws IOException {
        add("http://h/a", folder + "/a:b#c?d%e\udcff");
        write(Optional.empty());
        Map<String, String> file = entity("a%3Ab%23c%3Fd%25e%FF");
        assertEquals("a:b#c?d%e\uFFFD", file.get("name"));
        entities.keySet().forEach(java.net.URI::create);
    }

    @Test
    void filesElsewhereAreCounted() throws IOException {
        add("http://h/a", "/elsewhere/a");
        add("http://h/b", folder + "x/b");
        add("http://h/c", folder + "/c");
        assertEquals(2, write(Optional.empty()));
        assertEquals("file:///elsewhere/a", entity("#transfer-1").get("result"));
    }

    @Test
    void wordsAreALicenseToo() throws IOException {
        write(Optional.of("for members only"));
        assertEquals("for members only", entity("./").get("license"));
    }

    @Test
    void whatWasThereIsReplacedInOneStep() throws IOException {
        write(Optional.empty());
        add("http://h/a", folder + "/a");
        write(Optional.empty());
        entity("a");
        try (var left = Files.list(folder)) {
            assertEquals(List.of(folder.resolve(RoCrate.NAME)), left.toList());
        }
    }

    @Test
    void aPlaceThatSeveralReceiptsTellOfIsDescribedOnce() throws IOException {
        add("http://h/a", folder + "/a");
        add("http://h/b", folder + "/a");
        write(Optional.empty());
        assertEquals("a", entity("./").get("hasPart"));
        assertEquals("a", entity("#transfer-1").get("result"));
        assertEquals("a", entity("#transfer-2").get("result"));
    }
}
