package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists in {@code examples/}, as the README tells a new user to run them. */
class FirstStepsIT {
    private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolveSibling("examples");

    @TempDir Path folder;

    @BeforeEach
    void copyTheExamples() throws IOException {
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve("examples").resolve(EXAMPLES.relativize(file)));
            }
        }
    }

    private Ended run(String list, String... more) throws IOException, InterruptedException {
        List<String> arguments =
                Stream.concat(Stream.of("-f", "examples/" + list), Stream.of(more)).toList();
        return Program.transfer(folder)
                .with("PWD", folder.toString())
                .run(arguments.toArray(String[]::new));
    }

    private void assertSame(String source, String copy) throws IOException {
        assertEquals(
                -1,
                Files.mismatch(
                        folder.resolve("examples/data").resolve(source), folder.resolve(copy)));
    }

    @Test
    void theFirstList() throws Exception {
        run("first.in").exited(0);
        assertSame("hello.txt", "target/first/hello.txt");
        assertSame("it's a name.txt", "target/first/it's a name.txt");
        assertSame("measurements.csv", "target/first/measurements.csv");
        assertTrue(Files.isSymbolicLink(folder.resolve("target/first/link.txt")));
        assertSame("hello.txt", "target/first/link.txt");
        assertTrue(Files.isDirectory(folder.resolve("target/first/empty")));
    }

    @Test
    void theFirstListOnceMore() throws Exception {
        run("first.in").exited(0);
        run("first.in").exited(0);
    }

    @Test
    void theFirstListWithTheFileChanged() throws Exception {
        Files.writeString(folder.resolve("examples/data/measurements.csv"), "station,day\n");
        run("first.in", "-m", "1").says("measurements.csv");
        assertFalse(Files.exists(folder.resolve("target/first/measurements.csv")));
    }

    @Test
    void theFieldsOfJson() throws Exception {
        run("fields.json").exited(0);
        assertSame("hello.txt", "target/fields/hello.txt");
        assertSame("hello.txt", "target/fields/linked.txt");
        assertFalse(Files.exists(folder.resolve("target/fields/results")));
    }

    @Test
    void webServersInADryRun() throws Exception {
        Ended ended = run("web.json", "--dry-run").exited(0);
        String all = ended.out() + ended.err();
        assertTrue(all.contains("https://data.example.org/set/data.tar.gz"), all);
        assertTrue(all.contains("https://archive.example.org/in/result.csv"), all);
        assertFalse(Files.exists(folder.resolve("target/web")));
    }

    @Test
    void everyListIsRunByATest() throws Exception {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            assertEquals(
                    List.of("fields.json", "first.in", "web.json"),
                    files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.endsWith(".md"))
                            .sorted()
                            .toList());
        }
    }
}
