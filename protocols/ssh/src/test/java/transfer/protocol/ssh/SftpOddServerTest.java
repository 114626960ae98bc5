package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** Lists that end in their own way or tell links as directories, and interruptions half-way. */
class SftpOddServerTest {
    private static final byte[] FOLDER = ScriptedSftp.attributes(0, 0040755, 1000);
    private static final byte[] LINK = ScriptedSftp.attributes(4, 0120777, 1000);

    private final ScriptedSftp script = new ScriptedSftp(new byte[0]);

    @TempDir private Path folder;
    private MinaServer server;
    private SshProtocol protocol;
    private SshEndpoint endpoint;

    /** Connects once the script is written. */
    private TransferUrl url(String path, MinaServer.Play play) throws Exception {
        server = MinaServer.speakingSftp(folder, play);
        protocol = new SshProtocol(SshServer.network(server.home(), Optional.empty()));
        TransferUrl url = server.url(path);
        endpoint = (SshEndpoint) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
        return url;
    }

    @AfterEach
    void stop() throws IOException {
        endpoint.close();
        protocol.close();
        server.close();
    }

    @Test
    void listEndsWithNamesOfNobody() throws Exception {
        int[] reads = {0};
        script.on(SftpPacket.STAT, _ -> FOLDER.clone())
                .on(
                        SftpPacket.READDIR,
                        _ -> reads[0]++ > 0 ? ScriptedSftp.names() : ScriptedSftp.names("a"));
        TransferUrl url = url("/folder", script);

        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertEquals(server.url("/folder/a"), only(endpoint.list(url)).url()));
    }

    @ParameterizedTest
    @CsvSource({"0100644, FILE", "0040755, DIRECTORY", "0020644, OTHER", "0120777,", "0,"})
    void listTellsWhatANameIsWhereItIsNoLink(String mode, FileStat.Kind kind) throws Exception {
        byte[] attributes = ScriptedSftp.attributes(7, Integer.parseInt(mode, 8), 1000);
        int[] reads = {0};
        script.on(SftpPacket.STAT, _ -> FOLDER.clone())
                .on(
                        SftpPacket.READDIR,
                        _ ->
                                reads[0]++ > 0
                                        ? ScriptedSftp.status(SftpStatus.END_OF_FILE)
                                        : ScriptedSftp.named("a", attributes));

        Optional<FileStat> told = only(listed()).stat();

        assertEquals(Optional.ofNullable(kind), told.map(FileStat::kind));
    }

    @Test
    void nameOfNoLettersIsLeftOut() throws Exception {
        int[] reads = {0};
        script.on(SftpPacket.STAT, _ -> FOLDER.clone())
                .on(
                        SftpPacket.READDIR,
                        _ ->
                                reads[0]++ > 0
                                        ? ScriptedSftp.status(SftpStatus.END_OF_FILE)
                                        : ScriptedSftp.names("", "a"));
        TransferUrl url = url("/folder", script);

        assertEquals(server.url("/folder/a"), only(endpoint.list(url)).url());
    }

    @Test
    void linkThatTheListCallsADirectoryIsRemovedAndNotFollowed() throws Exception {
        int[] looks = {0};
        int[] reads = {0};
        int[] ways = {0};
        script.on(
                        SftpPacket.REALPATH,
                        _ -> ScriptedSftp.names(ways[0]++ == 0 ? "/home/lab" : "/folder"))
                .on(SftpPacket.LSTAT, _ -> (looks[0]++ == 0 ? FOLDER : LINK).clone())
                .on(
                        SftpPacket.READDIR,
                        _ ->
                                reads[0]++ > 0
                                        ? ScriptedSftp.status(SftpStatus.END_OF_FILE)
                                        : directoryNamed("a"));
        TransferUrl url = url("/folder", script);

        assertTrue(endpoint.remove(url, true));

        List<Integer> asked = script.asked();
        assertEquals(asked.indexOf(SftpPacket.OPENDIR), asked.lastIndexOf(SftpPacket.OPENDIR));
        assertTrue(asked.contains(SftpPacket.REMOVE), asked::toString);
    }

    private static byte[] directoryNamed(String name) {
        byte[] entry = ScriptedSftp.names(name);
        byte[] permissions =
                ByteBuffer.allocate(8)
                        .putInt(SftpAttributes.HAS_PERMISSIONS)
                        .putInt(0040755)
                        .array();
        byte[] fields = new byte[entry.length - 9 - 4];
        System.arraycopy(entry, 9, fields, 0, fields.length);
        return ScriptedSftp.packet(SftpPacket.NAME, fields, permissions);
    }

    @Test
    void interruptedOpeningLeavesNothing() throws Exception {
        interruptWhoAsks(SftpPacket.OPEN);
        TransferUrl url = url("/file", script);
        WriteRequest request = new WriteRequest(OptionalLong.of(0), OptionalInt.empty());

        assertThrows(InterruptedException.class, () -> endpoint.write(url, request));

        assertTrue(askedInTheEnd(url).contains(SftpPacket.CLOSE), script.asked()::toString);
        assertTrue(script.asked().contains(SftpPacket.REMOVE), script.asked()::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {SftpPacket.OPEN, SftpPacket.OPENDIR})
    void whatIsOpenedForNobodyAnyMoreIsClosed(int type) throws Exception {
        int kind = type == SftpPacket.OPEN ? ScriptedSftp.REGULAR : 0040755;
        script.on(SftpPacket.STAT, _ -> ScriptedSftp.attributes(0, kind, 1000));
        interruptWhoAsks(type);
        TransferUrl url = url("/file", script);

        assertThrows(
                InterruptedException.class,
                () -> {
                    if (type == SftpPacket.OPEN) {
                        endpoint.read(url, ReadRequest.WHOLE).close();
                    } else {
                        endpoint.list(url);
                    }
                });

        assertTrue(askedInTheEnd(url).contains(SftpPacket.CLOSE), script.asked()::toString);
    }

    private void interruptWhoAsks(int type) {
        Thread caller = Thread.currentThread();
        script.on(
                type,
                _ -> {
                    caller.interrupt();
                    return ScriptedSftp.packet(
                            SftpPacket.HANDLE, ScriptedSftp.integer(1), new byte[] {'h'});
                });
    }

    /**
     * Answers come in order: after one question all earlier ones were answered, after two acted on.
     */
    private List<Integer> askedInTheEnd(TransferUrl url) throws Exception {
        endpoint.stat(url);
        endpoint.stat(url);
        return script.asked();
    }

    @Test
    void interruptionBetweenRemovingAndRenamingLosesNothing() throws Exception {
        Thread caller = Thread.currentThread();
        script.on(SftpPacket.RENAME, SftpStatus.FAILURE, SftpStatus.OK)
                .on(
                        SftpPacket.REMOVE,
                        _ -> {
                            if (!script.asked()
                                    .subList(0, script.asked().size() - 1)
                                    .contains(SftpPacket.REMOVE)) {
                                caller.interrupt();
                            }
                            return ScriptedSftp.status(SftpStatus.OK);
                        });
        TransferUrl url = url("/file", script);
        WriteRequest request = new WriteRequest(OptionalLong.of(0), OptionalInt.empty());

        try (Writing writing = endpoint.write(url, request)) {
            writing.finish(List.of());
            assertThrows(InterruptedException.class, writing::publish);
        }

        List<Integer> asked = script.asked();
        assertEquals(
                List.of(SftpPacket.RENAME, SftpPacket.REMOVE, SftpPacket.RENAME, SftpPacket.REMOVE),
                asked.subList(asked.size() - 4, asked.size()));
    }

    @Test
    void greetingWithoutSenseIsToldInWords() throws Exception {
        TransferUrl url =
                url(
                        "/file",
                        (_, in, out, _) -> {
                            out.write(
                                    ScriptedSftp.packet(
                                            SftpPacket.VERSION,
                                            ScriptedSftp.integer(3),
                                            ScriptedSftp.integer(99)));
                            out.flush();
                            in.readAllBytes();
                            return 0;
                        });

        TransferException failure = assertThrows(TransferException.class, () -> endpoint.stat(url));

        assertEquals(FailureKind.UNSUPPORTED, failure.kind(), failure::toString);
        assertFalse(failure.getMessage().contains("Exception"), failure::getMessage);
    }

    private List<Directories.Entry> listed() throws Exception {
        TransferUrl url = url("/folder", script);
        return endpoint.list(url);
    }

    private static Directories.Entry only(List<Directories.Entry> listed) {
        assertEquals(1, listed.size());
        return listed.getFirst();
    }
}
