import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A jar of the bundle.
 *
 * @param group who publishes it, as Maven names them
 * @param licence as {@code names} has it; empty for our own
 */
record Library(Path jar, String group, String name, String version, Optional<String> licence) {
    private static final Pattern FILE = Pattern.compile("(.+?)-([0-9].*)\\.jar");

    /** What {@code names} knows of libraries whose jars begin like this. */
    record Known(String licence, Optional<String> group) {}

    /** The lines of {@code names}. */
    static Map<String, Known> known(Path names) throws IOException {
        Map<String, Known> known = new TreeMap<>();
        for (String line : Files.readAllLines(names)) {
            if (!line.startsWith("#")) {
                List<String> words = List.of(line.split(" "));
                known.put(words.get(0), new Known(words.get(1), words.stream().skip(2).findAny()));
            }
        }
        return known;
    }

    /** Reads the file's name and what Maven left inside. */
    static Library of(Path jar, Map<String, Known> all) throws IOException {
        Matcher file = FILE.matcher(jar.getFileName().toString());
        if (!file.matches()) {
            throw new IllegalStateException("no version: " + jar);
        }
        String name = file.group(1);
        try (FileSystem entries = FileSystems.newFileSystem(jar)) {
            if (Files.isDirectory(entries.getPath("/transfer"))) {
                return new Library(jar, "transfer", name, file.group(2), Optional.empty());
            }
            String begins = jar.getFileName().toString();
            Known known =
                    all.keySet().stream()
                            .filter(begins::startsWith)
                            .max(Comparator.comparing(String::length))
                            .map(all::get)
                            .orElseThrow(() ->
                                    new IllegalStateException("no licence known: " + jar));
            String group =
                    known.group()
                            .or(() -> group(entries.getPath("/META-INF/maven"), name))
                            .orElseThrow(() ->
                                    new IllegalStateException("nobody publishes it: " + jar));
            return new Library(jar, group, name, file.group(2), Optional.of(known.licence()));
        }
    }

    private static Optional<String> group(Path maven, String name) {
        if (!Files.isDirectory(maven)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.walk(maven)) {
            for (Path file : all.filter(path -> path.endsWith("pom.properties")).toList()) {
                Properties properties = new Properties();
                try (InputStream input = Files.newInputStream(file)) {
                    properties.load(input);
                }
                if (name.equals(properties.getProperty("artifactId"))) {
                    return Optional.of(properties.getProperty("groupId"));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The name of its file without the ending. */
    String file() {
        return jar.getFileName().toString().replaceFirst("\\.jar$", "");
    }
}
