package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

class HttpWritingTest {
    private static final int LARGE = 3 << 20;

    private final BlockingQueue<byte[]> stored = new LinkedBlockingQueue<>();
    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private void serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
    }

    /** Takes uploads, and tells their size when asked. */
    private void store(ScriptedServer.Exchange exchange) throws IOException {
        if (exchange.asked().method().equals("PUT")) {
            stored.add(exchange.body());
            exchange.reply("201 Created", "");
        } else {
            byte[] last = stored.peek();
            exchange.reply("200 OK", "ETag: \"new\"\n", last);
        }
    }

    private FileStat put(byte[] content, OptionalLong size) throws Exception {
        TransferUrl url = server.url("/x");
        try (Writing writing =
                client.files(url).write(url, new WriteRequest(size, OptionalInt.empty()))) {
            for (int from = 0; from < content.length; from += 100_000) {
                ByteBuffer piece =
                        ByteBuffer.wrap(content, from, Math.min(100_000, content.length - from));
                writing.write(piece);
                assertFalse(piece.hasRemaining());
            }
            FileStat stat = writing.finish(List.of());
            assertEquals(url, writing.location());
            writing.publish();
            return stat;
        }
    }

    private FailureKind failureOf(byte[] content, OptionalLong size) {
        return assertThrows(TransferException.class, () -> put(content, size)).kind();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, 1 << 20, (1 << 20) + 1, LARGE})
    void whatIsWrittenArrives(int size) throws Exception {
        serve(this::store);
        byte[] content = content(size);

        FileStat stat = put(content, OptionalLong.of(size));

        assertArrayEquals(content, stored.take());
        assertEquals(OptionalLong.of(size), stat.size());
        assertEquals("etag \"new\"", stat.identity().get().mark());
        assertEquals(
                Optional.of(String.valueOf(size)),
                server.asked().getFirst().header("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_000, LARGE})
    void whatIsWrittenWithoutItsSizeArrives(int size) throws Exception {
        serve(this::store);
        byte[] content = content(size);

        put(content, OptionalLong.empty());

        assertArrayEquals(content, stored.take());
        boolean chunked = server.asked().getFirst().header("Transfer-Encoding").isPresent();
        assertEquals(size == LARGE, chunked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 OK", "204 No Content"})
    void aFileThatIsReplacedIsStoredToo(String status) throws Exception {
        serve(x -> {
            if (x.asked().method().equals("PUT")) {
                stored.add(x.body());
                x.send("HTTP/1.1 " + status + "\nContent-Length: 0\n\n");
            } else {
                store(x);
            }
        });

        put(content(LARGE), OptionalLong.of(LARGE));
        put(content(10), OptionalLong.of(10));

        assertEquals(2, stored.size());
    }

    @ParameterizedTest
    @CsvSource({
        "202 Accepted, UNAVAILABLE",
        "401 Unauthorized, BAD_CREDENTIALS",
        "403 Forbidden, ACCESS_DENIED",
        "405 Method Not Allowed, UNSUPPORTED",
        "409 Conflict, ALREADY_EXISTS",
        "413 Too Large, BAD_REQUEST",
        "503 Busy, UNAVAILABLE",
        "507 Full, NO_SPACE"
    })
    void aRefusalAfterAllBytesIsOne(String status, FailureKind kind) throws Exception {
        serve(x -> {
            x.body();
            x.reply(status, "");
        });

        assertEquals(kind, failureOf(content(10), OptionalLong.of(10)));
        assertEquals(kind, failureOf(content(LARGE), OptionalLong.of(LARGE)));
    }

    @Test
    void aRefusalComesBeforeTheBytes() throws Exception {
        serve(x -> x.reply("403 Forbidden", ""));
        TransferUrl url = server.url("/x");

        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () ->
                                client.files(url)
                                        .write(
                                                url,
                                                new WriteRequest(
                                                        OptionalLong.of(LARGE),
                                                        OptionalInt.empty())));

        assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
        assertEquals(Optional.of("100-continue"), server.last().header("Expect"));
    }

    @Test
    void aRefusalInTheMiddleOfTheBytesEndsThem() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            x.socket().getInputStream().readNBytes(500_000);
            x.reply("507 Insufficient Storage", "Connection: close\n");
            x.socket().shutdownOutput();
            x.drain();
        });

        FailureKind kind = failureOf(content(64 << 20), OptionalLong.of(64 << 20));

        assertEquals(FailureKind.NO_SPACE, kind);
    }

    @Test
    void whatIsWrittenLeavesBeforeTheRestIsThere() throws Exception {
        BlockingQueue<byte[]> begun = new LinkedBlockingQueue<>();
        serve(x -> {
            if (x.asked().method().equals("PUT")) {
                x.send("HTTP/1.1 100 Continue\n\n");
                begun.add(x.input().readNBytes(1_500_001));
                x.input().readNBytes(LARGE - 1_500_001);
                x.reply("201 Created", "");
            } else {
                x.reply("200 OK", "", content(LARGE));
            }
        });
        TransferUrl url = server.url("/x");
        ByteBuffer content = ByteBuffer.wrap(content(LARGE));

        try (Writing writing =
                client.files(url)
                        .write(
                                url,
                                new WriteRequest(OptionalLong.of(LARGE), OptionalInt.empty()))) {
            writing.write(content.slice(0, 1_500_001));
            assertArrayEquals(
                    Arrays.copyOf(content.array(), 1_500_001), begun.poll(60, TimeUnit.SECONDS));
            writing.write(content.position(1_500_001));
            assertEquals(OptionalLong.of(LARGE), writing.finish(List.of()).size());
        }
    }

    @Test
    void aServerThatIsSatisfiedTooEarlyIsNotBelieved() throws Exception {
        serve(x -> x.reply("201 Created", ""));

        assertEquals(FailureKind.UNEXPECTED, failureOf(content(LARGE), OptionalLong.of(LARGE)));
    }

    @Test
    void aServerThatDoesNotKnowTheQuestionGetsTheBytesAnyway() throws Exception {
        client.close();
        client = Client.withPatience(Duration.ofMillis(30));
        serve(x -> {
            if (x.asked().header("Expect").isPresent()) {
                x.drain();
            } else {
                store(x);
            }
        });

        put(content(LARGE), OptionalLong.of(LARGE));
        assertArrayEquals(content(LARGE), stored.take());
        put(content(LARGE), OptionalLong.of(LARGE));

        assertEquals(
                1, server.asked().stream().filter(a -> a.header("Expect").isPresent()).count());
    }

    @Test
    void aServerThatRefusesTheQuestionGetsTheBytesAnyway() throws Exception {
        serve(x -> {
            if (x.asked().header("Expect").isPresent()) {
                x.reply("417 Expectation Failed", "");
                x.hangUp();
            } else {
                store(x);
            }
        });

        put(content(LARGE), OptionalLong.of(LARGE));

        assertArrayEquals(content(LARGE), stored.take());
    }

    @Test
    void anUploadGoesWhereItIsSentOn() throws Exception {
        try (ScriptedServer other = new ScriptedServer(this::store)) {
            serve(x -> {
                if (x.asked().method().equals("HEAD")) {
                    store(x);
                } else {
                    x.reply("307 Temporary Redirect", "Location: " + other.at("/y") + "\n");
                }
            });

            put(content(LARGE), OptionalLong.of(LARGE));
            put(content(5), OptionalLong.of(5));

            assertArrayEquals(content(LARGE), stored.take());
            assertEquals("/y", other.last().target());
        }
    }

    @Test
    void bytesThatAreGoneAreNotSentElsewhere() throws Exception {
        serve(x -> {
            x.body();
            x.reply("307 Temporary Redirect", "Location: /y\n");
        });

        assertEquals(FailureKind.UNEXPECTED, failureOf(content(LARGE), OptionalLong.of(LARGE)));
        assertEquals(1, server.asked().size());
    }

    @Test
    void givingUpCutsTheConnection() throws Exception {
        CompletableFuture<Long> arrived = new CompletableFuture<>();
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            try {
                arrived.complete(x.drain());
            } catch (IOException e) {
                arrived.complete(-1L);
            }
        });
        TransferUrl url = server.url("/x");

        Writing writing =
                client.files(url)
                        .write(url, new WriteRequest(OptionalLong.of(LARGE), OptionalInt.empty()));
        writing.write(ByteBuffer.wrap(content(1_500_000)));
        writing.close();
        writing.close();

        assertTrue(arrived.get() < LARGE);
        assertThrows(IllegalStateException.class, () -> writing.write(ByteBuffer.allocate(1)));
        assertTrue(server.asked().stream().allMatch(asked -> asked.method().equals("PUT")));
    }

    @Test
    void givingUpAnUploadOfUnknownSizeNeverSendsTheLastChunk() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        serve(x -> {
            try {
                x.body();
                end.complete("complete");
            } catch (IOException e) {
                end.complete("cut");
            }
        });
        TransferUrl url = server.url("/x");

        Writing writing =
                client.files(url)
                        .write(url, new WriteRequest(OptionalLong.empty(), OptionalInt.empty()));
        writing.write(ByteBuffer.wrap(content(1_500_000)));
        writing.close();

        assertEquals("cut", end.get());
    }

    @Test
    void aSmallFileThatIsGivenUpNeverLeaves() throws Exception {
        serve(this::store);
        TransferUrl url = server.url("/x");

        Writing writing =
                client.files(url)
                        .write(url, new WriteRequest(OptionalLong.of(10), OptionalInt.empty()));
        writing.write(ByteBuffer.wrap(content(10)));
        writing.close();

        assertEquals(0, server.connections());
    }

    @Test
    void aSourceThatChangesMeanwhileIsFoundOut() throws Exception {
        serve(this::store);

        assertEquals(FailureKind.CHANGED, failureOf(content(11), OptionalLong.of(10)));
        assertEquals(FailureKind.CHANGED, failureOf(content(9), OptionalLong.of(10)));
        assertEquals(FailureKind.CHANGED, failureOf(content(LARGE), OptionalLong.of(LARGE + 1)));
        assertEquals(0, stored.size());
    }

    @Test
    void aServerThatTakesNoMoreTimesOut() throws Exception {
        client.close();
        client = new Client(Client.settings(Duration.ofMillis(80)));
        CompletableFuture<Void> over = new CompletableFuture<>();
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            over.get();
        });

        assertEquals(
                FailureKind.TIMED_OUT, failureOf(content(64 << 20), OptionalLong.of(64 << 20)));
        over.complete(null);
    }

    @Test
    void aConnectionThatBreaksInTheMiddleIsBroken() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 100 Continue\n\n");
            x.socket().getInputStream().readNBytes(500_000);
            x.reset();
        });

        assertEquals(
                FailureKind.CONNECTION, failureOf(content(64 << 20), OptionalLong.of(64 << 20)));
    }

    @Test
    void whoeverMayWriteAndNotLookLearnsNoMoreThanWhoTookIt() throws Exception {
        serve(x -> {
            if (x.asked().method().equals("PUT")) {
                store(x);
            } else {
                x.reply("403 Forbidden", "");
            }
        });

        assertEquals(
                FileStat.unknown().withProvenance(Provenance.of("127.0.0.1:" + server.port())),
                put(content(10), OptionalLong.of(10)));
    }

    @Test
    void aFailureAfterTheUploadIsOne() throws Exception {
        serve(x -> {
            if (x.asked().method().equals("PUT")) {
                store(x);
            } else {
                x.reply("503 Busy", "");
            }
        });

        assertEquals(FailureKind.UNAVAILABLE, failureOf(content(10), OptionalLong.of(10)));
    }
}
