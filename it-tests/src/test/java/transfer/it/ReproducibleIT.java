package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who builds again what we built gets what we gave out, byte by byte. */
class ReproducibleIT {
    private static final List<String> MODULES = List.of("retry", "checksum");

    private static final String COPY_FOR_NOBODY_ELSE =
            "umask 077; cp -R --parents package scripts bundle transfer README.md CHANGELOG.md docs"
                    + " transfer-cli/target/app \"$0\"";

    @TempDir Path folder;

    /** Names, kinds, rights, times and, but for the cache, sizes. */
    private static List<String> entries(Path archive) throws Exception {
        return Packed.run("tar", "--full-time", "-tvzf", archive.toString())
                .lines()
                .map(line -> line.endsWith(".aot") ? line.replaceFirst("/0 +[0-9]+", "/0") : line)
                .toList();
    }

    @Test
    void aBundleMadeAgainDiffersInNothingButTheCache() throws Exception {
        Path first = Packed.make();
        Path clone = Files.createDirectory(folder.resolve("a clone that others may not read"));
        Packed.run("sh", "-c", COPY_FOR_NOBODY_ELSE, clone.toString());
        Path again = folder.resolve("again");
        Path others = Files.createDirectories(again.resolve("package/of somebody else"));
        Packed.run(
                clone.resolve("package").toString(), "--built", "--anew", "--to", again.toString());
        Path second = again.resolve(first.getFileName());

        assertTrue(Files.exists(others));
        Packed.only(again, "package"); // and what it worked in is gone

        List<String> entries = entries(first);
        assertTrue(entries.size() > 200, entries::toString);
        assertEquals(entries, entries(second));
        Path one = Packed.unpack(first, folder.resolve("one"));
        Path two = Packed.unpack(second, folder.resolve("two"));
        Packed.run("diff", "-r", "--exclude=*.aot", one.toString(), two.toString());
    }

    /** The jars that this build packaged, and others of the same sources, elsewhere and later. */
    @Test
    void aJarMadeAgainIsTheSame() throws Exception {
        Path clone = copyOfTheSources();
        Packed.run(
                "mvn",
                "-o",
                "-q",
                "-B",
                "-f",
                clone.resolve("pom.xml").toString(),
                "-P",
                "!formatter",
                "-pl",
                String.join(",", MODULES),
                "package",
                "-Dmaven.test.skip=true",
                "-Denforcer.skip=true");
        for (String module : MODULES) {
            Path made = Packed.only(clone.resolve(module).resolve("target"), ".jar");
            Path ours = Packed.ROOT.resolve(module + "/target").resolve(made.getFileName());
            assertNotEquals(Files.getLastModifiedTime(ours), Files.getLastModifiedTime(made));
            assertEquals(-1, Files.mismatch(ours, made), made::toString);
        }
    }

    private Path copyOfTheSources() throws IOException {
        Path clone = folder.resolve("clone");
        try (Stream<Path> all = Files.walk(Packed.ROOT)) {
            for (Path file : all.filter(ReproducibleIT::isSource).toList()) {
                Path copy = clone.resolve(Packed.ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return clone;
    }

    private static boolean isSource(Path file) {
        Path inside = Packed.ROOT.relativize(file);
        return Files.isRegularFile(file)
                && !inside.toString().contains("target/")
                && (inside.endsWith("pom.xml")
                        || MODULES.contains(inside.getName(0).toString())
                                && inside.toString().contains("/src/main/"));
    }
}
