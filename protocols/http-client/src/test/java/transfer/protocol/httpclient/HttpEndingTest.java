package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/** Answers that end too early, too late or never. */
class HttpEndingTest {
    private static final byte[] TEN = "0123456789".getBytes(US_ASCII);

    private Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private ScriptedServer serve(ScriptedServer.Script script) throws IOException {
        server = new ScriptedServer(script);
        return server;
    }

    private Reading read(String path, ReadRequest request)
            throws TransferException, InterruptedException {
        return client.files(server.url(path)).read(server.url(path), request);
    }

    private FailureKind failureOf(String path, ReadRequest request) {
        return assertThrows(
                        TransferException.class,
                        () -> {
                            try (Reading reading = read(path, request)) {
                                Client.all(reading);
                            }
                        })
                .kind();
    }

    @Test
    void aPooledConnectionThatTheServerClosedIsReplaced() throws Exception {
        serve(x -> {
            x.reply("200 OK", "", TEN);
            x.hangUp();
        });

        for (int i = 0; i < 5; i++) {
            try (Reading reading = read("/x", ReadRequest.WHOLE)) {
                assertArrayEquals(TEN, Client.all(reading));
            }
        }
    }

    @Test
    void chunksHaveNoSizeButAnEnd() throws Exception {
        serve(x ->
                x.send(
                        """
                        HTTP/1.1 200 OK
                        Transfer-Encoding: chunked

                        4
                        0123
                        6
                        456789
                        0

                        """));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.empty(), reading.stat().size());
            assertArrayEquals(TEN, Client.all(reading));
        }
    }

    @Test
    void chunksWithoutTheLastAreTruncated() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\n0123\n");
            x.hangUp();
        });

        assertEquals(FailureKind.TRUNCATED, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void withoutALengthTheEndOfTheConnectionIsTheEnd() throws Exception {
        serve(x -> {
            x.send("HTTP/1.0 200 OK\n\n0123456789");
            x.hangUp();
        });

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.empty(), reading.stat().size());
            assertArrayEquals(TEN, Client.all(reading));
        }
    }

    @Test
    void fewerBytesThanAnnouncedAreTruncated() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 11\n\n0123456789");
            x.hangUp();
        });

        assertEquals(FailureKind.TRUNCATED, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void whatCameBeforeTheCutIsGivenFirst() throws Exception {
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 11\n\n0123456789");
            x.hangUp();
        });

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            ByteBuffer into = ByteBuffer.allocate(100);
            while (into.position() < 10) {
                assertTrue(reading.read(into) > 0);
            }
            TransferException failure =
                    assertThrows(TransferException.class, () -> reading.read(into));
            assertTrue(failure.getMessage().contains("after 10 of 11 bytes"), failure.getMessage());
        }
    }

    @Test
    void aResetWithinTheBodyIsABrokenConnection() throws Exception {
        byte[] content = new byte[1 << 20];
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 99999999\n\n").send(content);
            x.reset();
        });

        assertEquals(FailureKind.CONNECTION, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void silenceWithinTheBodyTimesOut() throws Exception {
        client.close();
        client = new Client(Client.settings(Duration.ofMillis(50)));
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 11\n\n01234");
            x.drain();
        });

        assertEquals(FailureKind.TIMED_OUT, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void silenceAfterAWholePieceTimesOutToo() throws Exception {
        client.close();
        client = new Client(Client.settings(Duration.ofMillis(50)));
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 99999999\n\n").send(new byte[64 * 1024]);
            x.drain();
        });

        assertEquals(FailureKind.TIMED_OUT, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void silenceBeforeTheAnswerTimesOut() throws Exception {
        client.close();
        client = new Client(Client.settings(Duration.ofMillis(50)));
        serve(ScriptedServer.Exchange::drain);

        assertEquals(FailureKind.TIMED_OUT, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void aServerThatHangsUpInsteadOfAnAnswerIsABrokenConnection() throws Exception {
        serve(ScriptedServer.Exchange::hangUp);

        assertEquals(FailureKind.CONNECTION, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void aServerThatIsNotThereIsABrokenConnection() throws Exception {
        serve(ScriptedServer.Exchange::hangUp).close();

        assertEquals(FailureKind.CONNECTION, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void aHostThatHasNoAddressMayHaveOneLater() {
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> {
                            var url = ScriptedServer.Urls.of("http://nobody.invalid/x");
                            client.files(url).read(url, ReadRequest.WHOLE);
                        });

        assertEquals(FailureKind.CONNECTION, failure.kind());
    }

    @Test
    void aServerThatSpeaksNoHttpIsUnexpected() throws Exception {
        serve(x -> {
            x.send("220 ftp ready\n");
            x.hangUp();
        });

        assertEquals(FailureKind.UNEXPECTED, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void theServersPauseIsHandedOn() throws Exception {
        serve(x -> x.reply("503 Busy", "Retry-After: 7\n"));

        TransferException failure =
                assertThrows(TransferException.class, () -> read("/x", ReadRequest.WHOLE));

        assertEquals(FailureKind.UNAVAILABLE, failure.kind());
        assertEquals(Optional.of(Duration.ofSeconds(7)), failure.notBefore());
        assertTrue(failure.getMessage().contains("503 Busy"), failure.getMessage());
    }

    @Test
    void aFileThatIsStillOnTapeComesLater() throws Exception {
        serve(x -> x.reply("202 Accepted", "Retry-After: 60\n"));

        assertEquals(FailureKind.UNAVAILABLE, failureOf("/x", ReadRequest.WHOLE));
    }

    @Test
    void noContentIsAnEmptyFile() throws Exception {
        serve(x -> x.send("HTTP/1.1 204 No Content\n\n"));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.of(0), reading.stat().size());
            assertEquals(0, Client.all(reading).length);
        }
    }

    @Test
    void closingInTheMiddleLetsTheServerGo() throws Exception {
        byte[] content = new byte[8192];
        java.util.concurrent.CountDownLatch gone = new java.util.concurrent.CountDownLatch(1);
        serve(x -> {
            x.send("HTTP/1.1 200 OK\nContent-Length: 99999999999\n\n");
            try {
                while (true) {
                    x.send(content);
                }
            } finally {
                gone.countDown();
            }
        });

        Reading reading = read("/x", ReadRequest.WHOLE);
        reading.read(ByteBuffer.allocate(100));
        reading.close();
        reading.close();

        gone.await();
        assertThrows(IllegalStateException.class, () -> reading.read(ByteBuffer.allocate(1)));
    }

    @Test
    void bytesBehindTheAnnouncedLengthAreNotPartOfTheFile() throws Exception {
        serve(x -> x.send("HTTP/1.1 200 OK\nContent-Length: 5\n\n0123456789"));

        try (Reading reading = read("/x", ReadRequest.WHOLE)) {
            assertArrayEquals(Arrays.copyOf(TEN, 5), Client.all(reading));
        }
        assertFalse(server.asked().isEmpty());
    }
}
