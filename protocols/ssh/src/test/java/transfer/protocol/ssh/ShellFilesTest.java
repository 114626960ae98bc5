package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.ssh.SshServer.Port;
import transfer.protocol.testkit.Trial;

/** What a shell does for files, beyond what the conformance suite asks of it. */
@Tag("container")
class ShellFilesTest {
    private static SshServer server;

    private final SshConnections connections = server.connections();

    @BeforeAll
    static void start() {
        server = SshServer.start(Port.SCP, Port.BARE, Port.FEW, Port.JAIL);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void disconnect() {
        connections.close();
    }

    private ShellFiles files(Port port) throws Exception {
        SshConnection connection = SshServer.connect(connections, server.url(port, "/"));
        return new ShellFiles(connection, connection.provenance());
    }

    private static Errand errand() {
        return Errand.request(server.url(Port.SCP, "/path"), "cannot do it to");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "//", "/data", "/data/home", "/data/home/", "/data/files/.."})
    void rootAndHomeAreNeverRemoved(String path) throws Exception {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> files(Port.SCP).remove(errand(), path, true));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        assertTrue(failure.getMessage().contains("never removed"), failure::getMessage);
        assertTrue(Files.isDirectory(server.files()));
    }

    @Test
    void linkToADirectoryIsRemovedAndNotWhatIsInIt() throws Exception {
        Path kept = Files.createDirectories(server.files().resolve("kept"));
        Files.write(kept.resolve("file"), new byte[1]);
        Path link = server.files().resolve("link");
        Files.createSymbolicLink(link, Path.of(SshServer.pathThere("kept")));

        assertEquals(
                Optional.of(true),
                files(Port.SCP).remove(errand(), SshServer.pathThere("link/"), true));

        assertTrue(Files.exists(kept.resolve("file")));
        assertTrue(!Files.isSymbolicLink(link));
    }

    @Test
    void namesOfAnyBytesAreListed() throws Exception {
        Path folder = Files.createDirectories(server.files().resolve("names"));
        List<String> names =
                new ArrayList<>(
                        List.of("new\nline", "two  words", ".hidden", "-rf", "Gr\uDCFC", "it's"));
        for (String name : names) {
            Files.write(TransferUrl.parse("file://" + folder + "/" + name).toPath(), new byte[1]);
        }

        List<String> listed =
                new ArrayList<>(
                        files(Port.SCP).list(errand(), SshServer.pathThere("names")).orElseThrow());

        names.sort(null);
        listed.sort(null);
        assertEquals(names, listed);
    }

    @Test
    void withoutStatThereIsWhatLsTells() throws Exception {
        Files.write(server.files().resolve("some"), new byte[1234]);
        Path ls = server.commands().resolve("ls");
        Files.createSymbolicLink(ls, Path.of("/bin/ls"));
        try {
            ShellFiles files = files(Port.BARE);
            FileStat file = files.stat(errand(), SshServer.pathThere("some")).orElseThrow();
            FileStat folder = files.stat(errand(), "/data/files").orElseThrow();

            assertEquals(OptionalLong.of(1234), file.size());
            assertEquals(FileStat.Kind.FILE, file.kind());
            assertEquals(Optional.empty(), file.identity());
            assertEquals(FileStat.Kind.DIRECTORY, folder.kind());
        } finally {
            Files.delete(ls);
        }
    }

    @Test
    void fileIsPublishedWithItsModeOverAnotherButNotIntoADirectory() throws Exception {
        Path folder = server.files().resolve("directory");
        Files.createDirectories(folder);
        ShellFiles files = files(Port.SCP);
        String target = files.target(errand(), SshServer.pathThere("a/b/target")).orElseThrow();
        Path made = server.files().resolve("a/b");
        assertTrue(Files.isDirectory(made));

        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () ->
                                files.publish(
                                        errand(),
                                        target,
                                        SshServer.pathThere("directory"),
                                        OptionalInt.empty()));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        try (var inside = Files.list(folder)) {
            assertEquals(0, inside.count());
        }
    }

    @Test
    void serverWithoutAShellAnswersNothing() throws Exception {
        ShellFiles files = files(Port.JAIL);

        assertEquals(Optional.empty(), files.stat(errand(), "/data"));
        assertEquals(Optional.empty(), files.remove(errand(), "/data/files/x", true));
        assertEquals(Optional.empty(), files.list(errand(), "/data"));
        assertEquals(Optional.empty(), files.target(errand(), "/data/files/x"));
        assertTrue(!files.makeDirectory(errand(), "/data/files/x"));
    }

    @Test
    void serverWithOneChannelStoresAndHasNoDigest() throws Exception {
        TransferUrl url = server.url(Port.FEW, SshServer.pathThere("one-channel"));
        byte[] content = Trial.bytes(100_000);
        try (SshProtocol protocol = new SshProtocol(server.network())) {
            SshEndpoint endpoint =
                    (SshEndpoint) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
            Trial.write(endpoint, url, content);

            assertEquals(Optional.empty(), endpoint.digest(url, Set.of(DigestAlgorithm.SHA_256)));
            assertEquals(OptionalLong.of(content.length), endpoint.stat(url).size());
        }
    }
}
