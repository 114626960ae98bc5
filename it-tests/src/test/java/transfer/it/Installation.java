package transfer.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The packaged program in the layout of a release: start scripts, jars, a Java runtime beside them.
 * The jars are the ones that this build packaged; the runtime is the one that runs the tests.
 *
 * @param home the folder; its name holds a blank
 */
record Installation(Path home) {
    /** Lays it out, or fails when the program was not packaged. */
    static Installation lay(Path home) {
        Path root = Path.of("").toAbsolutePath().getParent();
        Path jars = root.resolve("transfer-cli/target/app/lib");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException(jars + " is missing: package transfer-cli first");
        }
        Path java = Path.of(ProcessHandle.current().info().command().orElseThrow());
        try {
            Files.createDirectories(home.resolve("scripts"));
            copy(root, home, "transfer");
            copy(root, home, "scripts/find-java.sh");
            copy(root, home, "scripts/java.options");
            link(home.resolve("pegasus-transfer"), Path.of("transfer"));
            link(home.resolve("pegasus-integrity"), Path.of("transfer"));
            link(home.resolve("lib"), jars);
            link(home.resolve("runtime"), java.toRealPath().getParent().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Installation(home);
    }

    private static void copy(Path from, Path to, String name) throws IOException {
        Files.copy(
                from.resolve(name),
                to.resolve(name),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target);
    }
}
