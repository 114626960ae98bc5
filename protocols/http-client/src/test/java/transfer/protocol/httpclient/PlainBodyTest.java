package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as they come off the wire, whatever the wire brings. */
class PlainBodyTest {
    private static final Framing CHUNKS = new Framing(Framing.Way.CHUNKS, 0, true);
    private static final Framing TO_THE_END = new Framing(Framing.Way.CLOSE, 0, false);

    private final List<Boolean> ends = new ArrayList<>();
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket();
        listener.bind(new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    private static Framing length(long length) {
        return new Framing(Framing.Way.LENGTH, length, true);
    }

    /** A body of a connection that ends after these bytes. */
    private PlainBody body(String wire, Framing framing) throws IOException {
        PlainConnection connection = new PlainConnection(Duration.ofSeconds(10));
        connection.connect(
                new InetSocketAddress("127.0.0.1", listener.getLocalPort()),
                Duration.ofSeconds(10));
        try (Socket socket = listener.accept()) {
            socket.getOutputStream().write(wire.getBytes(ISO_8859_1));
        }
        return new PlainBody(
                connection,
                framing,
                good -> {
                    ends.add(good);
                    connection.close();
                });
    }

    private static String all(Content content, int piece) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer some = ByteBuffer.allocate(piece);
        for (int n = content.read(some); n >= 0; n = content.read(some)) {
            assertEquals(n, some.position());
            assertTrue(n > 0);
            all.write(some.array(), 0, n);
            some.clear();
        }
        assertEquals(-1, content.read(some));
        return all.toString(ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void aLengthTellsTheEnd(int piece) throws Exception {
        assertEquals("0123456789", all(body("0123456789", length(10)), piece));
        assertEquals(List.of(true), ends);
    }

    @Test
    void bytesBehindTheLengthAreNobodys() throws Exception {
        assertEquals("01234", all(body("0123456789", length(5)), 100));
        assertEquals(List.of(false), ends);
    }

    @Test
    void nothingIsThereAtOnce() throws Exception {
        assertEquals("", all(body("", length(0)), 100));
        assertEquals(List.of(true), ends);
    }

    @Test
    void whatEndsBeforeItsLengthIsBrokenOff() throws Exception {
        PlainBody body = body("01234", length(10));

        assertThrows(IOException.class, () -> all(body, 100));
        assertEquals(List.of(false), ends);
    }

    @Test
    void whatBrokeOffOnceNeverLooksLikeTheEnd() throws Exception {
        PlainBody body = body("01234", length(10));
        assertThrows(IOException.class, () -> all(body, 100));

        assertThrows(IOException.class, () -> body.read(ByteBuffer.allocate(1)));
        assertThrows(IOException.class, () -> body.source().exhausted());
    }

    @Test
    void withoutALengthTheConnectionsEndIsTheEnd() throws Exception {
        assertEquals("0123456789", all(body("0123456789", TO_THE_END), 4));
        assertEquals(List.of(false), ends);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void chunksAreStrungTogether(int piece) throws Exception {
        String wire = "3\r\n012\r\n006;x=\"y\"\r\n345678\r\n1 \r\n9\r\n0\r\nA: b\r\nC: d\r\n\r\n";

        assertEquals("0123456789", all(body(wire, CHUNKS), piece));
        assertEquals(List.of(true), ends);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3\r\n012",
                "3\r\n012\r\n",
                "3\r\n012\r\n0\r\n",
                "3\r\n012\r\n0\r\nA: b\r\n",
                "3\r\n0123\r\n0\r\n\r\n",
                "-3\r\n012\r\n0\r\n\r\n",
                "+3\r\n012\r\n0\r\n\r\n",
                "0x3\r\n012\r\n0\r\n\r\n",
                "\r\n012\r\n0\r\n\r\n",
                "g\r\n012\r\n0\r\n\r\n",
                "3\r;x\r\n012\r\n0\r\n\r\n",
                "3;\0\r\n012\r\n0\r\n\r\n",
                "3\r\n012\r\n0\r\nA: b\rC: d\r\n\r\n",
                "10000000000000003\r\n012\r\n0\r\n\r\n",
                "8000000000000000\r\n012\r\n0\r\n\r\n",
            })
    void chunksThatAreNoneAreRefused(String wire) throws Exception {
        PlainBody body = body(wire, CHUNKS);

        assertThrows(IOException.class, () -> all(body, 100));
        assertEquals(List.of(false), ends);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1;%s\r\nx\r\n0\r\n\r\n", "1\r\nx\r\n0\r\nA: %s\r\n\r\n"})
    void whatStandsBetweenChunksHasAnEnd(String form) throws Exception {
        PlainBody body = body(String.format(Locale.ROOT, form, "y".repeat(70_000)), CHUNKS);

        assertThrows(IOException.class, () -> all(body, 100));
    }

    @Test
    void afterChunksWithOtherEndsOfLinesTheConnectionIsNotUsed() throws Exception {
        assertEquals("012", all(body("3\n012\r\n0\r\n\r\n", CHUNKS), 100));
        assertEquals(List.of(false), ends);
    }

    @ParameterizedTest
    @CsvSource({"4, 0123", "10, 0123456789", "500, 0123456789", "0, ''"})
    void theBeginningIsStillToBeRead(int most, String beginning) throws Exception {
        String chunks = "3\r\n012\r\n7\r\n3456789\r\n0\r\n\r\n";
        for (PlainBody body : List.of(body("0123456789", length(10)), body(chunks, CHUNKS))) {
            assertEquals(beginning, new String(body.beginning(most), US_ASCII));
            assertEquals("01", new String(body.beginning(2), US_ASCII));
            assertEquals("0123456789", all(body, 3));
        }
        assertEquals(List.of(true, true), ends);
    }

    @Test
    void whoReadsByTheLibraryGetsTheSame() throws Exception {
        PlainBody body = body("0123456789", length(10));
        body.beginning(5);

        assertEquals("0123456789", body.source().readUtf8());
        assertTrue(body.source().exhausted());
    }

    @Test
    void whatIsLeftInTheMiddleIsPassedOverIfItIsThere() throws Exception {
        PlainBody body = body("0123456789", length(10));
        body.read(ByteBuffer.allocate(3));
        body.beginning(2);

        body.end();
        body.end();

        assertEquals(List.of(true), ends);
        PlainBody torn = body("01234", length(10));
        torn.end();
        assertEquals(List.of(true, false), ends);
    }

    /** Whatever comes is read or refused, and the connection is taken back once. */
    @Test
    void noChunksAreTooStrange() throws Exception {
        byte[] good = "3\r\n012\r\n6;x\r\n345678\r\n1\r\n9\r\n0\r\nA: b\r\n\r\n".getBytes(US_ASCII);
        byte[] strange = "\r\n\0 ;:0123fFgG-\u00ff".getBytes(ISO_8859_1);
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = Arrays.copyOf(good, good.length - random.nextInt(3));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = strange[random.nextInt(strange.length)];
            }
            ends.clear();
            PlainBody body = body(new String(bytes, ISO_8859_1), CHUNKS);
            try {
                String all = all(body, 1 + random.nextInt(8));
                assertTrue(all.length() < bytes.length, all);
            } catch (IOException _) {
                assertEquals(List.of(false), ends); // refused
            }
            assertEquals(1, ends.size());
        }
    }
}
