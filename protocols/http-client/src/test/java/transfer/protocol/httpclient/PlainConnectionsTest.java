package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** When a connection of our own carries another request, and when it must not. */
class PlainConnectionsTest {
    private static final byte[] TEN = "0123456789".getBytes(US_ASCII);
    private static final NetworkSettings SETTINGS = Client.settings();

    private final CallTrace trace = new CallTrace(Optional.empty(), Optional.empty());
    private PlainConnections connections = connections(SETTINGS, 8, Duration.ofSeconds(60));
    private ScriptedServer server;

    @AfterEach
    void stop() {
        connections.close();
        if (server != null) {
            server.close();
        }
    }

    private static PlainConnections connections(NetworkSettings settings, int most, Duration idle) {
        return new PlainConnections(settings, most, idle, InetAddress::getAllByName);
    }

    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    private PlainAnswer ask(String method) throws IOException {
        WireUrl url = WireUrl.of(HttpUrl.get(server.at("/x")));
        return connections.exchange(
                new PlainRequest(method, url, HttpFields.NONE, Optional.empty()), trace);
    }

    private static byte[] all(PlainAnswer answer) throws IOException {
        return answer.content().source().readByteArray();
    }

    private void get() throws IOException {
        assertArrayEquals(TEN, all(ask("GET")));
    }

    @Test
    void oneConnectionCarriesOneRequestAfterTheOther() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));

        for (int i = 0; i < 5; i++) {
            get();
            ask("HEAD").close();
        }
        assertEquals(10, server.asked().size());
        assertEquals(1, server.connections());
    }

    @Test
    void requestsAtTheSameTimeHaveTheirOwn() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));
        PlainAnswer first = ask("GET");

        get();
        assertArrayEquals(TEN, all(first));
        get();

        assertEquals(2, server.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 10\nConnection: close\n\n0123456789",
                "HTTP/1.0 200 OK\nContent-Length: 10\n\n0123456789",
                "HTTP/1.1 200 OK\nContent-Length: 10\n\n0123456789HTTP/1.1 200 OK\n",
                "HTTP/1.1 200 OK\nContent-Length: 10\nTransfer-Encoding: chunked\n\na\n0123456789"
                        + "\n0\n\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\na\n0123456789\n0\n\nmore",
            })
    void afterSomeAnswersThereIsANewOne(String answer) throws Exception {
        serve(x -> x.send(answer));

        get();
        get();

        assertEquals(2, server.connections());
    }

    @Test
    void whatAServerSendsUnaskedIsNotTheNextAnswer() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        serve(x -> {
            x.reply("200 OK", "", TEN);
            if (sent.getCount() > 0) {
                x.send("HTTP/1.1 200 OK\nContent-Length: 4\n\nevil");
                sent.countDown();
            }
        });
        get();
        sent.await();

        get();

        assertEquals(2, server.connections());
    }

    @Test
    void aKeptConnectionThatTheServerClosedIsReplaced() throws Exception {
        CountDownLatch closed = new CountDownLatch(3);
        serve(x -> {
            x.reply("200 OK", "", TEN);
            x.hangUp();
            closed.countDown();
        });
        for (int i = 0; i < 3; i++) {
            get();
        }
        closed.await();

        assertEquals(3, server.asked().size());
    }

    @Test
    void aRequestGoesOnceMoreAndNotTwice() throws Exception {
        AtomicInteger count = new AtomicInteger();
        serve(x -> {
            if (count.getAndIncrement() == 0) {
                x.reply("200 OK", "", TEN);
            } else {
                x.hangUp();
            }
        });
        get();

        assertThrows(IOException.class, this::get);

        assertEquals(3, server.asked().size());
    }

    @Test
    void onceAByteHasComeTheRequestIsNotSentAgain() throws Exception {
        AtomicInteger count = new AtomicInteger();
        serve(x -> {
            if (count.getAndIncrement() == 0) {
                x.reply("200 OK", "", TEN);
            } else {
                x.send("H");
                x.hangUp();
            }
        });
        get();

        assertThrows(IOException.class, this::get);

        assertEquals(2, server.asked().size());
    }

    @Test
    void aNewConnectionThatBreaksIsNotReplaced() throws Exception {
        serve(ScriptedServer.Exchange::hangUp);

        assertThrows(IOException.class, this::get);

        assertEquals(1, server.asked().size());
    }

    @Test
    void aServerThatIsSilentIsNotAskedAgain() throws Exception {
        connections.close();
        connections =
                connections(Client.settings(Duration.ofMillis(60)), 8, Duration.ofSeconds(60));
        AtomicInteger count = new AtomicInteger();
        serve(x -> {
            if (count.getAndIncrement() == 0) {
                x.reply("200 OK", "", TEN);
            } else {
                x.drain();
            }
        });
        get();

        assertThrows(SocketTimeoutException.class, this::get);

        assertEquals(2, server.asked().size());
    }

    @Test
    void noMoreAreKeptThanAgreed() throws Exception {
        connections.close();
        connections = connections(SETTINGS, 1, Duration.ofSeconds(60));
        serve(x -> x.reply("200 OK", "", TEN));
        PlainAnswer first = ask("GET");
        PlainAnswer second = ask("GET");
        all(first);
        all(second);

        PlainAnswer third = ask("GET");
        get();
        all(third);

        assertEquals(3, server.connections());
    }

    @Test
    void noneIsKeptForLongerThanAgreed() throws Exception {
        connections.close();
        connections = connections(SETTINGS, 8, Duration.ZERO);
        serve(x -> x.reply("200 OK", "", TEN));

        get();
        get();

        assertEquals(2, server.connections());
    }

    @Test
    void afterTheEndNoneIsKept() throws Exception {
        CountDownLatch gone = new CountDownLatch(2);
        serve(x -> {
            x.reply("200 OK", "", TEN);
            x.drain();
            gone.countDown();
        });
        PlainAnswer busy = ask("GET");
        get();

        connections.close();
        assertArrayEquals(TEN, all(busy));

        gone.await();
    }

    @Test
    void whatIsLittleAndHereIsPassedOverForTheConnectionsSake() throws Exception {
        serve(x -> x.reply("404 Not Found", "", new byte[3000]));

        for (int i = 0; i < 3; i++) {
            PlainAnswer answer = ask("GET");
            answer.content().beginning(3000);
            answer.close();
        }
        assertEquals(1, server.connections());
    }

    @Test
    void whatIsMuchIsNot() throws Exception {
        serve(x -> x.reply("404 Not Found", "", new byte[1 << 20]));

        ask("GET").close();
        ask("GET").close();

        assertEquals(2, server.connections());
    }

    @Test
    void interimAnswersArePassedOver() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nContent-Length: 3\n\n");
            x.reply("200 OK", "", TEN);
        });

        get();
        get();

        assertEquals(1, server.connections());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\n\n",
                "220 ftp\n",
                "HTTP/1.1 200 OK\nContent-Length: 1\nContent-Length: 2\n\n",
            })
    void whatCannotBeUnderstoodIsRefused(String answer) throws Exception {
        serve(x -> {
            x.send(answer);
            x.drain();
        });

        assertThrows(IOException.class, () -> ask("GET"));
    }

    @Test
    void interimAnswersWithoutEndAreRefused() throws Exception {
        serve(x -> {
            while (true) {
                x.send("HTTP/1.1 102 Processing\n\n");
            }
        });

        assertThrows(IOException.class, () -> ask("GET"));
    }

    @Test
    void aHeadMayBeLongButNotWithoutEnd() throws Exception {
        String field = "X: " + "y".repeat(996) + "\n";
        serve(x -> x.reply("200 OK", field.repeat(64), TEN));
        get();
        server.close();
        serve(x -> x.reply("200 OK", field.repeat(66), TEN));

        assertThrows(IOException.class, () -> ask("GET"));
    }

    /** 127.0.0.2 is loopback, too, and nobody listens there. */
    @Test
    void everyAddressOfAHostIsTried() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));
        InetAddress dead = InetAddress.getByName("127.0.0.2");
        InetAddress alive = InetAddress.getByName("127.0.0.1");
        connections =
                new PlainConnections(
                        SETTINGS, 8, Duration.ofSeconds(60), _ -> new InetAddress[] {dead, alive});

        get();
        assertEquals("127.0.0.1:" + server.port(), trace.provenance().address().orElseThrow());
        assertEquals(Phase.REQUEST, trace.phase());
    }

    @Test
    void ofSeveralAddressesTheFirstSaysWhatWasWrong() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));
        InetAddress dead = InetAddress.getByName("127.0.0.2");
        InetAddress other = InetAddress.getByName("127.0.0.3");
        connections =
                new PlainConnections(
                        SETTINGS, 8, Duration.ofSeconds(60), _ -> new InetAddress[] {dead, other});

        ConnectException failure = assertThrows(ConnectException.class, this::get);

        assertTrue(failure.getMessage().contains("127.0.0.2"), failure.getMessage());
        assertEquals(1, failure.getSuppressed().length);
        assertEquals(Phase.CONNECT, trace.phase());
    }

    @Test
    void aNameThatNobodyKnowsFailsWhileItIsLookedUp() throws Exception {
        serve(x -> x.reply("200 OK", "", TEN));
        connections =
                new PlainConnections(
                        SETTINGS,
                        8,
                        Duration.ofSeconds(60),
                        host -> {
                            throw new UnknownHostException(host);
                        });

        assertThrows(UnknownHostException.class, this::get);
        assertEquals(Phase.RESOLVE, trace.phase());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAReadingAtOnce(boolean virtual) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        serve(x -> {
            asked.countDown();
            x.drain();
            gone.countDown();
        });
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable reading =
                () -> {
                    try {
                        get();
                        end.complete(null);
                    } catch (IOException e) {
                        end.completeExceptionally(e);
                    }
                };
        Thread reader = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(reading);
        asked.await();

        reader.interrupt();

        ExecutionException failure = assertThrows(ExecutionException.class, end::get);
        assertEquals(ClosedByInterruptException.class, failure.getCause().getClass());
        gone.await();
    }

    private static byte[] read(Client client, TransferUrl url) throws Exception {
        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            return Client.all(reading);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 200_000, 3 << 20})
    void filesOfOneServerShareAConnection(int size) throws Exception {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        serve(x -> x.reply("200 OK", "", content));
        try (Client client = new Client()) {
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(content, read(client, server.url("/x")));
            }
        }
        assertEquals(1, server.connections());
    }

    @Test
    void aFileThatWasLeftInTheMiddleDoesNotSpoilTheNextOne() throws Exception {
        byte[] content = new byte[3 << 20];
        new Random(1).nextBytes(content);
        serve(x -> x.reply("200 OK", "", content));
        try (Client client = new Client()) {
            TransferUrl url = server.url("/x");
            try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
                reading.read(ByteBuffer.allocate(1 << 20));
            }
            assertArrayEquals(content, read(client, url));
        }
    }

    @Test
    void aLargeFileThatBreaksOffTellsHowFarItCame() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 2000000\n\n").send(new byte[1_500_000]);
            x.hangUp();
        });
        try (Client client = new Client()) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> read(client, server.url("/x")));
            assertEquals(FailureKind.TRUNCATED, failure.kind());
            assertTrue(failure.getMessage().contains("1500000 of 2000000"), failure.getMessage());
        }
    }
}
