package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * What a server is asked for and may answer, by one written for what no real one does on demand.
 */
class WebdavThirdPartyTest {
    private static final String TOKEN = "s3cret-token";
    private static final String REPORT =
            "Perf Marker\nStripe Index: 0\nStripe Bytes Transferred: 7\nEnd\n";

    private final WebdavProtocol protocol = new WebdavProtocol(NetworkSettings.standard());
    private ScriptedDav.Answer toCopy = report(201, "success: Created");
    private boolean isThere = true;
    private boolean wantsToken;
    private int toMove = 201;
    private Credentials credentials = Credentials.none();

    /** A token for whoever is asked by TLS, or a header for the host {@code source}. */
    private record Tokens(Credential credential) implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
            return kind.isInstance(credential) && query.authority().startsWith("source")
                    ? Optional.of(kind.cast(credential))
                    : Optional.empty();
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            return List.of();
        }
    }

    @AfterEach
    void close() {
        protocol.close();
    }

    private static ScriptedDav.Answer report(int status, String last) {
        return new ScriptedDav.Answer(
                status, Map.of(), (REPORT + last).getBytes(StandardCharsets.UTF_8));
    }

    private ScriptedDav server() throws Exception {
        return new ScriptedDav(asked ->
                switch (asked.method()) {
                    case "COPY" ->
                            wantsToken && asked.header("TransferHeaderAuthorization").isEmpty()
                                    ? report(201, "failure: rejected GET: 401 Unauthorized")
                                    : toCopy;
                    case "HEAD", "GET" ->
                            isThere
                                    ? new ScriptedDav.Answer(
                                            200, Map.of("Content-Length", "7"), new byte[7])
                                    : ScriptedDav.Answer.of(404);
                    case "MKCOL" -> ScriptedDav.Answer.of(201);
                    case "MOVE" -> ScriptedDav.Answer.of(toMove);
                    case "DELETE" -> ScriptedDav.Answer.of(204);
                    default -> ScriptedDav.Answer.of(405);
                });
    }

    private DirectCopy.Made copy(TransferUrl by, String from, TransferUrl to) throws Exception {
        DirectCopy copier = (DirectCopy) protocol.open(place(by), credentials);
        return copier.copy(
                place(TransferUrl.parse(from)), place(to), new DirectCopy.CopyOptions(true));
    }

    private static Place place(TransferUrl url) {
        return new Place(url, Site.UNNAMED);
    }

    private TransferException pullFails(ScriptedDav server, String from) {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> copy(server.url("/t"), from, server.url("/t")));
        assertFalse(failure.getMessage().contains("s3cret"), failure::toString);
        return failure;
    }

    private static ScriptedDav.Asked copyRequest(ScriptedDav server) {
        return server.asked().stream()
                .filter(asked -> asked.method().equals("COPY"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean tidiesUp(ScriptedDav server) {
        return server.asked().stream().anyMatch(asked -> asked.method().equals("DELETE"));
    }

    @Test
    void destinationIsAskedToFetchUnderAHiddenName() throws Exception {
        try (ScriptedDav server = server()) {
            try (DirectCopy.Made made =
                    copy(server.url("/t"), "dav://source.example/a b?x=1", server.url("/t"))) {
                assertEquals(OptionalLong.of(7), made.stat().size());
                made.publish();
            }

            ScriptedDav.Asked asked = copyRequest(server);
            assertTrue(asked.path().startsWith("/.t."), asked::path);
            assertEquals(Optional.of("http://source.example/a%20b?x=1"), asked.header("Source"));
            assertEquals(Optional.of("none"), asked.header("Credential"));
            assertEquals(Optional.of("T"), asked.header("Overwrite"));
            assertEquals(Optional.of("false"), asked.header("RequireChecksumVerification"));
            assertEquals(Optional.empty(), asked.header("TransferHeaderAuthorization"));
        }
    }

    @Test
    void sourceIsAskedToSendAndTheDestinationToPublish() throws Exception {
        try (ScriptedDav source = server();
                ScriptedDav destination = server()) {
            TransferUrl from = source.url("/f");
            copy(from, from.text(), destination.url("/t")).publish();

            String target = copyRequest(source).header("Destination").orElseThrow();
            assertTrue(
                    target.startsWith("http://127.0.0.1:" + destination.port() + "/.t."), target);
            assertTrue(
                    destination.asked().stream().anyMatch(a -> a.method().equals("MOVE")),
                    () -> destination.lines().toString());
        }
    }

    private void haveToken() {
        credentials =
                new Credentials(
                        List.of(
                                new Tokens(
                                        new Credential.HttpHeaders(
                                                Map.of(
                                                        "Authorization",
                                                        new Secret("Bearer " + TOKEN)),
                                                "the test"))));
    }

    private static List<String> shownTokens(ScriptedDav server) {
        return server.asked().stream()
                .filter(asked -> asked.method().equals("COPY"))
                .map(asked -> asked.header("TransferHeaderAuthorization").orElse("none"))
                .toList();
    }

    @Test
    void tokenOfTheOtherServerGoesAlongOnceTheServerIsKnownToCopy() throws Exception {
        haveToken();
        wantsToken = true;
        try (ScriptedDav server = server()) {
            copy(server.url("/t"), "dav://source.example/f", server.url("/t")).close();
            copy(server.url("/t"), "dav://source.example/f", server.url("/t")).close();

            assertEquals(
                    List.of("none", "Bearer " + TOKEN, "Bearer " + TOKEN), shownTokens(server));
            assertEquals(Optional.empty(), copyRequest(server).header("Authorization"));
        }
    }

    @Test
    void serverThatDoesNotCopyGetsNoToken() throws Exception {
        haveToken();
        toCopy = ScriptedDav.Answer.of(405);
        try (ScriptedDav server = server()) {
            pullFails(server, "dav://source.example/f");

            assertEquals(List.of("none"), shownTokens(server));
        }
    }

    @Test
    void tokenThatIsForTlsIsNotSentWithout() throws Exception {
        credentials =
                new Credentials(
                        List.of(
                                new Tokens(
                                        new Credential.BearerToken(
                                                new Secret(TOKEN), "the test"))));
        try (ScriptedDav server = server()) {
            assertEquals(
                    FailureKind.UNSUPPORTED, pullFails(server, "davs://source.example/f").kind());
            assertTrue(server.asked().stream().noneMatch(asked -> asked.method().equals("COPY")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, UNSUPPORTED",
        "401, BAD_CREDENTIALS",
        "403, ACCESS_DENIED",
        "404, UNSUPPORTED",
        "405, UNSUPPORTED",
        "409, CHANGED",
        "412, UNSUPPORTED",
        "429, THROTTLED",
        "501, UNSUPPORTED",
        "502, UNSUPPORTED",
        "503, UNAVAILABLE",
        "507, NO_SPACE"
    })
    void statusBeforeAnythingIsMovedSaysWhatToDo(int status, FailureKind kind) throws Exception {
        toCopy = ScriptedDav.Answer.of(status);
        try (ScriptedDav server = server()) {
            TransferException failure = pullFails(server, "dav://source.example/f");

            assertEquals(kind, failure.kind());
            assertEquals(status, failure.status().orElseThrow());
            assertEquals(kind != FailureKind.UNSUPPORTED, tidiesUp(server));
        }
    }

    @Test
    void successThatLeavesNothingIsNone() throws Exception {
        toCopy = ScriptedDav.Answer.of(204);
        isThere = false;
        try (ScriptedDav server = server()) {
            assertEquals(
                    FailureKind.UNSUPPORTED, pullFails(server, "dav://source.example/f").kind());
        }
    }

    @Test
    void reportWithoutAnEndIsAFailureThatMayPassAndIsTidiedUp() throws Exception {
        toCopy = report(202, "");
        try (ScriptedDav server = server()) {
            assertEquals(
                    FailureKind.CONNECTION, pullFails(server, "dav://source.example/f").kind());
            assertTrue(tidiesUp(server));
        }
    }

    @Test
    void acceptedWithoutAReportIsRefused() throws Exception {
        toCopy = ScriptedDav.Answer.of(202);
        try (ScriptedDav server = server()) {
            assertEquals(
                    FailureKind.UNSUPPORTED, pullFails(server, "dav://source.example/f").kind());
        }
    }

    @Test
    void goodStatusWithAFailureInTheLastLineIsAFailureOfTheOtherServer() throws Exception {
        toCopy = report(201, "failure: Remote side failed with status code 403; ?authz=s3cret");
        try (ScriptedDav server = server()) {
            TransferException failure = pullFails(server, "dav://source.example/f");

            assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
            assertEquals("source.example", failure.url().host());
            assertTrue(tidiesUp(server));
        }
    }

    @Test
    void whatIsThereIsSafeWhereFilesCannotBeMoved() throws Exception {
        toMove = 405;
        toCopy = ScriptedDav.Answer.of(403);
        try (ScriptedDav server = server()) {
            assertEquals(
                    FailureKind.UNSUPPORTED, pullFails(server, "dav://source.example/f").kind());
            assertFalse(tidiesUp(server), () -> server.lines().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remote side failed with status code 405",
                "Remote side failed with status code 501"
            })
    void whatACopyLeavesIsTidiedUpWhateverTheOtherServerSaid(String last) throws Exception {
        toCopy = report(201, "failure: " + last);
        try (ScriptedDav server = server()) {
            pullFails(server, "dav://source.example/f");

            assertTrue(tidiesUp(server));
        }
    }

    @Test
    void whatTheOtherServerDidNotFindIsLookedForByUs() throws Exception {
        toCopy = report(201, "failure: Remote side failed with status code 404");
        try (ScriptedDav server = server();
                ScriptedDav source = server()) {
            String from = source.url("/f").text();
            TransferException hidden = pullFails(server, from);
            isThere = false;
            TransferException missing = pullFails(server, from);

            assertEquals(FailureKind.ACCESS_DENIED, hidden.kind());
            assertEquals(FailureKind.NOT_FOUND, missing.kind());
        }
    }

    @Test
    void aRequestOfTheOtherServerThatWasBadSaysNothingOfOurs() throws Exception {
        toCopy = report(201, "failure: Remote side failed with status code 400");
        try (ScriptedDav server = server()) {
            assertTrue(pullFails(server, "dav://source.example/f").kind().isPassing());
        }
    }

    @Test
    void queryThatIsForTlsIsNotSentWithout() throws Exception {
        try (ScriptedDav server = server()) {
            assertEquals(
                    FailureKind.UNSUPPORTED,
                    pullFails(server, "davs://source.example/f?authz=s3cret").kind());
            assertTrue(server.asked().stream().noneMatch(asked -> asked.method().equals("COPY")));
        }
    }
}
