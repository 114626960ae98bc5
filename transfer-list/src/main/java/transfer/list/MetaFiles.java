package transfer.list;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/**
 * The digests that a directory's {@code *.meta} files know, by logical name.
 *
 * @param checksums by logical name
 * @param warnings what could not be used, a sentence each
 */
public record MetaFiles(Map<String, Checksum> checksums, List<String> warnings) {
    private static final int EMPTY_BYTES = 2;

    public MetaFiles {
        checksums = Map.copyOf(checksums);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads every {@code *.meta} of the directory that is not hidden, in the order of their names.
     * Each holds a JSON array of objects with {@code _id}, the logical name, and {@code
     * _attributes} with {@code checksum.value} and perhaps {@code checksum.type}, which is SHA-256
     * unless said. Of several digests for a name the last one read counts. A file of two bytes or
     * less says nothing; one that is not JSON counts as if it said nothing, with a warning.
     *
     * @throws IOException when the directory cannot be listed
     */
    public static MetaFiles read(Path directory) throws IOException {
        return read(directory, List.of());
    }

    /**
     * The same with further files, which are read after those of the directory, in their order; one
     * that is missing says nothing, with a warning.
     *
     * @throws IOException when the directory cannot be listed
     */
    public static MetaFiles read(Path directory, List<Path> others) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(directory)) {
            for (Path file : listing) {
                String name = file.getFileName().toString();
                if (name.endsWith(".meta") && !name.startsWith(".")) {
                    files.add(file);
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(null);
        files.addAll(others);
        Map<String, Checksum> checksums = new HashMap<>();
        List<String> warnings = new ArrayList<>();
        for (Path file : files) {
            Reading reading = new Reading(file.getFileName().toString(), warnings);
            reading.read(file);
            reading.found.forEach((id, checksum) ->
                    checksum.ifPresentOrElse(
                            known -> checksums.put(id, known), () -> checksums.remove(id)));
        }
        return new MetaFiles(checksums, warnings);
    }

    /** One file. */
    private static final class Reading {
        private final String fileName;
        private final List<String> warnings;

        /** What the file says, in order; empty where it says something that cannot be used. */
        private final Map<String, Optional<Checksum>> found = new LinkedHashMap<>();

        private int entry;

        Reading(String fileName, List<String> warnings) {
            this.fileName = fileName;
            this.warnings = warnings;
        }

        void read(Path file) {
            try {
                if (!Files.isRegularFile(file)) {
                    unusable("it is no file");
                } else if (Files.size(file) > EMPTY_BYTES) {
                    try (InputStream input = Files.newInputStream(file)) {
                        readArray(input);
                    }
                }
            } catch (JsonProcessingException e) {
                unusable("line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
            } catch (IOException e) {
                unusable(e.toString());
            }
        }

        private void unusable(String why) {
            found.clear();
            warnings.add("Error parsing the meta data: " + fileName + ": " + why);
        }

        private void warn(String what) {
            warnings.add(fileName + ", entry " + entry + ": " + what);
        }

        private void readArray(InputStream input) throws IOException {
            try (JsonParser parser = new JsonFactory().createParser(new ByteTextReader(input))) {
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    unusable("it is not an array");
                    return;
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    entry++;
                    readEntry(parser);
                }
                if (parser.nextToken() != null) {
                    unusable("there is more after the array's end");
                }
            }
        }

        private void readEntry(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                warn("it is not an object");
                parser.skipChildren();
                return;
            }
            String id = null;
            Map<String, String> attributes = Map.of();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("_id") && value == JsonToken.VALUE_STRING) {
                    id = parser.getText();
                } else if (name.equals("_attributes") && value == JsonToken.START_OBJECT) {
                    attributes = readAttributes(parser);
                } else {
                    parser.skipChildren();
                }
            }
            if (id == null) {
                warn("it has no '_id'");
            } else if (attributes.containsKey("checksum.value")) {
                found.put(id, checksum(id, attributes));
            }
        }

        private static Map<String, String> readAttributes(JsonParser parser) throws IOException {
            Map<String, String> attributes = new HashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                boolean known = name.equals("checksum.value") || name.equals("checksum.type");
                if (parser.nextToken() != JsonToken.VALUE_NULL && known) {
                    attributes.put(name, parser.getText());
                }
                parser.skipChildren();
            }
            return attributes;
        }

        private Optional<Checksum> checksum(String id, Map<String, String> attributes) {
            String type = attributes.getOrDefault("checksum.type", "sha256");
            Optional<DigestAlgorithm> algorithm = DigestAlgorithm.named(type);
            if (algorithm.isEmpty()) {
                warn("the checksum of '" + id + "' is of the unknown type '" + type + "'");
                return Optional.empty();
            }
            try {
                return Optional.of(new Checksum(algorithm.get(), attributes.get("checksum.value")));
            } catch (IllegalArgumentException e) {
                warn("the checksum of '" + id + "' is none: " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
