package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** What a failure, and an answer, tell besides their words. */
class EvidenceTest {
    private static final byte[] CONTENT = {1, 2, 3};
    private static final String CACHED =
            "Via: 1.1 edge-7 (squid/6.9)\nVia: 1.1 mid\nAge: 321\nX-Cache: HIT from edge-7\n"
                    + "Server: nginx/1.22\n";

    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private void through(Optional<String> http, Optional<String> https) {
        NetworkSettings plain = Client.settings();
        client.close();
        client =
                new Client(
                        new NetworkSettings(
                                plain.connectTimeout(),
                                plain.idleTimeout(),
                                http,
                                https,
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Set.of(),
                                false,
                                "transfer-test",
                                plain.ssh()));
    }

    private TransferException failure(TransferUrl url) {
        return assertThrows(
                TransferException.class,
                () -> {
                    try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
                        Client.all(reading);
                    }
                });
    }

    private static void assertEvidence(
            TransferException failure, Phase phase, int status, String errno) {
        assertEquals(Optional.of(phase), failure.phase(), failure.getMessage());
        assertEquals(status == 0 ? OptionalInt.empty() : OptionalInt.of(status), failure.status());
        assertEquals(
                errno.isEmpty() ? Optional.empty() : Optional.of(errno),
                failure.errno(),
                failure.getMessage());
    }

    @Test
    void anAnswerTellsWhichWayItCame() throws Exception {
        serve(x -> x.reply("200 OK", CACHED, CONTENT));
        TransferUrl url = server.url("/x");

        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            assertEquals(
                    new Provenance(
                            Optional.of("127.0.0.1:" + server.port()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of("1.1 edge-7 (squid/6.9), 1.1 mid"),
                            OptionalLong.of(321),
                            Optional.of("HIT from edge-7"),
                            Optional.of("nginx/1.22")),
                    reading.stat().provenance());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cache-Status: edge; hit|edge; hit",
                "X-Cache: MISS|MISS",
                "Age: many|''",
                "Age: -3|''",
            })
    void cachesSayTheyAreSomeInMoreThanOneWay(String header, String cache) throws Exception {
        serve(x -> x.reply("200 OK", header + "\n", CONTENT));
        Provenance way = client.files(server.url("/x")).stat(server.url("/x")).provenance();

        assertEquals(cache, way.cache().orElse(""));
        assertEquals(OptionalLong.empty(), way.ageSeconds());
    }

    @Test
    void aRefusalTellsItsStatusAndWhoItIsFrom() throws Exception {
        serve(x -> x.reply("503 Busy", CACHED + "Retry-After: 7\n"));

        TransferException failure = failure(server.url("/x"));

        assertEvidence(failure, Phase.REQUEST, 503, "");
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure.notBefore());
        assertEquals(Optional.of("nginx/1.22"), failure.provenance().software());
        assertEquals(OptionalLong.of(321), failure.provenance().ageSeconds());
        assertEquals(Optional.of("127.0.0.1:" + server.port()), failure.provenance().address());
    }

    @ParameterizedTest
    @CsvSource({"404, REQUEST", "403, REQUEST", "401, LOGIN", "416, REQUEST", "302, REQUEST"})
    void everyStatusHasItsPhase(int status, Phase phase) throws Exception {
        serve(x -> x.reply(status + " No", ""));

        assertEvidence(failure(server.url("/x")), phase, status, "");
    }

    @Test
    void aRedirectInACircleHasItsStatus() throws Exception {
        serve(x -> x.reply("301 Moved", "Location: /x\nServer: looping\n"));

        TransferException failure = failure(server.url("/x"));

        assertEvidence(failure, Phase.REQUEST, 301, "");
        assertEquals(Optional.of("looping"), failure.provenance().software());
    }

    @Test
    void afterARedirectItIsTheOtherServerThatAnswers() throws Exception {
        try (ScriptedServer other = new ScriptedServer(x -> x.reply("500 No", "Server: b\n"))) {
            serve(x -> x.reply("302 Found", "Server: a\nLocation: " + other.at("/y") + "\n"));

            Provenance way = failure(server.url("/x")).provenance();

            assertEquals(Optional.of("127.0.0.1:" + other.port()), way.address());
            assertEquals(Optional.of("127.0.0.1:" + other.port()), way.host());
            assertEquals(Optional.of("b"), way.software());
        }
    }

    @Test
    void nobodyAtThePortIsARefusedConnection() throws Exception {
        // bound, so that nobody else can listen there meanwhile
        try (Socket held = new Socket()) {
            held.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String server = "127.0.0.1:" + held.getLocalPort();

            TransferException failure = failure(ScriptedServer.Urls.of("http://" + server + "/x"));

            assertEvidence(failure, Phase.CONNECT, 0, "ECONNREFUSED");
            assertTrue(failure.getMessage().endsWith(": Connection refused"), failure.getMessage());
            assertEquals(Optional.of(server), failure.provenance().address());
        }
    }

    @Test
    void aBodyThatBreaksOffSaysSo() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nServer: short\nContent-Length: 9\n\nabc");
            x.reset();
        });

        TransferException failure = failure(server.url("/x"));

        assertEquals(Optional.of(Phase.BODY), failure.phase());
        assertEquals(OptionalInt.empty(), failure.status());
        assertEquals(Optional.of("short"), failure.provenance().software());
    }

    @Test
    void aBodyThatEndsEarlySaysSo() throws Exception {
        serve(x -> x.send("HTTP/1.1 200 OK\nContent-Length: 9\n\nabc").hangUp());

        TransferException failure = failure(server.url("/x"));

        assertEquals(FailureKind.TRUNCATED, failure.kind());
        assertEvidence(failure, Phase.BODY, 0, "");
    }

    @Test
    void noAnswerAtAllIsARequestThatFailed() throws Exception {
        serve(ScriptedServer.Exchange::reset);

        TransferException failure = failure(server.url("/x"));

        assertEvidence(failure, Phase.REQUEST, 0, "ECONNRESET");
        assertEquals(Optional.of("127.0.0.1:" + server.port()), failure.provenance().address());
    }

    @Test
    void aPageInPlaceOfDataSaysWhoSentIt() throws Exception {
        byte[] page = "<!DOCTYPE html><html>log in</html>".getBytes();
        serve(x -> x.reply("200 OK", "Server: portal\n", page));

        TransferException failure = failure(server.url("/x.gz"));

        assertEquals(FailureKind.WRONG_CONTENT, failure.kind());
        assertEvidence(failure, Phase.BODY, 0, "");
        assertEquals(Optional.of("portal"), failure.provenance().software());
    }

    @Test
    void anUploadThatIsRefusedInTheMiddleSaysSo() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            x.socket().getInputStream().read();
            x.reset();
        });
        TransferUrl url = server.url("/x");
        WriteRequest large = new WriteRequest(OptionalLong.of(64 << 20), OptionalInt.empty());

        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> {
                            try (Writing writing = client.files(url).write(url, large)) {
                                writing.write(ByteBuffer.allocate(64 << 20));
                            }
                        });

        assertEquals(Optional.of(Phase.BODY), failure.phase(), failure.getMessage());
    }

    @Test
    void anUploadTellsWhoTookItAlsoWhereNothingElseIsTold() throws Exception {
        serve(x -> {
            x.body();
            x.reply(x.asked().method().equals("PUT") ? "201 Created" : "403 No", "Server: dav\n");
        });
        TransferUrl url = server.url("/x");
        for (int size : new int[] {3, 2 << 20}) {
            WriteRequest request = new WriteRequest(OptionalLong.of(size), OptionalInt.empty());
            try (Writing writing = client.files(url).write(url, request)) {
                writing.write(ByteBuffer.allocate(size));
                Provenance taker = writing.finish(List.of()).provenance();
                assertEquals(Optional.of("dav"), taker.software());
                assertEquals(Optional.of("127.0.0.1:" + server.port()), taker.address());
            }
        }
    }

    @Test
    void aProxyOnTheWayIsNamedWithoutItsLogIn() throws Exception {
        serve(x -> x.reply("502 Bad Gateway", "Server: squid\nVia: 1.1 squid\n"));
        through(
                Optional.of("http://me:hunter2hunter2@127.0.0.1:" + server.port()),
                Optional.empty());

        TransferException failure = failure(ScriptedServer.Urls.of("http://data.example.org/x"));

        assertEvidence(failure, Phase.REQUEST, 502, "");
        Provenance way = failure.provenance();
        assertEquals(Optional.of("127.0.0.1:" + server.port()), way.proxy());
        assertEquals(Optional.of("127.0.0.1:" + server.port()), way.address());
        assertEquals(Optional.of("1.1 squid"), way.via());
        assertFalse(way.toString().contains("hunter2"), way.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "407, LOGIN, BAD_CREDENTIALS",
        "403, CONNECT, ACCESS_DENIED",
        "503, CONNECT, UNAVAILABLE",
    })
    void aProxyThatMakesNoTunnelTellsItsStatus(int status, Phase phase, FailureKind kind)
            throws Exception {
        serve(x -> x.reply(status + " No", ""));
        through(Optional.empty(), Optional.of("http://me:pass@127.0.0.1:" + server.port()));

        TransferException failure = failure(ScriptedServer.Urls.of("https://data.example.org/x"));

        assertEvidence(failure, phase, status, "");
        assertEquals(kind, failure.kind());
        assertEquals(Optional.of("127.0.0.1:" + server.port()), failure.provenance().proxy());
    }

    @ParameterizedTest
    @CsvSource({
        "h: Name or service not known, EAI_NONAME",
        "h: Temporary failure in name resolution, EAI_AGAIN",
        "h: No address associated with hostname, EAI_NODATA",
        "h, EAI_NONAME",
    })
    void aNameWithoutAnAddressSaysWhy(String text, String errno) {
        assertEvidence(before(new UnknownHostException(text)), Phase.RESOLVE, 0, errno);
    }

    @Test
    void aTimeOutIsTheSystemsOnlyWhileConnecting() {
        CallTrace trace = new CallTrace(Optional.empty(), Optional.empty());
        IOException late = new SocketTimeoutException("timeout");
        HttpRequest request = HttpRequest.of("GET", ScriptedServer.Urls.of("http://h/x"));

        assertEvidence(HttpFailures.of(request, late, "", trace), Phase.REQUEST, 0, "");
        trace.reached(Phase.CONNECT, InetSocketAddress.createUnresolved("h", 80));
        assertEvidence(HttpFailures.of(request, late, "", trace), Phase.CONNECT, 0, "ETIMEDOUT");
    }

    private static TransferException before(IOException failure) {
        return HttpFailures.of(
                HttpRequest.of("GET", ScriptedServer.Urls.of("http://h/x")),
                failure,
                "",
                new CallTrace(Optional.empty(), Optional.empty()));
    }
}
