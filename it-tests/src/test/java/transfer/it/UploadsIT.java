package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.it.Remote.Kind;

/** Uploads of a large file to real servers, broken off and gone on with. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadsIT {
    private static final int SIZE = 50_000_000;

    /** Where they are broken off at the earliest. */
    private static final int PART = 20_000_000;

    private final byte[] content = new byte[SIZE];
    private final Map<Kind, Remote> servers = new EnumMap<>(Kind.class);
    private Path folder;

    @AfterAll
    void stop() {
        servers.values().forEach(Remote::close);
    }

    @BeforeEach
    void prepare(@TempDir Path fresh) throws IOException {
        folder = fresh;
        new Random(5).nextBytes(content);
        Files.write(folder.resolve("large"), content);
    }

    @AfterEach
    void tidy() throws IOException {
        for (Remote remote : servers.values()) {
            for (String name : remote.names()) {
                remote.remove(name);
            }
        }
    }

    private Remote server(Kind kind) {
        return servers.computeIfAbsent(kind, Kind::start);
    }

    private Program program(String url) throws IOException {
        return Program.transfer(folder).input(Json.list(Json.transfer(folder + "/large", url)));
    }

    /** With the log-in in it. */
    private static String url(Remote server, String name) {
        return server.url(name).replace("://", "://" + Remote.USER + ":" + Remote.PASSWORD + "@");
    }

    private String[] arguments(String proof) {
        return new String[] {
            "--rate-limit", "40M", "--verify", proof, "--json", folder + "/results"
        };
    }

    private void killInTheMiddle(Kind kind, String proof) throws Exception {
        Running running = program(url(server(kind), "copy")).start(arguments(proof));
        running.await("a part is there", () -> server(kind).bytes() >= PART);
        running.signal("KILL").end();
        assertFalse(Files.exists(server(kind).file("copy")));
        assertEquals(1, server(kind).names().size());
    }

    /** How many bytes the last attempt sent. */
    private long finish(Kind kind, String proof) throws Exception {
        program(url(server(kind), "copy")).run(arguments(proof)).exited(0).doesNotSay("labpass");
        return sent(kind);
    }

    private long sent(Kind kind) throws IOException {
        assertEquals(-1, Files.mismatch(folder.resolve("large"), server(kind).file("copy")));
        assertEquals(List.of("copy"), server(kind).names());
        try (Stream<Path> left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
        List<Results.Item> items = Results.read(folder.resolve("results"));
        return Long.parseLong(items.getLast().attempts().getLast().get("bytes"));
    }

    @ParameterizedTest
    @EnumSource(names = {"FTP", "SFTP"})
    void aKilledUploadGoesOnWhereItIsReadBackInTheEnd(Kind kind) throws Exception {
        killInTheMiddle(kind, "require");

        assertTrue(finish(kind, "require") <= SIZE - PART);
    }

    @Test
    void aKilledUploadGoesOnWhereTheServerProvesWhatItHas() throws Exception {
        killInTheMiddle(Kind.SFTP, "prefer");

        assertTrue(finish(Kind.SFTP, "prefer") <= SIZE - PART);
        assertEquals(
                "destination_digest",
                Results.read(folder.resolve("results")).getFirst().field("evidence"));
    }

    @Test
    void whatAServerWithoutDigestsHasOfAKilledUploadIsTakenAway() throws Exception {
        killInTheMiddle(Kind.FTP, "prefer");

        assertEquals(SIZE, finish(Kind.FTP, "prefer"));
    }

    @Test
    void anUploadOfAnotherStateOfTheFileIsTakenAway() throws Exception {
        killInTheMiddle(Kind.SFTP, "require");
        content[7]++;
        Files.write(folder.resolve("large"), content);

        assertEquals(SIZE, finish(Kind.SFTP, "require"));
    }

    @Test
    void anUploadWhoseConnectionBreaksGoesOnInTheSameRun() throws Exception {
        Remote server = server(Kind.SFTP);
        URI root = URI.create(server.root());
        try (FaultProxy proxy =
                FaultProxy.before(new InetSocketAddress(root.getHost(), root.getPort()))) {
            proxy.next(1, new Fault.CutUploadAfter(PART + 1_000_000));
            String seen = url(server, "copy").replace(":" + root.getPort(), ":" + proxy.port());

            program(seen).run("--verify", "require", "--json", folder + "/results").exited(0);
        }
        assertTrue(sent(Kind.SFTP) <= SIZE - PART / 2);
        List<Results.Item> items = Results.read(folder.resolve("results"));
        assertEquals(2, items.getFirst().attempts().size());
    }
}
