package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code ./package} makes of the jars that this build packaged. */
final class Packed {
    /** The root of the sources. */
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Packed() {}

    /**
     * Makes the bundle, or what options say, unless it is there; the file is the last word said.
     */
    static Path make(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("package").toString());
        command.add("--built");
        command.addAll(List.of(options));
        List<String> said = run(command.toArray(String[]::new)).lines().toList();
        String file = said.getLast().replaceFirst("(: .*| is current)$", "");
        assertTrue(Files.isRegularFile(ROOT.resolve(file)), () -> "said: " + said);
        return ROOT.resolve(file);
    }

    /** Unpacks an archive into a folder that is not there yet; the one folder that it holds. */
    static Path unpack(Path archive, Path place) throws IOException, InterruptedException {
        Files.createDirectories(place);
        run("tar", "-xzf", archive.toString(), "-C", place.toString());
        return only(place, "");
    }

    /** The file of this directory whose name holds these words. */
    static Path only(Path directory, String words) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.getFileName().toString().contains(words)).toList();
            assertEquals(1, found.size(), found::toString);
            return found.getFirst();
        }
    }

    /** What a command prints that has to succeed. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        process.getOutputStream().close();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + printed);
        return printed;
    }

    /** Runs a command that has to end with this status; what it says. */
    static String exits(int status, String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(ROOT.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, process.waitFor(), said);
        return said;
    }

    /** Runs {@code ./package} where it has to refuse something, and to say so. */
    static void refuses(int status, String words, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ROOT.resolve("package").toString());
        command.add("--built");
        command.addAll(List.of(options));
        String said = exits(status, command.toArray(String[]::new));
        assertTrue(said.contains(words), said);
    }
}
