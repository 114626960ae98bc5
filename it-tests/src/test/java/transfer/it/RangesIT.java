package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.ContainerServer;

/** Large files of a real web server: by several ranges, and again after a kill. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RangesIT {
    private static final int BLOCK = 16 << 20;
    private static final int SIZE = 6 * BLOCK + 12_345;

    /** How the server notes a request of the file. */
    private static final Pattern SEEN =
            Pattern.compile("GET /large.bin (\\d+) (\\d+) .* range=\"(\\S+)\" .*");

    /** The bytes of the only attempt in the results. */
    private static final Pattern ATTEMPT =
            Pattern.compile("\"attempts\":\\[\\{[^\\[\\]]*\"bytes\":(\\d+)[^\\[\\]]*\\]");

    private final byte[] content = new byte[SIZE];
    private ContainerServer server;
    private Path folder;
    private int noted;

    @BeforeAll
    void start() throws IOException {
        server =
                ContainerServer.start(
                        "nginx",
                        List.of(
                                "HTTP_PORT",
                                "HTTPS_PORT",
                                "MTLS_PORT",
                                "STRANGER_PORT",
                                "EXPIRED_PORT"),
                        Map.of());
        new Random(7).nextBytes(content);
        Files.write(server.data().resolve("www/large.bin"), content);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
        noted = log().size();
    }

    private List<String> log() throws IOException {
        Path log = server.data().resolve("log/access.log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    /** What the server was asked for in this test: status, bytes, range. */
    private List<Matcher> seen() throws IOException {
        return log().stream().skip(noted).map(SEEN::matcher).filter(Matcher::matches).toList();
    }

    private long sent() throws IOException {
        return seen().stream().mapToLong(request -> Long.parseLong(request.group(2))).sum();
    }

    private Program program() throws IOException {
        String url = "http://localhost:" + server.port("HTTP_PORT") + "/large.bin";
        return Program.transfer(folder).input(Json.list(Json.transfer(url, folder + "/copy")));
    }

    private void assertArrived() throws IOException {
        assertEquals(-1, Files.mismatch(server.data().resolve("www/large.bin"), copy()));
        try (var names = Files.list(folder)) {
            assertTrue(names.noneMatch(path -> path.getFileName().toString().startsWith(".copy")));
        }
    }

    private Path copy() {
        return folder.resolve("copy");
    }

    @Test
    void aLargeFileComesBySeveralRanges() throws Exception {
        program().run("--streams", "4").exited(0);
        assertArrived();
        List<Matcher> ranges =
                seen().stream().filter(request -> request.group(1).equals("206")).toList();
        assertFalse(ranges.isEmpty());
        for (Matcher range : ranges) {
            assertTrue(range.group(3).matches("bytes=\\d+-\\d+"), range.group());
        }
    }

    @Test
    void oneStreamIsOneRequest() throws Exception {
        program().run("--streams", "1").exited(0);
        assertArrived();
        assertEquals(1, seen().size());
        assertEquals(SIZE, sent());
    }

    @Test
    void whatAKilledRunHadIsNotFetchedAgain() throws Exception {
        Running running = program().start("--rate-limit", "60M");
        running.await("some blocks are noted", () -> blocks() >= 3);
        running.signal("KILL").end();
        assertFalse(Files.exists(copy()));
        int kept = blocks();
        Path results = folder.resolve("results.json");
        program().run("--json", results.toString()).exited(0);
        assertArrived();
        Matcher bytes = ATTEMPT.matcher(Files.readString(results));
        assertTrue(bytes.find());
        assertEquals(SIZE - (long) kept * BLOCK, Long.parseLong(bytes.group(1)));
    }

    /** How many blocks the hidden file beside the copy has, by its map. */
    private int blocks() {
        try {
            return Files.readAllLines(folder.resolve(".copy.transfer.blocks")).size() - 1;
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
