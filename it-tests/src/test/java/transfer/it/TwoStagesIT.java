package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.it.Remote.Kind;

/**
 * From one real server to another by way of the local disk, killed with {@code kill -9} in either
 * stage and continued by the same command.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TwoStagesIT {
    private static final int BLOCK = 16 << 20;
    private static final int SIZE = 3 * BLOCK + 12_345;

    /** Slow enough to be killed in the middle. */
    private static final String RATE = "40M";

    private final byte[] content = new byte[SIZE];
    private final Map<Kind, Remote> sources = new EnumMap<>(Kind.class);
    private final Map<Kind, Remote> destinations = new EnumMap<>(Kind.class);
    private Path folder;

    /** The ways that are tried. */
    enum Way {
        HTTP_TO_WEBDAV(Kind.HTTP, Kind.WEBDAV),
        HTTP_TO_SFTP(Kind.HTTP, Kind.SFTP),
        FTP_TO_SFTP(Kind.FTP, Kind.SFTP),
        SFTP_TO_WEBDAV(Kind.SFTP, Kind.WEBDAV),
        WEBDAV_TO_WEBDAV(Kind.WEBDAV, Kind.WEBDAV);

        private final Kind from;
        private final Kind to;

        Way(Kind from, Kind to) {
            this.from = from;
            this.to = to;
        }

        /** Whether an upload to there goes on where it broke off without being read back. */
        boolean goesOn() {
            return to == Kind.SFTP;
        }
    }

    @BeforeAll
    void start() throws IOException {
        new Random(11).nextBytes(content);
        for (Way way : Way.values()) {
            if (!sources.containsKey(way.from)) {
                sources.put(way.from, way.from.start());
                sources.get(way.from).put("large.bin", content);
            }
            destinations.computeIfAbsent(way.to, Kind::start);
        }
    }

    @AfterAll
    void stop() {
        sources.values().forEach(Remote::close);
        destinations.values().forEach(Remote::close);
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
    }

    @AfterEach
    void tidy() throws IOException {
        for (Remote remote : destinations.values()) {
            for (String name : remote.names()) {
                remote.remove(name);
            }
        }
    }

    private Program program(Way way) throws IOException {
        Remote from = sources.get(way.from);
        Remote to = destinations.get(way.to);
        Files.createDirectories(folder.resolve("home/.ssh"));
        for (Remote remote : List.of(from, to)) {
            Path hosts = remote.container().data().resolve("known_hosts");
            if (Files.exists(hosts)) {
                Files.copy(hosts, Files.newOutputStream(folder.resolve("home/.ssh/known_hosts")));
            }
        }
        Path credentials =
                Secrets.file(
                        folder.resolve("credentials"), section(from.root()) + section(to.root()));
        return Program.transfer(folder)
                .with("PEGASUS_CREDENTIALS", credentials.toString())
                .input(Json.list(Json.transfer(from.url("large.bin"), to.url("deep/down/copy"))));
    }

    private static String section(String root) {
        String server = root.replaceFirst("(//[^/]*)/.*", "$1");
        return "[%s]\nusername = %s\npassword = %s\n"
                .formatted(server, Remote.USER, Remote.PASSWORD);
    }

    private String[] arguments() {
        return new String[] {"--rate-limit", RATE, "--json", folder + "/results"};
    }

    private Path copy(Way way) {
        return destinations.get(way.to).file("deep/down/copy");
    }

    private List<Path> staged(String end) {
        try (Stream<Path> files = Files.list(folder.resolve("tmp"))) {
            return files.filter(file -> file.getFileName().toString().endsWith(end)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int blocks() {
        try {
            List<Path> maps = staged(".blocks");
            return maps.isEmpty() ? 0 : Files.readAllLines(maps.getFirst()).size() - 1;
        } catch (IOException _) {
            return 0; // it is being renamed
        }
    }

    private void assertArrivedAndTidy(Way way) throws IOException {
        assertEquals(
                -1, Files.mismatch(sources.get(way.from).file("large.bin"), copy(way)), "content");
        assertEquals(List.of("deep/down/copy"), destinations.get(way.to).names());
        assertEquals(List.of("large.bin"), sources.get(way.from).names());
        assertEquals(List.of(), staged(""));
    }

    /**
     * Those that moved something: servers of WebDAV are asked first whether they copy by
     * themselves.
     */
    private List<Map<String, String>> attempts() throws IOException {
        List<Results.Item> items = Results.read(folder.resolve("results"));
        assertEquals(1, items.size());
        assertEquals("done", items.getFirst().field("outcome"), items::toString);
        return items.getFirst().attempts().stream()
                .filter(attempt -> !attempt.containsKey("failure.kind"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void goesByWayOfTheLocalDisk(Way way) throws Exception {
        program(way).run(arguments()).exited(0).doesNotSay(Remote.PASSWORD);
        assertArrivedAndTidy(way);
        List<Map<String, String>> attempts = attempts();
        assertEquals(2, attempts.size(), attempts::toString);
    }

    @ParameterizedTest
    @EnumSource
    void killedInTheFirstStageItFetchesOnlyWhatIsMissing(Way way) throws Exception {
        Running running = program(way).start(arguments());
        running.await("a block is noted", () -> blocks() >= 1);
        running.signal("KILL").end();
        int kept = blocks();
        assertFalse(Files.exists(copy(way)));

        program(way).run(arguments()).exited(0);

        assertArrivedAndTidy(way);
        assertEquals(
                SIZE - (long) kept * BLOCK, Long.parseLong(attempts().getFirst().get("bytes")));
    }

    @ParameterizedTest
    @EnumSource
    void killedInTheSecondStageItDoesNotFetchAgain(Way way) throws Exception {
        Running running = program(way).start(arguments());
        long least = way.goesOn() ? BLOCK : 0;
        running.await(
                "a part is stored",
                () ->
                        staged(".upload").stream().anyMatch(note -> note.toFile().length() > 0)
                                && destinations.get(way.to).bytes() >= least);
        running.signal("KILL").end();
        assertFalse(Files.exists(copy(way)));
        assertEquals(1, staged(".data").size());

        program(way).run(arguments()).exited(0);

        assertArrivedAndTidy(way);
        List<Map<String, String>> attempts = attempts();
        assertEquals(1, attempts.size(), attempts::toString);
        long sent = Long.parseLong(attempts.getFirst().get("bytes"));
        assertTrue(way.goesOn() ? sent <= SIZE - least : sent == SIZE, () -> "sent " + sent);
    }
}
