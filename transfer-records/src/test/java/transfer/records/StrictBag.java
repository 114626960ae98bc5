package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a bag as strictly as RFC 8493 allows, section by section, and fails where it is none. */
final class StrictBag {
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})[ \\t]+([^\\s].*)");
    private static final Pattern FETCH = Pattern.compile("(\\S+)[ \\t]+(\\d+|-)[ \\t]+([^\\s].*)");

    final Map<String, String> fetch = new HashMap<>();
    final Map<String, String> info = new HashMap<>();
    final Map<String, String> payload;

    private final Path directory;
    private long fetchedBytes;

    StrictBag(Path directory) throws IOException {
        this.directory = directory;
        // 2.1.1: exactly two lines
        assertEquals("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", text("bagit.txt"));
        payload = manifest("manifest-sha256.txt");
        readFetch();
        checkPayload();
        checkTags();
        checkInfo();
    }

    private String text(String name) throws IOException {
        return new String(Files.readAllBytes(directory.resolve(name)), StandardCharsets.UTF_8);
    }

    /** 2.1.3 and 2.2.1: one digest a path, each path once, CR, LF and % escaped, nothing else. */
    private Map<String, String> manifest(String name) throws IOException {
        Map<String, String> found = new HashMap<>();
        for (String line : text(name).split("\n")) {
            Matcher matcher = LINE.matcher(line);
            assertTrue(matcher.matches(), line);
            assertEquals(null, found.put(unescaped(matcher.group(2)), matcher.group(1)), line);
        }
        return found;
    }

    private static String unescaped(String path) {
        assertTrue(!path.replaceAll("%(25|0D|0A)", "").contains("%"), path);
        return path.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    }

    /** 2.2.3. */
    private void readFetch() throws IOException {
        if (!Files.exists(directory.resolve("fetch.txt"))) {
            return;
        }
        for (String line : text("fetch.txt").split("\n")) {
            Matcher matcher = FETCH.matcher(line);
            assertTrue(matcher.matches(), line);
            String path = unescaped(matcher.group(3));
            assertTrue(payload.containsKey(path), path + " is in no manifest");
            assertEquals(null, fetch.put(path, matcher.group(1)), line);
            assertTrue(java.net.URI.create(matcher.group(1)).isAbsolute(), line);
            fetchedBytes += Long.parseLong(matcher.group(2));
        }
    }

    /** 3: complete and valid, apart from what is to be fetched. */
    private void checkPayload() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = directory.relativize(file).toString();
                there.add(path);
                assertEquals(digest(file), payload.get(path), path);
            }
        }
        Set<String> expected = new HashSet<>(payload.keySet());
        expected.removeAll(fetch.keySet());
        assertEquals(expected, there);
        for (String path : payload.keySet()) {
            assertTrue(path.startsWith("data/") && !path.contains("/../"), path);
        }
    }

    private void checkTags() throws IOException {
        Map<String, String> tags = manifest("tagmanifest-sha256.txt");
        Set<String> there = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (!name.startsWith("tagmanifest-")) {
                    there.add(name);
                    assertEquals(digest(file), tags.get(name), name);
                }
            }
        }
        assertEquals(there, tags.keySet());
    }

    /** 2.2.2: the sum and the number of all payload files. */
    private void checkInfo() throws IOException {
        for (String line : text("bag-info.txt").split("\n")) {
            List<String> parts = List.of(line.split(": ", 2));
            assertEquals(2, parts.size(), line);
            info.put(parts.get(0), parts.get(1));
        }
        long bytes = fetchedBytes;
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            bytes += files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
        }
        assertEquals(bytes + "." + payload.size(), info.get("Payload-Oxum"));
    }

    private static String digest(Path file) throws IOException {
        return Digests.sha256(Files.readAllBytes(file)).hex();
    }
}
