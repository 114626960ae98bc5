package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import transfer.credentials.Credential;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** What one server is given to show to another one. */
class HandOverTest {
    private static final Credential TOKEN =
            new Credential.BearerToken(new Secret("s3cret-token"), "the test");

    private static Optional<Secret> forOthers(String url, Credential... credentials)
            throws Exception {
        try (Client client = new Client(Client.settings(), credentials)) {
            return client.conversation(TransferUrl.parse(url)).authorizationForOthers();
        }
    }

    private static Credential header(String name, String value) {
        return new Credential.HttpHeaders(Map.of(name, new Secret(value)), "the test");
    }

    @Test
    void aTokenIsHandedOverWhereItWouldBeShown() throws Exception {
        assertEquals(
                Optional.of(new Secret("Bearer s3cret-token")), forOthers("https://h/f", TOKEN));
        assertEquals(Optional.empty(), forOthers("http://h/f", TOKEN));
        assertEquals(Optional.empty(), forOthers("https://h/f"));
    }

    @Test
    void aConfiguredHeaderWithATokenIsOneToo() throws Exception {
        Secret header = new Secret("bearer s3cret-token");

        assertEquals(
                Optional.of(header),
                forOthers("http://h/f", header("authorization", header.reveal())));
    }

    static Stream<Credential> ours() {
        return Stream.of(
                new Credential.Password("lab", new Secret("s3cret-word"), "the test"),
                header("Authorization", "Basic s3cret-word"),
                header("X-Api-Key", "s3cret-word"));
    }

    @ParameterizedTest
    @MethodSource("ours")
    void whatIsForUsAloneIsNot(Credential credential) {
        TransferException failure =
                assertThrows(
                        TransferException.class, () -> forOthers("https://h/f", credential, TOKEN));

        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertFalse(failure.getMessage().contains("s3cret"), failure::toString);
    }

    @Test
    void whatTheServerWouldShowIsNotSentToWhereItRedirects() throws Exception {
        try (ScriptedServer other =
                        new ScriptedServer(x -> x.reply("201 Created", "Content-Length: 0\n"));
                ScriptedServer server =
                        new ScriptedServer(
                                x -> x.reply("307 There", "Location: " + other.at("/y") + "\n"));
                Client client = new Client()) {
            TransferUrl url = server.url("/x");
            HttpRequest copy =
                    HttpRequest.of("COPY", url)
                            .with("Source", "http://h/f")
                            .with("TransferHeaderAuthorization", "Bearer s3cret-token");

            client.conversation(url).send(copy).close();

            assertEquals(
                    Optional.of("Bearer s3cret-token"),
                    server.last().header("TransferHeaderAuthorization"));
            assertEquals(
                    Stream.of().findAny(),
                    other.asked().stream()
                            .flatMap(asked -> asked.header("TransferHeaderAuthorization").stream())
                            .findAny());
        }
    }
}
