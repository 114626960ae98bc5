package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** All the ways in which servers say that a folder is there, or that it cannot be made. */
class WebdavFoldersTest {
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    /** What PROPFIND says: a folder where one is, else nothing. */
    private ScriptedDav.Answer described(ScriptedDav.Asked asked) {
        String path = asked.path().replaceFirst("/$", "");
        return folders.contains(path)
                ? ScriptedDav.Answer.multistatus(ScriptedDav.folder(path + "/"))
                : ScriptedDav.Answer.of(404);
    }

    private ScriptedDav.Answer made(ScriptedDav.Asked asked, int ifThere) {
        String path = asked.path().replaceFirst("/$", "");
        String parent = path.substring(0, path.lastIndexOf('/'));
        if (!parent.isEmpty() && !folders.contains(parent)) {
            return ScriptedDav.Answer.of(409);
        }
        return ScriptedDav.Answer.of(folders.add(path) ? 201 : ifThere);
    }

    private TransferException failure(ScriptedDav server, String path) {
        return assertThrows(
                TransferException.class, () -> server.open().makeDirectory(server.url(path)));
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 301, 403, 409, 412, 423, 500})
    void aFolderThatIsThereIsFineHoweverTheServerSaysSo(int status) throws Exception {
        folders.add("/a");
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        asked.method().equals("MKCOL")
                                ? ScriptedDav.Answer.of(status).with("Location", "/a/")
                                : described(asked))) {
            server.open().makeDirectory(server.url("/a"));

            assertEquals("MKCOL /a/", server.lines().getFirst());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 404, 405})
    void whatIsMissingAboveIsMadeFirst(int forWantOfParent) throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked -> {
                    if (!asked.method().equals("MKCOL")) {
                        return described(asked);
                    }
                    ScriptedDav.Answer answer = made(asked, 405);
                    return answer.status() == 409 ? ScriptedDav.Answer.of(forWantOfParent) : answer;
                })) {
            server.open().makeDirectory(server.url("/a/b/c"));

            assertEquals(Set.of("/a", "/a/b", "/a/b/c"), folders);
        }
    }

    @Test
    void foldersThatOneMayNotSeeAreTakenToBeThere() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        ScriptedDav.Answer.of(
                                asked.line().equals("MKCOL /home/me/new/")
                                        ? folders.contains("me") ? 201 : 409
                                        : asked.line().equals("MKCOL /home/me/")
                                                        && folders.add("me")
                                                ? 201
                                                : 403))) {
            server.open().makeDirectory(server.url("/home/me/new"));

            assertEquals(Set.of("me"), folders);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, ACCESS_DENIED",
        "405, UNSUPPORTED",
        "423, UNAVAILABLE",
        "507, NO_SPACE",
        "401, BAD_CREDENTIALS",
        "503, UNAVAILABLE"
    })
    void aRefusalIsToldAsWhatItIs(int status, FailureKind kind) throws Exception {
        folders.add("/a");
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        asked.method().equals("MKCOL")
                                ? ScriptedDav.Answer.of(status)
                                : described(asked))) {
            TransferException failure = failure(server, "/a/b");

            assertEquals(kind, failure.kind());
            assertEquals(OptionalInt.of(status), failure.status());
            assertTrue(failure.getMessage().contains("MKCOL " + server.url("/a/b/")));
        }
    }

    @Test
    void aFileInTheWayIsNamed() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        asked.method().equals("MKCOL")
                                ? ScriptedDav.Answer.of(405)
                                : asked.path().equals("/a")
                                        ? ScriptedDav.Answer.multistatus(ScriptedDav.file("/a", 1))
                                        : ScriptedDav.Answer.of(404))) {
            TransferException failure = failure(server, "/a/b");

            assertEquals(FailureKind.ALREADY_EXISTS, failure.kind());
            assertTrue(failure.getMessage().contains(server.url("/a") + ": a file of that name"));
        }
    }

    /** Two programs make one tree at once; ours finds each folder missing and then there. */
    @Test
    void aFolderThatSomebodyElseMakesMeanwhileIsFine() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked -> {
                    if (!asked.method().equals("MKCOL")) {
                        return described(asked);
                    }
                    ScriptedDav.Answer answer = made(asked, 500);
                    return answer.status() == 201 ? made(asked, 500) : answer;
                })) {
            server.open().makeDirectory(server.url("/a/b"));

            assertEquals(Set.of("/a", "/a/b"), folders);
        }
    }

    private static void write(ScriptedDav server, String path) throws Exception {
        WriteRequest request = new WriteRequest(OptionalLong.of(3), OptionalInt.empty());
        try (Writing writing = server.open().write(server.url(path), request)) {
            writing.write(ByteBuffer.allocate(3));
            writing.finish(List.of());
            writing.publish();
        }
    }

    private ScriptedDav store() throws Exception {
        return new ScriptedDav(asked ->
                switch (asked.method()) {
                    case "MKCOL" -> made(asked, 405);
                    case "PROPFIND" -> described(asked);
                    case "PUT", "MOVE" -> ScriptedDav.Answer.of(201);
                    case "HEAD" -> ScriptedDav.Answer.of(403);
                    default -> ScriptedDav.Answer.of(404);
                });
    }

    @Test
    void theFolderOfManyFilesIsAskedForOnce() throws Exception {
        folders.add("/a");
        try (ScriptedDav server = store()) {
            for (int i = 0; i < 5; i++) {
                write(server, "/a/" + i);
            }

            assertEquals(
                    List.of("PROPFIND /a/"),
                    server.lines().stream().filter(line -> line.startsWith("PROPFIND")).toList());
        }
    }

    @Test
    void aFolderThatWentAwayMeanwhileIsMadeAgainTheNextTime() throws Exception {
        folders.add("/a");
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        switch (asked.method()) {
                            case "MKCOL" -> made(asked, 405);
                            case "PROPFIND" -> described(asked);
                            case "PUT" -> ScriptedDav.Answer.of(folders.contains("/a") ? 201 : 409);
                            case "MOVE" -> ScriptedDav.Answer.of(201);
                            default -> ScriptedDav.Answer.of(403);
                        })) {
            write(server, "/a/1");
            folders.clear();

            TransferException failure =
                    assertThrows(TransferException.class, () -> write(server, "/a/2"));
            assertEquals(FailureKind.CHANGED, failure.kind());

            write(server, "/a/2");
            assertEquals(Set.of("/a"), folders);
        }
    }

    @Test
    void aFolderThatWeRemovedIsMadeAgain() throws Exception {
        folders.add("/a");
        try (ScriptedDav server = store()) {
            write(server, "/a/b/1");
            folders.removeIf(name -> name.startsWith("/a"));
            folders.add("/a");
            assertTrue(!server.open().remove(server.url("/a"), true));
            folders.clear();

            write(server, "/a/b/2");

            assertEquals(Set.of("/a", "/a/b"), folders);
        }
    }
}
