package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;

class WebdavEndpointTest {
    private static ScriptedDav.Answer kind(ScriptedDav.Asked asked) {
        return asked.path().startsWith("/folder")
                ? ScriptedDav.Answer.multistatus(ScriptedDav.folder("/folder/"))
                : ScriptedDav.Answer.multistatus(ScriptedDav.file(asked.path(), 1));
    }

    private static ScriptedDav answering(String method, ScriptedDav.Answer answer)
            throws Exception {
        return new ScriptedDav(asked -> asked.method().equals(method) ? answer : kind(asked));
    }

    @Test
    void aFolderIsRemovedByItsNameWithASlashAndAllTheWayDown() throws Exception {
        try (ScriptedDav server = answering("DELETE", ScriptedDav.Answer.of(204))) {
            assertTrue(server.open().remove(server.url("/folder"), true));

            ScriptedDav.Asked delete = server.asked().getLast();
            assertEquals("DELETE /folder/", delete.line());
            assertEquals(Optional.of("infinity"), delete.header("Depth"));
        }
    }

    @Test
    void aFolderIsRemovedOnlyWhenThatWasSaid() throws Exception {
        try (ScriptedDav server = answering("DELETE", ScriptedDav.Answer.of(204))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> server.open().remove(server.url("/folder"), false));

            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
            assertFalse(server.lines().stream().anyMatch(line -> line.startsWith("DELETE")));
        }
    }

    @Test
    void aFileIsRemovedSoThatAFolderInItsPlaceWouldStay() throws Exception {
        try (ScriptedDav server = answering("DELETE", ScriptedDav.Answer.of(204))) {
            assertTrue(server.open().remove(server.url("/file"), false));

            assertEquals(Optional.of("0"), server.asked().getLast().header("Depth"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//"})
    void allThatAServerHasIsNeverRemoved(String path) throws Exception {
        try (ScriptedDav server = answering("DELETE", ScriptedDav.Answer.of(204))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> server.open().remove(server.url(path), true));

            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
            assertEquals(List.of(), server.asked());
        }
    }

    @Test
    void aFolderOfWhichSomethingStayedIsNotRemoved() throws Exception {
        ScriptedDav.Answer partly =
                ScriptedDav.Answer.multistatus(
                        "<D:response><D:href>/folder/x</D:href>"
                                + "<D:status>HTTP/1.1 423 Locked</D:status></D:response>");
        try (ScriptedDav server = answering("DELETE", partly)) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> server.open().remove(server.url("/folder"), true));

            assertEquals(FailureKind.UNAVAILABLE, failure.kind());
            assertEquals(OptionalInt.of(423), failure.status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "403, ACCESS_DENIED",
        "423, UNAVAILABLE",
        "409, ALREADY_EXISTS",
        "500, UNAVAILABLE"
    })
    void aRefusedRemovalIsToldAsWhatItIs(int status, FailureKind kind) throws Exception {
        try (ScriptedDav server = answering("DELETE", ScriptedDav.Answer.of(status))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> server.open().remove(server.url("/file"), false));

            assertEquals(kind, failure.kind());
        }
    }

    @ParameterizedTest
    @CsvSource({"404, false", "410, false", "204, true", "200, true"})
    void whatIsGoneAlreadyCountsAsRemoved(int status, boolean removed) throws Exception {
        try (ScriptedDav server = answering("DELETE", ScriptedDav.Answer.of(status))) {
            assertEquals(removed, server.open().remove(server.url("/file"), false));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 405})
    void aFolderIsNotReadWhateverTheServerSays(int status) throws Exception {
        try (ScriptedDav server = answering("GET", ScriptedDav.Answer.of(status))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> server.open().read(server.url("/folder"), ReadRequest.WHOLE));

            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        }
    }

    @Test
    void aFolderNamedAsOneIsNotReadEvenIfTheServerMakesAPageOfIt() throws Exception {
        ScriptedDav.Answer page =
                new ScriptedDav.Answer(
                        200, java.util.Map.of(), "<html>".getBytes(StandardCharsets.UTF_8));
        try (ScriptedDav server = answering("GET", page)) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> server.open().read(server.url("/folder/"), ReadRequest.WHOLE));

            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        }
    }

    @Test
    void aNameOfAFolderIsNotWrittenTo() throws Exception {
        try (ScriptedDav server = answering("PUT", ScriptedDav.Answer.of(201))) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () ->
                                    server.open()
                                            .write(
                                                    server.url("/folder/"),
                                                    new WriteRequest(
                                                            OptionalLong.empty(),
                                                            OptionalInt.empty())));

            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
            assertEquals(List.of(), server.asked());
        }
    }

    @Test
    void writesFollowARedirectOnlyToWhereItKeepsItsMethod() throws Exception {
        try (ScriptedDav other = new ScriptedDav(_ -> ScriptedDav.Answer.of(204));
                ScriptedDav server =
                        new ScriptedDav(asked ->
                                asked.method().equals("DELETE")
                                        ? ScriptedDav.Answer.of(
                                                        asked.path().equals("/moved") ? 307 : 302)
                                                .with(
                                                        "Location",
                                                        "http://127.0.0.1:"
                                                                + other.port()
                                                                + "/there")
                                        : kind(asked))) {
            TransferUrl moved = withLogin(server.url("/moved"));
            TransferUrl found = withLogin(server.url("/found"));
            WebdavProtocol protocol = new WebdavProtocol(NetworkSettings.standard());
            try (protocol) {
                WebdavEndpoint endpoint =
                        (WebdavEndpoint)
                                protocol.open(new Place(moved, Site.UNNAMED), Credentials.none());

                assertTrue(endpoint.remove(moved, false));
                TransferException failure =
                        assertThrows(TransferException.class, () -> endpoint.remove(found, false));

                assertEquals(FailureKind.UNEXPECTED, failure.kind());
            }
            assertEquals(List.of("DELETE /there"), other.lines());
            assertEquals(Optional.empty(), other.asked().getFirst().header("Authorization"));
        }
    }

    private static TransferUrl withLogin(TransferUrl url) throws Exception {
        return TransferUrl.parse(url.text().replace("://", "://joe:secret@"));
    }

    @Test
    void theSchemesAreServedWithAndWithoutTls() {
        WebdavProtocol protocol = new WebdavProtocol(NetworkSettings.standard());

        assertEquals(List.of("webdav", "webdavs", "dav", "davs"), protocol.schemes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"dav:///x", "webdavs://h:port/x"})
    void aUrlWithoutAHostIsRefusedWhenItIsOpened(String text) throws Exception {
        TransferUrl url = TransferUrl.parse(text);
        try (WebdavProtocol protocol = new WebdavProtocol(NetworkSettings.standard())) {
            TransferException failure =
                    assertThrows(
                            TransferException.class,
                            () -> protocol.open(new Place(url, Site.UNNAMED), Credentials.none()));

            assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        }
    }
}
