package transfer.chaos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final byte[] CONTENT = Origin.bytes(300_000);

    private ServerSocket server;
    private FaultProxy proxy;

    /** Gives the content to whoever sends a byte, then waits for the end of what else comes. */
    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
        proxy = FaultProxy.before((InetSocketAddress) server.getLocalSocketAddress());
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                if (client.getInputStream().read() >= 0) {
                    client.getOutputStream().write(CONTENT);
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                }
            } catch (IOException e) {
                // the proxy cut it
            }
        }
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket("127.0.0.1", proxy.port());
        client.setSoTimeout(10_000);
        client.getOutputStream().write('x');
        return client;
    }

    private byte[] fetch() throws IOException {
        try (Socket client = connect()) {
            return client.getInputStream().readAllBytes();
        }
    }

    private String ask(String request) throws IOException {
        try (Socket client = new Socket("127.0.0.1", proxy.port())) {
            client.setSoTimeout(10_000);
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void withoutFaultsEverythingPasses() throws IOException {
        assertArrayEquals(CONTENT, fetch());
        assertEquals(1, proxy.connections());
        assertEquals(CONTENT.length, proxy.answered());
    }

    @Test
    void cutConnectionIsReset() throws IOException {
        proxy.always(new Fault.CutAfter(100_000));

        try (Socket client = connect()) {
            byte[] first = client.getInputStream().readNBytes(100_000);
            assertArrayEquals(Arrays.copyOf(CONTENT, 100_000), first);
            assertThrows(SocketException.class, () -> client.getInputStream().read());
        }
        assertEquals(100_000, proxy.answered());
    }

    @Test
    void closedConnectionJustEnds() throws IOException {
        proxy.always(new Fault.CloseAfter(70_001));

        assertArrayEquals(Arrays.copyOf(CONTENT, 70_001), fetch());
    }

    @Test
    void stalledConnectionGivesNothingMoreAndStays() throws IOException {
        proxy.always(new Fault.StallAfter(70_001));

        try (Socket client = connect()) {
            client.getInputStream().readNBytes(70_001);
            client.setSoTimeout(50);
            assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
        }
    }

    @Test
    void slowAndLateAnswerIsWhole() throws IOException {
        proxy.always(new Fault.Delay(Duration.ofMillis(20)), new Fault.Rate(10_000_000));

        assertArrayEquals(CONTENT, fetch());
    }

    @Test
    void twoBytesAreFlippedAndTheLengthStays() throws IOException {
        proxy.always(Fault.Corrupt.inverting(65_535, 2)); // across the proxy's own buffers
        byte[] expected = CONTENT.clone();
        expected[65_535] = (byte) ~expected[65_535];
        expected[65_536] = (byte) ~expected[65_536];

        assertArrayEquals(expected, fetch());
    }

    @Test
    void refusedConnectionIsReset() {
        proxy.always(new Fault.Refuse());

        assertThrows(SocketException.class, this::fetch);
    }

    @Test
    void deadServerLooksLikeAReset() throws IOException {
        // bound, so that nobody else can listen there meanwhile, the proxy itself included
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            proxy.close();
            proxy = FaultProxy.before((InetSocketAddress) nobody.getLocalSocketAddress());

            assertThrows(SocketException.class, this::fetch);
        }
    }

    @Test
    void faultsAreForTheNextConnectionsOnlyAndAlwaysIsForTheOthers() throws IOException {
        proxy.next(2, new Fault.CloseAfter(1));
        proxy.next(1, new Fault.CloseAfter(2));
        proxy.always(new Fault.CloseAfter(3));

        assertEquals(1, fetch().length);
        assertEquals(1, fetch().length);
        assertEquals(2, fetch().length);
        assertEquals(3, fetch().length);
        proxy.heal();
        assertEquals(CONTENT.length, fetch().length);
        assertEquals(5, proxy.connections());
    }

    @Test
    void uploadIsCutAfterItsBytes() throws Exception {
        proxy.always(new Fault.CutUploadAfter(1000), new Fault.StallAfter(0));

        try (Socket client = connect()) {
            client.getOutputStream().write(new byte[2000]);
            assertThrows(SocketException.class, () -> client.getInputStream().readAllBytes());
        }
    }

    @Test
    void stalledUploadTakesNoMore() throws Exception {
        proxy.always(new Fault.StallUploadAfter(1));
        Socket client = connect();
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                client.getOutputStream().write(new byte[64 << 20]);
                            } catch (IOException e) {
                                // closed below
                            }
                        });

        assertFalse(writer.join(Duration.ofMillis(100)));

        client.close();
        assertTrue(writer.join(Duration.ofSeconds(10)));
    }

    @Test
    void cannedAnswerComesInsteadOfTheServers() throws IOException {
        proxy.always(Fault.busy(Duration.ofSeconds(7)));

        String answer = ask("GET / HTTP/1.1\r\nHost: h\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
        assertTrue(answer.contains("\r\nRetry-After: 7\r\n"), answer);
        assertTrue(answer.contains("\r\nContent-Length: 0\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @Test
    void cannedAnswerMayLieAboutItsLength() throws IOException {
        proxy.always(Fault.answer(200, List.of("content-length: 99"), new byte[] {'a'}));

        String answer = ask("PUT / HTTP/1.1\r\n\r\n" + "body".repeat(100_000));

        assertTrue(answer.contains("content-length: 99\r\n"), answer);
        assertFalse(answer.contains("Content-Length"), answer);
        assertTrue(answer.endsWith("\r\n\r\na"), answer);
    }

    @Test
    void webPageIsOne() throws IOException {
        proxy.always(Fault.webPage());

        assertTrue(ask("GET / HTTP/1.0\r\n\r\n").contains("text/html"));
    }

    @Test
    void closingEndsWhatIsOpenAndTwiceIsHarmless() throws IOException {
        proxy.always(new Fault.StallAfter(0));
        try (Socket client = connect()) {
            while (proxy.connections() == 0) {
                Thread.onSpinWait();
            }
            proxy.close();
            proxy.close();
            assertThrows(
                    IOException.class,
                    () -> {
                        if (client.getInputStream().read() < 0) {
                            throw new IOException("ended");
                        }
                    });
        }
        assertThrows(IOException.class, this::connect);
    }
}
