package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpConnections;
import transfer.protocol.testkit.Trial;

/** What single servers do in their own way, and what becomes of it. */
@Tag("container")
class HabitsOfServersTest {
    private WebdavServer server;
    private WebdavProtocol protocol;

    @AfterEach
    void stop() {
        protocol.close();
        server.close();
    }

    private void use(WebdavServer started) throws IOException {
        server = started;
        protocol = new WebdavProtocol(server.network());
    }

    private TransferUrl url(String path) {
        return server.url(server.port(), path);
    }

    private WebdavEndpoint open(TransferUrl url) throws TransferException {
        return (WebdavEndpoint) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
    }

    private void write(TransferUrl url, byte[] content)
            throws TransferException, InterruptedException {
        Trial.write(open(url), url, content);
    }

    private TransferException failedWrite(TransferUrl url, byte[] content) {
        return assertThrows(TransferException.class, () -> write(url, content));
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertLeftNothing(TransferUrl url) {
        TransferException failure =
                assertThrows(TransferException.class, () -> open(url).stat(url));
        assertEquals(FailureKind.NOT_FOUND, failure.kind());
    }

    /** Files small and large, new and in the place of old ones. */
    private void assertFilesAreWritten(String path) throws Exception {
        Path folder = server.open().files();
        for (int size : new int[] {10, Trial.SOME_SIZE, 20}) {
            write(url(path + "file"), Trial.bytes(size, size));
            write(url(path + "new-" + size), Trial.bytes(size));
            assertArrayEquals(Trial.bytes(size, size), Files.readAllBytes(folder.resolve("file")));
            assertArrayEquals(Trial.bytes(size), Files.readAllBytes(folder.resolve("new-" + size)));
        }
        assertEquals(List.of("file", "new-10", "new-" + Trial.SOME_SIZE, "new-20"), names(folder));
    }

    @Test
    void nginxWithoutMoveGetsFilesUnderTheirNames() throws Exception {
        use(WebdavServer.nginx("dav", "dav"));

        assertFilesAreWritten("/unmoved/");
    }

    @Test
    void nginxWithoutPropfindStillTakesGivesAndRemovesFiles() throws Exception {
        use(WebdavServer.nginx("dav", "dav"));

        assertFilesAreWritten("/undescribed/");
        write(url("/undescribed/new/folder/file"), Trial.bytes(10));

        WebdavEndpoint endpoint = open(url("/undescribed/"));
        TransferUrl folder = url("/undescribed/new");
        assertEquals(FileStat.Kind.DIRECTORY, endpoint.stat(folder).kind());
        assertEquals(
                FailureKind.UNSUPPORTED,
                assertThrows(TransferException.class, () -> endpoint.list(folder)).kind());
        assertEquals(FailureKind.ALREADY_EXISTS, failedWrite(folder, Trial.bytes(10)).kind());
        assertTrue(endpoint.remove(url("/undescribed/file"), false));
        assertTrue(endpoint.remove(folder, true));
        assertFalse(Files.exists(server.open().files().resolve("new")));
    }

    /** It closes the connection in the middle of the upload, or says 500. */
    @Test
    void aFullDiskOfNginxIsAFailureThatMayPass() throws Exception {
        use(WebdavServer.nginx("dav", "dav"));

        TransferException failure = failedWrite(server.full("x"), Trial.bytes(Trial.SOME_SIZE));

        assertTrue(
                Set.of(FailureKind.UNAVAILABLE, FailureKind.CONNECTION).contains(failure.kind()),
                failure::toString);
        assertLeftNothing(server.full("x"));
    }

    /** It says 405 to PUT for whatever goes wrong. */
    @Test
    void aFullDiskOfRcloneIsNamedAsWhatItMayBe() throws Exception {
        use(WebdavServer.rclone("dav"));

        TransferException failure = failedWrite(server.full("x"), Trial.bytes(Trial.SOME_SIZE));

        assertEquals(FailureKind.UNEXPECTED, failure.kind());
        assertEquals(OptionalInt.of(405), failure.status());
        assertTrue(failure.getMessage().contains("a full disk"), failure.getMessage());
        assertLeftNothing(server.full("x"));
    }

    private String send(String method, TransferUrl url, String body, String... headers)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url.text().replaceFirst("dav", "http")))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .headers(headers)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(2, answer.statusCode() / 100, answer::body);
            return answer.headers().firstValue("Lock-Token").orElse("");
        }
    }

    @Test
    void aFileThatSomebodyHasLockedIsLeftAloneUntilItIsFree() throws Exception {
        use(WebdavServer.apache("dav", "put", "basic-put"));
        TransferUrl url = url("/put/file");
        write(url, Trial.bytes(10));
        String lock =
                send(
                        "LOCK",
                        url,
                        "<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/>"
                                + "</locktype></lockinfo>",
                        "Content-Type",
                        "text/xml");

        TransferException failure = failedWrite(url, Trial.bytes(20));
        TransferException kept =
                assertThrows(TransferException.class, () -> open(url).remove(url, false));

        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertEquals(OptionalInt.of(423), failure.status());
        assertTrue(failure.getMessage().contains("locked"), failure.getMessage());
        assertEquals(FailureKind.UNAVAILABLE, kept.kind());
        assertArrayEquals(
                Trial.bytes(10), Files.readAllBytes(server.open().files().resolve("file")));

        send("UNLOCK", url, "", "Lock-Token", lock);
        write(url, Trial.bytes(20));
        assertArrayEquals(
                Trial.bytes(20), Files.readAllBytes(server.open().files().resolve("file")));
    }

    @Test
    void aFolderInPlaceOfTheFileIsNotRemoved() throws Exception {
        use(WebdavServer.apache("dav", "put", "basic-put"));
        write(url("/put/folder/inside"), Trial.bytes(10));
        TransferUrl folder = url("/put/folder/");
        WebdavProtocol.Neighbours neighbours =
                new WebdavProtocol.Neighbours(
                        new HttpConnections(server.network()),
                        new WebdavMemory(),
                        Credentials.none());
        try (HttpConnections _ = neighbours.connections();
                HttpAnswer answer =
                        neighbours
                                .speak(new Place(folder, Site.UNNAMED))
                                .send(WebdavPlacing.removalOfFile(folder))) {
            assertEquals(400, answer.status());
        }
        assertEquals(List.of("inside"), names(server.open().files().resolve("folder")));
    }

    @Test
    void aRefusalBeforeTheBodySavesItAndSaysWhoWasRefused() throws Exception {
        use(WebdavServer.apache("davs", "put", "basic-put"));
        TransferUrl url = url("/basic-put/file");

        TransferException failure = failedWrite(url, Trial.bytes(Trial.SOME_SIZE));

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(OptionalInt.of(401), failure.status());
        assertEquals(Phase.LOGIN, failure.phase().orElseThrow());
        assertTrue(failure.getMessage().contains("no credential was found"));
        assertEquals(List.of(), names(server.locked().files()));
    }

    @Test
    void aDeepTreeIsListedReadAndRemoved() throws Exception {
        use(WebdavServer.rclone("davs"));
        write(url("/a/b c/d%23e/f%g"), Trial.bytes(10));
        WebdavEndpoint endpoint = open(url("/"));

        TransferUrl at = url("/a");
        for (int i = 0; i < 3; i++) {
            at = endpoint.list(at).getFirst().url();
        }

        assertEquals(url("/a/b%20c/d%23e/f%25g").text(), at.text());
        assertEquals(FileStat.Kind.FILE, endpoint.stat(at).kind());
        assertArrayEquals(Trial.bytes(10), Trial.read(endpoint, at, ReadRequest.WHOLE));
        assertTrue(endpoint.remove(url("/a"), true));
        assertFalse(Files.exists(server.open().files().resolve("a")));
    }
}
