package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Trial;

/** Servers that have scp and nothing else, and such as do not keep to its protocol. */
class ScpPeerTest {
    @TempDir private Path folder;
    private MinaServer server;
    private SshProtocol protocol;

    @AfterEach
    void stop() throws IOException {
        protocol.close();
        server.close();
    }

    private SshEndpoint endpoint(MinaServer started) throws TransferException {
        server = started;
        protocol = new SshProtocol(SshServer.network(server.home(), Optional.empty()));
        return (SshEndpoint)
                protocol.open(new Place(server.url("/"), Site.UNNAMED), Credentials.none());
    }

    // ---- a server without a shell

    @Test
    void fileIsReadAndToldByScpAlone() throws Exception {
        SshEndpoint endpoint = endpoint(MinaServer.scp(folder));
        byte[] content = Trial.bytes(6_000_000);
        Files.write(server.root().resolve("two words"), content);
        TransferUrl url = server.url("/two words");

        FileStat stat = endpoint.stat(url);
        assertEquals(OptionalLong.of(content.length), stat.size());
        assertTrue(stat.provenance().software().orElseThrow().endsWith("(scp protocol, no SFTP)"));
        assertArrayEquals(content, Trial.read(endpoint, url, ReadRequest.WHOLE));
        assertEquals(Optional.empty(), endpoint.digest(url, Set.of(DigestAlgorithm.SHA_256)));
    }

    @Test
    void fileIsWrittenUnderItsNameWhereNothingCanBeRenamed() throws Exception {
        SshEndpoint endpoint = endpoint(MinaServer.scp(folder));
        byte[] content = Trial.bytes(3_000_000);
        TransferUrl url = server.url("/file");

        try (Writing writing = endpoint.write(url, Trial.requestFor(content))) {
            assertEquals(url, writing.location());
            Trial.fill(writing, content);
            writing.finish(List.of());
            writing.publish();
        }

        assertArrayEquals(content, Files.readAllBytes(server.root().resolve("file")));
    }

    @Test
    void whatNeedsAShellIsRefused() throws Exception {
        SshEndpoint endpoint = endpoint(MinaServer.scp(folder));

        for (var action :
                List.<Executable>of(
                        () -> endpoint.makeDirectory(server.url("/directory")),
                        () -> endpoint.list(server.url("/")),
                        () -> endpoint.remove(server.url("/file"), false))) {
            TransferException failure = assertThrows(TransferException.class, action);
            assertEquals(FailureKind.UNSUPPORTED, failure.kind());
            assertTrue(failure.getMessage().contains("neither SFTP nor a shell"));
        }
    }

    @Test
    void missingFileIsNotFound() throws Exception {
        SshEndpoint endpoint = endpoint(MinaServer.scp(folder));

        TransferException failure =
                assertThrows(TransferException.class, () -> endpoint.stat(server.url("/missing")));

        assertEquals(FailureKind.NOT_FOUND, failure.kind(), failure::getMessage);
    }

    @Test
    void serverWithoutAnythingSaysSo() throws Exception {
        SshEndpoint endpoint =
                endpoint(
                        MinaServer.playing(
                                folder,
                                (command, _, _, err) -> {
                                    err.write(
                                            ("sh: 1: " + command + ": not found\n")
                                                    .getBytes(StandardCharsets.UTF_8));
                                    return 127;
                                }));

        TransferException failure =
                assertThrows(TransferException.class, () -> endpoint.stat(server.url("/file")));

        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertEquals(Optional.of(Phase.REQUEST), failure.phase());
        assertTrue(failure.getMessage().endsWith("the server offers neither SFTP nor scp"));
    }

    // ---- a peer that is not to be trusted

    /** A server without a shell whose scp sends this, whatever is asked for. */
    private SshEndpoint sending(String text) throws Exception {
        return endpoint(
                MinaServer.playing(
                        folder,
                        (command, in, out, _) -> {
                            if (!command.startsWith("scp -f ")) {
                                return 1;
                            }
                            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                            out.flush();
                            in.readAllBytes();
                            return 0;
                        }));
    }

    private TransferException readFailure(SshEndpoint endpoint, String path) {
        return assertThrows(
                TransferException.class,
                () -> Trial.read(endpoint, server.url(path), ReadRequest.WHOLE));
    }

    @Test
    void honestPeerIsBelieved() throws Exception {
        SshEndpoint endpoint = sending("C0644 5 file\nhello\0");

        assertEquals(
                "hello",
                new String(
                        Trial.read(endpoint, server.url("/a/file"), ReadRequest.WHOLE),
                        StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    C0644 5 .bashrc                | another name
                    C0644 5 ../file                | another name
                    C0644 5 a/file                 | another name
                    D0755 0 file                   | not the file
                    T1700000000 0 1700000000 0     | not the file
                    E                              | not the file
                    C0644 -5 file                  | cannot be read
                    C0644 99999999999999999999 file| cannot be read
                    Welcome to this machine        | prints something at log-in
                    """)
    void peerThatSendsAnythingElseIsRefused(String line, String reason) throws Exception {
        SshEndpoint endpoint = sending(line + "\nhello\0");

        TransferException failure = readFailure(endpoint, "/a/file");

        assertEquals(FailureKind.UNEXPECTED, failure.kind());
        assertTrue(failure.getMessage().contains(reason), failure::getMessage);
        assertFalse(failure.getMessage().contains(MinaServer.PASSWORD));
    }

    @Test
    void endlessLineIsGivenUp() throws Exception {
        SshEndpoint endpoint = sending("C0644 5 " + "x".repeat(100_000));

        assertTrue(readFailure(endpoint, "/file").getMessage().contains("a line has no end"));
    }

    @Test
    void complaintAfterTheContentIsAFailure() throws Exception {
        SshEndpoint endpoint =
                sending("C0644 5 file\n\0\0\0\0\0\1scp: /a/file: Input/output error\n");

        TransferException failure = readFailure(endpoint, "/a/file");

        assertEquals(Optional.of("EIO"), failure.errno());
        assertEquals(Optional.of(Phase.BODY), failure.phase());
    }

    @Test
    void moreThanWasAnnouncedIsNotTaken() throws Exception {
        SshEndpoint endpoint = sending("C0644 5 file\nhello, world\0");

        assertEquals(FailureKind.UNEXPECTED, readFailure(endpoint, "/a/file").kind());
    }

    @Test
    void contentThatEndsEarlyIsAFailure() throws Exception {
        SshEndpoint endpoint =
                endpoint(
                        MinaServer.playing(
                                folder,
                                (command, in, out, _) -> {
                                    if (command.startsWith("scp -f ")) {
                                        out.write(
                                                "C0644 5 file\nhel"
                                                        .getBytes(StandardCharsets.UTF_8));
                                    }
                                    return 1;
                                }));

        assertTrue(readFailure(endpoint, "/file").kind().isPassing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\1scp: /small/x: No space left on device\n|NO_SPACE",
                "\1scp: /small/x: Disk quota exceeded\n|NO_SPACE",
                "\2scp: /closed/x: Permission denied\n|ACCESS_DENIED",
                "\1scp: /x: set mode: Operation not permitted\n|ACCESS_DENIED",
                "\1\n|UNEXPECTED",
                "\1no idea \u0007 at all\n|UNEXPECTED"
            })
    void complaintAboutAnUploadIsUnderstood(String given) throws Exception {
        String[] parts = given.split("\\|");
        SshEndpoint endpoint =
                endpoint(
                        MinaServer.playing(
                                folder,
                                (command, in, out, _) -> {
                                    if (command.startsWith("scp -t ")) {
                                        upload(in, out, parts[0]);
                                    }
                                    return 1;
                                }));
        byte[] content = Trial.bytes(100_000);

        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> Trial.write(endpoint, server.url("/file"), content));

        assertEquals(FailureKind.valueOf(parts[1]), failure.kind(), failure::getMessage);
        assertFalse(failure.getMessage().matches("(?s).*\\p{Cntrl}.*"), failure::getMessage);
    }

    /** Takes the announcement and then complains. */
    private static void upload(InputStream in, OutputStream out, String complaint)
            throws IOException {
        out.write(0);
        out.flush();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {}
        out.write(0);
        out.write(complaint.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Test
    void nameWithALineBreakIsRefused() throws Exception {
        SshEndpoint endpoint = endpoint(MinaServer.scp(folder));
        TransferUrl url = server.url("/new\nline");
        WriteRequest request = new WriteRequest(OptionalLong.of(1), OptionalInt.empty());

        for (TransferException failure :
                List.of(
                        assertThrows(
                                TransferException.class,
                                () -> Trial.read(endpoint, url, ReadRequest.WHOLE)),
                        assertThrows(
                                TransferException.class, () -> endpoint.write(url, request)))) {
            assertEquals(FailureKind.UNSUPPORTED, failure.kind());
            assertTrue(failure.getMessage().contains("a name with a line break"));
        }
    }
}
