package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class WebdavLookingTest {
    private static List<String> listed(String... responses) throws Exception {
        try (ScriptedDav server = new ScriptedDav(_ -> ScriptedDav.Answer.multistatus(responses))) {
            int prefix = server.url("").text().length();
            return server.open().list(server.url("/a%20b/")).stream()
                    .map(entry -> entry.url().text().substring(prefix))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%20b/c%23d",
                "http://elsewhere:1234/a%20b/c%23d",
                "/%61%20b/c%23d",
                "/a b/c#d",
                "/a+b/../a%20b/c%23d",
                "c%23d",
                "./c%23d"
            })
    void aNameIsTheSameHoweverItsHrefIsWritten(String href) throws Exception {
        if (href.contains("..")) {
            assertThrows(
                    TransferException.class,
                    () -> listed(ScriptedDav.folder("/a%20b/"), ScriptedDav.file(href, 1)));
            return;
        }
        assertEquals(
                List.of("/a%20b/c%23d"),
                listed(ScriptedDav.folder("/a%20b/"), ScriptedDav.file(href, 1)));
    }

    @Test
    void whatTheAnswerTellsOfEachNameIsPassedOn() throws Exception {
        String[] responses = {
            ScriptedDav.folder("/a/"), ScriptedDav.file("/a/file", 7), ScriptedDav.folder("/a/b/")
        };
        try (ScriptedDav server = new ScriptedDav(_ -> ScriptedDav.Answer.multistatus(responses))) {
            List<Directories.Entry> listed = server.open().list(server.url("/a/"));

            FileStat file = listed.getFirst().stat().orElseThrow();
            assertEquals(FileStat.Kind.FILE, file.kind());
            assertEquals(OptionalLong.of(7), file.size());
            assertTrue(file.identity().isPresent());
            assertEquals(
                    Optional.of(FileStat.Kind.DIRECTORY),
                    listed.getLast().stat().map(FileStat::kind));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%20b", "/a%20b/", "http://h/a%20b", "/a b/"})
    void theFolderItselfIsLeftOut(String itself) throws Exception {
        assertEquals(
                List.of("/a%20b/x", "/a%20b/y"),
                listed(
                        ScriptedDav.folder("/a%20b/x/"),
                        ScriptedDav.folder(itself),
                        ScriptedDav.file("/a%20b/y", 1)));
    }

    @Test
    void aFolderThatListsOnlyWhatIsInItLosesNothing() {
        assertThrows(TransferException.class, () -> listed(ScriptedDav.folder("/a%20b/x/")));
    }

    @Test
    void aServerBehindAGatewayMayKnowTheFolderByAnotherPath() throws Exception {
        assertEquals(
                List.of("/a%20b/x"),
                listed(
                        ScriptedDav.folder("/remote.php/dav/joe/a%20b/"),
                        ScriptedDav.file("/remote.php/dav/joe/a%20b/x", 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a%20b/..",
                "/a%20b/%2E%2E",
                "/a%20b/..%2F..%2Fetc",
                "/a%20b/x/deeper",
                "/other/x",
                "/a%20b/x%00"
            })
    void whatIsNotInTheFolderIsNotListedInIt(String href) {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> listed(ScriptedDav.folder("/a%20b/"), ScriptedDav.file(href, 1)));

        assertEquals(FailureKind.WRONG_CONTENT, failure.kind());
        assertEquals(OptionalInt.of(207), failure.status());
        assertFalse(failure.getMessage().contains("etc"));
    }

    @ParameterizedTest
    @CsvSource({"/a/b%20c/, b c", "/a/100%25?authz=x, 100%", "/%FF, \uDCFF", "/a%2Fb, a/b"})
    void aListedNameIsWhatItsEscapesStandFor(String path, String name) throws Exception {
        try (ScriptedDav server = new ScriptedDav(_ -> ScriptedDav.Answer.of(404))) {
            assertEquals(name, server.open().name(server.url(path)));
        }
    }

    @Test
    void aFolderIsAskedForWithASlashAndOnePeerDeep() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(_ -> ScriptedDav.Answer.multistatus(ScriptedDav.folder("/x/")))) {
            server.open().list(server.url("/x"));

            ScriptedDav.Asked asked = server.asked().getFirst();
            assertEquals("PROPFIND /x/", asked.line());
            assertEquals(Optional.of("1"), asked.header("Depth"));
        }
    }

    private static FileStat stat(ScriptedDav.Answer answer) throws Exception {
        try (ScriptedDav server = new ScriptedDav(_ -> answer)) {
            return server.open().stat(server.url("/a"));
        }
    }

    @Test
    void aFileIsWhatTheServerSays() throws Exception {
        FileStat stat =
                stat(
                        ScriptedDav.Answer.multistatus(
                                ScriptedDav.response(
                                        "/a",
                                        "<D:getcontentlength>5</D:getcontentlength>"
                                                + "<D:getetag>\"x\"</D:getetag><D:getlastmodified>"
                                                + "Sun, 22 Nov 2026 12:51:55 GMT</D:getlastmodified>")));

        assertEquals(FileStat.Kind.FILE, stat.kind());
        assertEquals(OptionalLong.of(5), stat.size());
        assertEquals("2026-11-22T12:51:55Z", stat.modified().orElseThrow().toString());
        assertEquals(Optional.of(new Identity("etag \"x\"")), stat.identity());
    }

    @Test
    void datesAndTagsThatMeanNothingAreAsNotTold() throws Exception {
        FileStat stat =
                stat(
                        ScriptedDav.Answer.multistatus(
                                ScriptedDav.response(
                                        "/a",
                                        "<D:getetag>W/\"x\"</D:getetag><D:getlastmodified>gestern"
                                                + " ü</D:getlastmodified>")));

        assertEquals(Optional.empty(), stat.modified());
        assertEquals(Optional.empty(), stat.identity());
        assertEquals(OptionalLong.empty(), stat.size());
    }

    @Test
    void aServerThatDescribesMoreThanWasAskedIsNotMisread() throws Exception {
        FileStat stat =
                stat(
                        ScriptedDav.Answer.multistatus(
                                ScriptedDav.file("/a/x", 1),
                                ScriptedDav.folder("/a/"),
                                ScriptedDav.file("/a/y", 2)));

        assertEquals(FileStat.Kind.DIRECTORY, stat.kind());
    }

    @ParameterizedTest
    @CsvSource({"404, NOT_FOUND", "403, ACCESS_DENIED", "423, UNAVAILABLE"})
    void aMultistatusMayHoldARefusal(int status, FailureKind kind) {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () ->
                                stat(
                                        ScriptedDav.Answer.multistatus(
                                                "<D:response><D:href>/a</D:href><D:status>HTTP/1.1 "
                                                        + status
                                                        + " No</D:status></D:response>")));

        assertEquals(kind, failure.kind());
        assertEquals(OptionalInt.of(status), failure.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>log in</html>",
                "<multistatus xmlns='DAV:'/>",
                "<!DOCTYPE m [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><multistatus xmlns='DAV:'/>"
            })
    void anAnswerThatIsNoneIsToldSo(String document) {
        TransferException failure =
                assertThrows(TransferException.class, () -> stat(ScriptedDav.Answer.xml(document)));

        assertEquals(FailureKind.WRONG_CONTENT, failure.kind());
        assertEquals(Optional.of(Phase.BODY), failure.phase());
        assertTrue(failure.getMessage().startsWith("PROPFIND dav://"), failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 501, 403, 400, 200})
    void withoutPropfindAFileIsWhatHeadSays(int status) throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        asked.method().equals("HEAD")
                                ? ScriptedDav.Answer.of(200).with("Content-Length", "7")
                                : ScriptedDav.Answer.of(status))) {
            assertEquals(OptionalLong.of(7), server.open().stat(server.url("/a")).size());
        }
    }

    @Test
    void aServerWithoutPropfindIsAskedForItOnce() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        asked.method().equals("HEAD")
                                ? ScriptedDav.Answer.of(200).with("Content-Length", "7")
                                : ScriptedDav.Answer.of(405))) {
            server.open().stat(server.url("/a"));
            server.open().stat(server.url("/b"));

            assertEquals(1, server.lines().stream().filter(l -> l.startsWith("PROP")).count());
        }
    }

    @Test
    void withoutPropfindAFolderShowsByItsRedirect() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        switch (asked.line()) {
                            case "HEAD /a" -> ScriptedDav.Answer.of(301).with("Location", "/a/");
                            default -> ScriptedDav.Answer.of(403);
                        })) {
            TransferUrl url = server.url("/a");

            assertEquals(FileStat.Kind.DIRECTORY, server.open().stat(url).kind());
        }
    }

    @Test
    void withoutPropfindNothingIsListed() throws Exception {
        try (ScriptedDav server = new ScriptedDav(_ -> ScriptedDav.Answer.of(405))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class, () -> server.open().list(server.url("/a")));

            assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        }
    }

    @Test
    void aFolderRedirectedToItsNameWithASlashIsFollowed() throws Exception {
        try (ScriptedDav server =
                new ScriptedDav(asked ->
                        asked.path().equals("/a")
                                ? ScriptedDav.Answer.of(301).with("Location", "/a/")
                                : ScriptedDav.Answer.multistatus(ScriptedDav.folder("/a/")))) {
            assertEquals(FileStat.Kind.DIRECTORY, server.open().stat(server.url("/a")).kind());
        }
    }
}
