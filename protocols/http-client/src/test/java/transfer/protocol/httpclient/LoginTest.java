package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Challenge;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

class LoginTest {
    private static final Credential.Password PASSWORD =
            new Credential.Password("Mufasa", new Secret("Circle of Life"), "the test");
    private static final String BASIC = "Basic TXVmYXNhOkNpcmNsZSBvZiBMaWZl";

    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void with(Credential... credentials) {
        client.close();
        client = new Client(Client.settings(), credentials);
    }

    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private void fetch(TransferUrl url) throws TransferException, InterruptedException {
        client.files(url).read(url, ReadRequest.WHOLE).close();
    }

    private TransferException failure() {
        return assertThrows(TransferException.class, () -> fetch(server.url("/x")));
    }

    @Test
    void aPasswordIsShownInClearOnlyWhenTheServerWantsItSo() throws Exception {
        with(PASSWORD);
        serve(x -> {
            if (x.asked().header("Authorization").equals(Optional.of(BASIC))) {
                x.reply("200 OK", "");
            } else {
                x.reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"lab\"\n");
            }
        });
        TransferUrl url = server.url("/x");
        HttpFiles files = client.files(url);

        files.read(url, ReadRequest.WHOLE).close();
        files.read(url, ReadRequest.WHOLE).close();

        assertEquals(Optional.empty(), server.asked().getFirst().header("Authorization"));
        assertEquals(3, server.asked().size());
    }

    @Test
    void aServerThatTakesDigestsNeverSeesThePassword() throws Exception {
        with(PASSWORD);
        serve(x -> {
            if (x.asked().header("Authorization").isPresent()) {
                x.reply("200 OK", "");
            } else {
                x.reply(
                        "401 Unauthorized",
                        """
                        WWW-Authenticate: Basic realm="lab"
                        WWW-Authenticate: Digest realm="lab", qop="auth", nonce="n1"
                        """);
            }
        });
        TransferUrl url = server.url("/x?y=z");
        HttpFiles files = client.files(url);

        files.read(url, ReadRequest.WHOLE).close();
        files.read(url, ReadRequest.WHOLE).close();

        List<String> shown =
                server.asked().stream().flatMap(a -> a.header("Authorization").stream()).toList();
        assertEquals(2, shown.size());
        assertTrue(shown.stream().allMatch(value -> value.startsWith("Digest ")), shown.toString());
        assertTrue(shown.getFirst().contains("uri=\"/x?y=z\""), shown.getFirst());
        assertTrue(shown.getFirst().contains("nc=00000001"), shown.getFirst());
        assertTrue(shown.getLast().contains("nc=00000002"), shown.getLast());
    }

    @Test
    void aNonceThatIsUsedUpIsReplaced() throws Exception {
        with(PASSWORD);
        AtomicInteger good = new AtomicInteger(1);
        serve(x -> {
            String nonce = "nonce=\"n" + good.get() + "\"";
            if (x.asked().header("Authorization").orElse("").contains(nonce)) {
                good.incrementAndGet();
                x.reply("200 OK", "");
            } else {
                x.reply(
                        "401 Unauthorized",
                        "WWW-Authenticate: Digest realm=\"lab\", qop=\"auth\", stale=true, "
                                + nonce
                                + "\n");
            }
        });
        TransferUrl url = server.url("/x");
        HttpFiles files = client.files(url);

        files.read(url, ReadRequest.WHOLE).close();
        files.read(url, ReadRequest.WHOLE).close();

        assertEquals(4, server.asked().size());
    }

    // the example of RFC 7616, 3.9.1
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void digestsAreThoseOfTheStandard(String algorithm, String response) {
        Challenge challenge =
                new Challenge(
                        "Digest",
                        Map.of(
                                "realm", "http-auth@example.org",
                                "qop", "auth, auth-int",
                                "algorithm", algorithm,
                                "nonce", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
                                "opaque", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"));

        String authorization =
                DigestLogin.to(
                                List.of(challenge),
                                PASSWORD,
                                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
                        .orElseThrow()
                        .authorization(
                                "GET",
                                WireUrl.of(HttpUrl.get("http://www.example.org/dir/index.html")));

        assertTrue(authorization.contains("response=\"" + response + "\""), authorization);
        assertTrue(authorization.contains("username=\"Mufasa\""), authorization);
        assertFalse(authorization.contains("Circle"));
    }

    @Test
    void theBetterDigestIsTaken() {
        Challenge md5 = new Challenge("Digest", Map.of("nonce", "a", "realm", "r"));
        Challenge sha =
                new Challenge("Digest", Map.of("nonce", "b", "realm", "r", "algorithm", "sha-256"));
        Challenge other = new Challenge("Digest", Map.of("nonce", "c", "algorithm", "SHA-512-256"));

        String authorization =
                DigestLogin.to(List.of(md5, other, sha), PASSWORD)
                        .orElseThrow()
                        .authorization("GET", WireUrl.of(HttpUrl.get("http://h/")));

        assertTrue(authorization.contains("algorithm=SHA-256"), authorization);
        assertTrue(DigestLogin.to(List.of(other), PASSWORD).isEmpty());
    }

    @Test
    void aPasswordInTheUrlIsUnescapedAndWins() throws Exception {
        with(PASSWORD);
        serve(x -> {
            if (x.asked().header("Authorization").isPresent()) {
                x.reply("200 OK", "");
            } else {
                x.reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"lab\"\n");
            }
        });

        fetch(ScriptedServer.Urls.of("http://me:p%40ss+%25100%@127.0.0.1:" + server.port() + "/x"));

        String expected = okhttp3.Credentials.basic("me", "p@ss+%100%");
        assertEquals(Optional.of(expected), server.last().header("Authorization"));
    }

    @Test
    void configuredHeadersGoWithEveryRequestAndOursWin() throws Exception {
        with(
                PASSWORD,
                new Credential.HttpHeaders(
                        Map.of(
                                "authorization", new Secret("Bearer configured"),
                                "X-Note", new Secret("Gr\u00FC\u00DFe"),
                                "Range", new Secret("bytes=5-"),
                                "User-Agent", new Secret("other"),
                                "Accept-Encoding", new Secret("gzip")),
                        "the test"));
        serve(x -> x.reply("200 OK", ""));
        TransferUrl url = server.url("/x");

        client.files(url)
                .read(url, new ReadRequest(0, OptionalLong.empty(), Optional.empty(), false))
                .close();

        ScriptedServer.Asked asked = server.last();
        assertEquals(Optional.of("Bearer configured"), asked.header("Authorization"));
        assertEquals(
                "Gr\u00FC\u00DFe",
                new String(
                        asked.header("X-Note").get().getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8));
        assertEquals(Optional.of("identity"), asked.header("Accept-Encoding"));
        assertEquals(Optional.of("other"), asked.header("User-Agent"));
    }

    static Stream<Arguments> badHeaders() {
        return Stream.of(
                Arguments.of("X-Note", "a\nEvil: b"),
                Arguments.of("X-Note", "a\u0000b"),
                Arguments.of("X Note", "a"),
                Arguments.of("X-Note\r\nEvil: b", "c"),
                Arguments.of("", "c"));
    }

    @ParameterizedTest
    @MethodSource("badHeaders")
    void aHeaderThatCouldBeTakenForTwoIsRefused(String name, String value) throws Exception {
        with(new Credential.HttpHeaders(Map.of(name, new Secret("secret" + value)), "the test"));
        serve(x -> x.reply("200 OK", ""));

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("the test"), failure.getMessage());
        assertFalse(failure.getMessage().contains("secret"));
        assertEquals(0, server.connections());
    }

    @Test
    void aTokenIsNotSentWithoutTls() throws Exception {
        with(new Credential.BearerToken(new Secret("abc"), "the variable BEARER_TOKEN"));
        serve(x -> x.reply("401 Unauthorized", "WWW-Authenticate: Bearer\n"));

        TransferException failure = failure();

        assertEquals(1, server.asked().size());
        assertEquals(Optional.empty(), server.last().header("Authorization"));
        assertTrue(
                failure.getMessage()
                        .contains("the token of the variable BEARER_TOKEN is not sent without TLS"),
                failure.getMessage());
    }

    @Test
    void aMissingCredentialIsNamedByTheKeysThatWereLookedFor() throws Exception {
        serve(x -> x.reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"lab\"\n"));

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(
                failure.getMessage()
                        .contains(
                                "looked for: the drawer of HttpHeaders, the drawer of Password, the"
                                        + " drawer of BearerToken, the drawer of"
                                        + " ClientCertificate"),
                failure.getMessage());
        assertEquals(1, server.asked().size());
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNeverShown() throws Exception {
        with(PASSWORD);
        serve(x -> x.reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"lab\"\n"));

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(2, server.asked().size());
        assertTrue(
                failure.getMessage().contains("offered: the password of the test"),
                failure.getMessage());
        StringWriter printed = new StringWriter();
        failure.printStackTrace(new PrintWriter(printed));
        assertFalse(printed.toString().contains("Circle"));
    }

    @Test
    void aRefusalOfTheUnknownSaysWhatWasLookedFor() throws Exception {
        serve(x -> x.reply("403 Forbidden", ""));

        TransferException failure = failure();

        assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
        assertTrue(failure.getMessage().contains("looked for"), failure.getMessage());
    }

    /** Fails for one kind. */
    private record Broken(Class<? extends Credential> broken) implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
                throws CredentialException {
            if (kind == broken) {
                throw new CredentialException("the file is open to others: chmod 600 it");
            }
            return Optional.empty();
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            return List.of();
        }
    }

    /** Counts how often somebody wants to know where it has looked. */
    private record Counting(AtomicInteger asked) implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
            return Optional.empty();
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            asked.incrementAndGet();
            return List.of("the drawer");
        }
    }

    @Test
    void whereItWasLookedForIsAskedOnlyForARefusal() throws Exception {
        Counting counting = new Counting(new AtomicInteger());
        client.close();
        client =
                new Client(
                        Client.settings(),
                        InstantSource.system(),
                        new Credentials(List.of(counting)));
        serve(x -> x.reply(x.asked().target().equals("/open") ? "200 OK" : "403 Forbidden", ""));

        fetch(server.url("/open"));
        assertEquals(0, counting.asked().get());
        assertTrue(failure().getMessage().contains("looked for: the drawer"));
    }

    @Test
    void aCredentialThatCannotBeUsedIsAFailure() throws Exception {
        client.close();
        client =
                new Client(
                        Client.settings(),
                        InstantSource.system(),
                        new Credentials(List.of(new Broken(Credential.Password.class))));
        serve(x -> x.reply("200 OK", ""));

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(failure.getMessage().contains("chmod 600"), failure.getMessage());
    }

    @Test
    void aCertificateThatCannotBeUsedHarmsOnlyWhereItIsWanted() throws Exception {
        client.close();
        client =
                new Client(
                        Client.settings(),
                        InstantSource.system(),
                        new Credentials(List.of(new Broken(Credential.ClientCertificate.class))));
        serve(x -> x.reply(x.asked().target().equals("/open") ? "200 OK" : "403 Forbidden", ""));

        fetch(server.url("/open"));
        assertTrue(failure().getMessage().contains("chmod 600"));
    }

    @Test
    void aFileIsSentAgainWhenTheServerWantsALogInFirst() throws Exception {
        with(PASSWORD);
        serve(x -> {
            if (x.asked().header("Authorization").isEmpty()) {
                x.reply(
                        "401 Unauthorized",
                        "WWW-Authenticate: Basic realm=\"lab\"\nConnection: close\n");
                x.hangUp();
            } else {
                x.body();
                x.reply(x.asked().method().equals("PUT") ? "201 Created" : "200 OK", "");
            }
        });
        TransferUrl url = server.url("/x");

        for (int size : new int[] {10, 3 << 20}) {
            try (Writing writing =
                    client.files(url)
                            .write(
                                    url,
                                    new WriteRequest(OptionalLong.of(size), OptionalInt.empty()))) {
                writing.write(ByteBuffer.allocate(size));
                writing.finish(List.of());
            }
        }

        assertEquals(
                2,
                server.asked().stream()
                        .filter(a -> a.method().equals("PUT"))
                        .filter(a -> a.header("Authorization").isPresent())
                        .count());
    }
}
