package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.TransferUrl;
import transfer.protocol.ssh.SshServer.Port;
import transfer.protocol.testkit.Trial;

@Tag("container")
class ShellDigestsTest {
    private static final byte[] CONTENT = Trial.bytes(300_000);
    private static final Set<DigestAlgorithm> SHA_256 = Set.of(DigestAlgorithm.SHA_256);

    private static SshServer server;

    private final SshConnections connections = server.connections();

    @BeforeAll
    static void start() {
        server = SshServer.start(Port.SSH, Port.BARE, Port.JAIL, Port.FEW);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void disconnect() {
        connections.close();
    }

    private SshConnection connection(Port port) throws Exception {
        return SshServer.connect(connections, server.url(port, "/"));
    }

    private Optional<Checksum> digest(Port port, String name, Set<DigestAlgorithm> wanted)
            throws Exception {
        return connection(port).digests().digest(SshServer.pathThere(name), wanted);
    }

    private static Optional<Checksum> right(DigestAlgorithm algorithm) {
        return Optional.of(Trial.digest(algorithm, CONTENT));
    }

    private void put(String name) throws Exception {
        Path file = TransferUrl.parse("file://" + server.files() + "/" + name).toPath();
        Files.write(file, CONTENT);
    }

    /** A program of the bare server, which has no others. */
    private static Path command(String name, String script) throws IOException {
        Path command = server.commands().resolve(name);
        Files.writeString(command, "#!/bin/sh\n" + script + "\n");
        command.toFile().setExecutable(true, false);
        return command;
    }

    @ParameterizedTest
    @EnumSource(names = {"SHA_256", "SHA_512", "SHA_1", "MD5"})
    void everyAlgorithmOfTheServerIsKnown(DigestAlgorithm algorithm) throws Exception {
        put("file");

        assertEquals(right(algorithm), digest(Port.SSH, "file", Set.of(algorithm)));
    }

    @Test
    void strongestIsTakenAndTheUnknownPassedOver() throws Exception {
        put("file");

        assertEquals(
                right(DigestAlgorithm.SHA_256),
                digest(Port.SSH, "file", EnumSet.allOf(DigestAlgorithm.class)));
        assertEquals(
                right(DigestAlgorithm.MD5),
                digest(Port.SSH, "file", Set.of(DigestAlgorithm.SHA3_256, DigestAlgorithm.MD5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-rf",
                "it's",
                "$(touch x)`touch x`",
                "new\nline",
                "back\\slash",
                "two  spaces ",
                "Gr\uDCFC\uDCDFe",
                "*"
            })
    void nameIsOnlyAName(String name) throws Exception {
        put(name);

        assertEquals(right(DigestAlgorithm.SHA_256), digest(Port.SSH, name, SHA_256));
    }

    @Test
    void missingFileAndDirectoryHaveNone() throws Exception {
        Files.createDirectories(server.files().resolve("directory"));

        assertEquals(Optional.empty(), digest(Port.SSH, "missing", SHA_256));
        assertEquals(Optional.empty(), digest(Port.SSH, "directory", SHA_256));
        put("file");
        assertTrue(digest(Port.SSH, "file", SHA_256).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"shasum", "openssl", "sha256"})
    void otherProgramsWillDo(String program) throws Exception {
        put("file");
        String hex = right(DigestAlgorithm.SHA_256).orElseThrow().hex();
        String expected =
                switch (program) {
                    case "shasum" -> "[ \"$*\" = '-a 256' ] && echo '" + hex + "  -'";
                    case "openssl" ->
                            "[ \"$*\" = 'dgst -sha256' ] && echo 'SHA2-256(stdin)= " + hex + "'";
                    default -> "[ \"$*\" = '-q' ] && echo " + hex;
                };
        Path command = command(program, expected);
        try {
            assertEquals(right(DigestAlgorithm.SHA_256), digest(Port.BARE, "file", SHA_256));
        } finally {
            Files.delete(command);
        }
    }

    /** {@code find} says what is large, {@code sha256sum} is right or wrong. */
    private Optional<Checksum> digestWhereOpensslIs(String openssl, String find, String sum)
            throws Exception {
        put("file");
        List<Path> commands =
                List.of(
                        command("openssl", openssl),
                        command("find", find),
                        command("sha256sum", "echo '" + sum + "  -'"));
        try {
            return digest(Port.BARE, "file", SHA_256);
        } finally {
            for (Path command : commands) {
                Files.delete(command);
            }
        }
    }

    @Test
    void largeFileIsForTheFastestProgram() throws Exception {
        String hex = right(DigestAlgorithm.SHA_256).orElseThrow().hex();
        String path = SshServer.pathThere("file");
        String large = "[ \"$*\" = '-H " + path + " -prune -size +131072' ] && echo large";

        assertEquals(
                right(DigestAlgorithm.SHA_256),
                digestWhereOpensslIs("echo 'SHA2-256(stdin)= " + hex + "'", large, "0".repeat(64)));
    }

    @ParameterizedTest
    @CsvSource({"echo wrong, exit 0", "exit 1, echo large"})
    void otherwiseItIsForTheFirst(String openssl, String find) throws Exception {
        String hex = right(DigestAlgorithm.SHA_256).orElseThrow().hex();

        assertEquals(right(DigestAlgorithm.SHA_256), digestWhereOpensslIs(openssl, find, hex));
    }

    @Test
    void serverWithoutProgramsIsAskedOnce() throws Exception {
        put("file");
        assertEquals(Optional.empty(), digest(Port.BARE, "file", SHA_256));
        Path command = command("sha256sum", "echo " + "0".repeat(64));
        try {
            assertEquals(Optional.empty(), digest(Port.BARE, "file", SHA_256));
        } finally {
            Files.delete(command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo nonsense", "echo abc -", "exit 1", "kill $$"})
    void nonsenseIsNoDigest(String program) throws Exception {
        put("file");
        Path command = command("sha256sum", program);
        try {
            assertEquals(Optional.empty(), digest(Port.BARE, "file", SHA_256));
        } finally {
            Files.delete(command);
        }
    }

    @Test
    void serverWithoutAShellIsAskedOnce() throws Exception {
        put("file");
        SshConnection connection = connection(Port.JAIL);

        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Optional.empty(),
                    connection.digests().digest(SshServer.pathThere("file"), SHA_256));
        }

        assertEquals(1, server.log(Port.JAIL).split("Starting session: ", -1).length - 1);
    }

    @Test
    void serverThatGivesOneChannelServesAllInTurn() throws Exception {
        put("file");
        SshConnection connection = connection(Port.FEW);
        String path = SshServer.pathThere("file");

        Callable<Optional<Checksum>> digest = () -> connection.digests().digest(path, SHA_256);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var told : threads.invokeAll(Collections.nCopies(8, digest))) {
                assertEquals(right(DigestAlgorithm.SHA_256), told.get());
            }
        }
    }

    @Test
    void endOfTheConnectionIsAFailureAndNotAnAnswer() throws Exception {
        SshConnection connection = connection(Port.SSH);
        connection.close();

        assertThrows(
                IOException.class,
                () -> connection.digests().digest(SshServer.pathThere("file"), SHA_256));
    }
}
