package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class ProxiesTest {
    private static final TransferUrl URL = ScriptedServer.Urls.of("http://data.example.org/x");

    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private static NetworkSettings settings(
            Optional<String> http, Optional<String> https, Optional<String> cache, String... no) {
        return new NetworkSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                http,
                https,
                List.of(no),
                cache,
                Optional.empty(),
                Set.of(),
                false,
                "transfer-test",
                NetworkSettings.standard().ssh());
    }

    private static Optional<String> choice(NetworkSettings settings, String url, boolean cached)
            throws TransferException {
        return new Proxies(settings)
                .choose(WireUrl.of(HttpUrl.get(url)), cached, URL)
                .map(ProxyServer::toString);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "http://h/x, example.org, plain:80",
                "https://h/x, example.org, secure:8443",
                "http://example.org/x, example.org, -",
                "http://data.example.org/x, example.org, -",
                "http://data.example.org/x, .example.org, -",
                "http://data.example.org/x, *.example.org, -",
                "http://DATA.example.org/x, Example.ORG, -",
                "http://badexample.org/x, example.org, plain:80",
                "http://h:81/x, h:81, -",
                "http://h:82/x, h:81, plain:80",
                "http://h/x, h:80, -",
                "http://[::1]:81/x, [::1]:81, -",
                "http://[::1]/x, ::1, -",
                "http://[::1]/x, [::1], -",
                "http://127.0.0.1/x, 127.0.0.1, -",
                "http://h/x, *, -",
                "http://h/x, '', plain:80",
            })
    void someHostsAreAskedDirectly(String url, String rule, String proxy) throws Exception {
        NetworkSettings settings =
                settings(
                        Optional.of("http://plain"),
                        Optional.of("secure:8443"),
                        Optional.empty(),
                        rule);

        assertEquals(Optional.ofNullable(proxy), choice(settings, url, true));
    }

    @Test
    void theCachingProxyServesPlainRequestsThatMayComeFromACache() throws Exception {
        NetworkSettings settings =
                settings(Optional.empty(), Optional.empty(), Optional.of("squid:3128"), "near");

        assertEquals(Optional.of("squid:3128"), choice(settings, "http://h/x", true));
        assertEquals(Optional.empty(), choice(settings, "http://h/x", false));
        assertEquals(Optional.empty(), choice(settings, "https://h/x", true));
        assertEquals(Optional.empty(), choice(settings, "http://near/x", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://me:secret@h:1080", "https://h", "http://", "http://h:port"})
    void aProxyOfAnotherSortIsNamedAsTheProblem(String setting) {
        TransferException failure =
                assertThrows(TransferException.class, () -> ProxyServer.parse(setting, URL));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
        assertFalse(failure.getMessage().contains("secret"));
    }

    @Test
    void aProxyDoesNotShowItsPassword() throws Exception {
        assertEquals("h:3128", ProxyServer.parse("http://me:secret@h:3128", URL).toString());
    }

    private void use(NetworkSettings settings) {
        client.close();
        client = new Client(settings);
    }

    private void fetch(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        client.files(url).read(url, request).close();
    }

    @Test
    void aPlainRequestGoesThroughItsProxyWithTheProxysLogIn() throws Exception {
        server = new ScriptedServer(x -> x.reply("200 OK", ""));
        use(
                settings(
                        Optional.of("http://me:p%40ss@127.0.0.1:" + server.port()),
                        Optional.empty(),
                        Optional.empty()));

        fetch(URL, ReadRequest.WHOLE);

        assertEquals("http://data.example.org/x", server.last().target());
        assertEquals(
                Optional.of(okhttp3.Credentials.basic("me", "p@ss")),
                server.last().header("Proxy-Authorization"));
    }

    @Test
    void theLogInForTheProxyDoesNotGoToServers() throws Exception {
        server = new ScriptedServer(x -> x.reply("200 OK", ""));
        use(
                settings(
                        Optional.of("http://me:pass@127.0.0.1:1"),
                        Optional.empty(),
                        Optional.empty(),
                        "127.0.0.1"));

        fetch(server.url("/x"), ReadRequest.WHOLE);

        assertEquals(Optional.empty(), server.last().header("Proxy-Authorization"));
    }

    @Test
    void theSecondTryPassesTheCachingProxyBy() throws Exception {
        try (ScriptedServer origin = new ScriptedServer(x -> x.reply("200 OK", ""))) {
            server = new ScriptedServer(x -> x.reply("504 Gateway Timeout", ""));
            use(
                    settings(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("http://127.0.0.1:" + server.port())));
            TransferUrl url = origin.url("/x");

            assertThrows(TransferException.class, () -> fetch(url, ReadRequest.WHOLE));
            assertEquals(0, origin.connections());
            fetch(url, ReadRequest.WHOLE.pastAllCaches());
            assertThrows(TransferException.class, () -> fetch(url, ReadRequest.WHOLE));

            assertEquals(1, origin.asked().size());
            assertEquals(2, server.asked().size());
        }
    }

    @Test
    void onlyReadingsGoThroughTheCachingProxy() throws Exception {
        try (ScriptedServer origin = new ScriptedServer(x -> x.reply("200 OK", ""))) {
            use(settings(Optional.empty(), Optional.empty(), Optional.of("http://127.0.0.1:1")));

            client.files(origin.url("/x")).stat(origin.url("/x"));

            assertEquals(1, origin.asked().size());
        }
    }

    @Test
    void aProxyThatWantsALogInIsNamed() throws Exception {
        server = new ScriptedServer(x -> x.reply("407 Proxy Authentication Required", ""));
        use(
                settings(
                        Optional.of("http://127.0.0.1:" + server.port()),
                        Optional.empty(),
                        Optional.empty()));

        TransferException failure =
                assertThrows(TransferException.class, () -> fetch(URL, ReadRequest.WHOLE));

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws Exception {
        server = new ScriptedServer(ScriptedServer.Exchange::hangUp);
        server.close();
        String proxy = "127.0.0.1:" + server.port();
        use(settings(Optional.of(proxy), Optional.empty(), Optional.empty()));

        TransferException failure =
                assertThrows(TransferException.class, () -> fetch(URL, ReadRequest.WHOLE));

        assertEquals(FailureKind.CONNECTION, failure.kind());
        assertTrue(failure.getMessage().contains("through the proxy " + proxy));
    }

    @Test
    void tlsIsTunnelledWithTheProxysLogIn() throws Exception {
        TestCertificates certificates = TestCertificates.make();
        try (ScriptedServer origin =
                ScriptedServer.tls(
                        certificates.serverContext(), false, x -> x.reply("200 OK", ""))) {
            server = new ScriptedServer(ProxiesTest::tunnel);
            NetworkSettings through =
                    settings(
                            Optional.empty(),
                            Optional.of("http://me:pass@127.0.0.1:" + server.port()),
                            Optional.empty());
            use(certificates.unchecked(through, origin));

            fetch(origin.url("/x"), ReadRequest.WHOLE);

            assertEquals("CONNECT", server.last().method());
            assertEquals("127.0.0.1:" + origin.port(), server.last().target());
            assertEquals(
                    Optional.of(okhttp3.Credentials.basic("me", "pass")),
                    server.last().header("Proxy-Authorization"));
            assertEquals(Optional.empty(), origin.last().header("Proxy-Authorization"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:", "me:wrong@127.0.0.1:"})
    void aTunnelThatIsRefusedIsNamed(String proxy) throws Exception {
        server =
                new ScriptedServer(x ->
                        x.reply(
                                "407 Proxy Authentication Required",
                                "Proxy-Authenticate: Basic realm=\"p\"\n"));
        use(
                settings(
                        Optional.empty(),
                        Optional.of("http://" + proxy + server.port()),
                        Optional.empty()));
        TransferUrl url = ScriptedServer.Urls.of("https://data.example.org/x");

        TransferException failure =
                assertThrows(TransferException.class, () -> fetch(url, ReadRequest.WHOLE));

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertFalse(failure.getMessage().contains("wrong"), failure.getMessage());
    }

    private static void tunnel(ScriptedServer.Exchange exchange) throws IOException {
        String[] target = exchange.asked().target().split(":");
        try (Socket origin = new Socket(target[0], Integer.parseInt(target[1]))) {
            exchange.send(
                    "HTTP/1.1 200 Connection established\n\n".getBytes(StandardCharsets.US_ASCII));
            Socket client = exchange.socket();
            Thread back =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    origin.getInputStream().transferTo(client.getOutputStream());
                                } catch (IOException _) {
                                    // one side has closed, which ends the tunnel
                                }
                            });
            exchange.body();
            exchange.input().transferTo(origin.getOutputStream());
            origin.shutdownOutput();
            back.join();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
