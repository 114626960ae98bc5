package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the library's small readings and writings reaches the kernel. */
class RoomySocketTest {
    private static final int PIECE = 8192;

    private final List<Integer> calls = new ArrayList<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

    private RoomySocket.Output output() {
        return new RoomySocket.Output(
                new OutputStream() {
                    @Override
                    public void write(int one) {
                        throw new AssertionError("one byte at a time");
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        calls.add(length);
                        sent.write(bytes, offset, length);
                    }
                });
    }

    private RoomySocket.Input input(byte[] content) {
        return new RoomySocket.Input(
                new ByteArrayInputStream(content) {
                    @Override
                    public synchronized int read(byte[] into, int offset, int length) {
                        calls.add(length);
                        return super.read(into, offset, length);
                    }
                });
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void piecesOfABodyLeaveTogether() throws IOException {
        byte[] content = bytes(20 * PIECE + 5);
        try (RoomySocket.Output output = output()) {
            for (int at = 0; at < content.length; at += PIECE) {
                output.write(content, at, Math.min(PIECE, content.length - at));
            }
            output.flush();
        }
        assertArrayEquals(content, sent.toByteArray());
        assertEquals(List.of(RoomySocket.ROOM, RoomySocket.ROOM, 4 * PIECE + 5), calls);
    }

    @Test
    void piecesThatDoNotFitKeepTheirOrder() throws IOException {
        byte[] content = bytes(3 * RoomySocket.ROOM);
        try (RoomySocket.Output output = output()) {
            int at = 0;
            for (int length : new int[] {PIECE, 1, 60_000, RoomySocket.ROOM, 3, PIECE + 1}) {
                output.write(content, at, length);
                at += length;
            }
            output.write(content[at++]);
            output.flush();
            assertEquals(at, sent.size());
        }
        assertArrayEquals(Arrays.copyOf(content, sent.size()), sent.toByteArray());
    }

    @Test
    void aHeadLeavesAtOnce() throws IOException {
        try (RoomySocket.Output output = output()) {
            output.write(bytes(300));
            assertEquals(List.of(300), calls);
        }
    }

    @Test
    void aLongAnswerIsReadAhead() throws IOException {
        byte[] content = bytes(18 * PIECE);
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (RoomySocket.Input input = input(content)) {
            byte[] piece = new byte[PIECE];
            for (int n = input.read(piece); n >= 0; n = input.read(piece)) {
                got.write(piece, 0, n);
            }
            assertEquals(-1, input.read(piece));
        }
        assertArrayEquals(content, got.toByteArray());
        int room = RoomySocket.ROOM;
        assertEquals(List.of(PIECE, room, room, room, room, room), calls);
    }

    @Test
    void aShortAnswerIsReadAsItIsAskedFor() throws IOException {
        try (RoomySocket.Input input = input(bytes(100))) {
            assertEquals(100, input.read(new byte[PIECE]));
            assertEquals(-1, input.read(new byte[PIECE]));
        }
        assertEquals(List.of(PIECE, PIECE), calls);
    }

    @Test
    void whatIsReadAheadIsCountedAndSkippedAndReadByByte() throws IOException {
        byte[] content = bytes(3 * PIECE);
        try (RoomySocket.Input input = input(content)) {
            input.readNBytes(PIECE);
            assertEquals(content[PIECE] & 0xFF, input.read());
            assertEquals(2 * PIECE - 1, input.available());
            assertEquals(10, input.skip(10));
            assertEquals(content[PIECE + 11] & 0xFF, input.read());
        }
    }

    @Test
    void aReadingThatTimesOutLosesNothing() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = UnconnectedSockets.inClear().createSocket()) {
            client.connect(server.getLocalSocketAddress());
            client.setSoTimeout(1);
            InputStream input = client.getInputStream();
            assertSame(input, client.getInputStream());
            try (Socket peer = server.accept()) {
                assertThrows(SocketTimeoutException.class, () -> input.read(new byte[PIECE]));
                peer.getOutputStream().write(bytes(3 * PIECE));
                client.setSoTimeout(10_000);
                assertArrayEquals(bytes(3 * PIECE), input.readNBytes(3 * PIECE));
                client.setSoTimeout(1);
                assertThrows(SocketTimeoutException.class, () -> input.read(new byte[PIECE]));
                peer.getOutputStream().write(7);
                client.setSoTimeout(10_000);
                assertEquals(7, input.read());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsUsedInClearAndNotUnderTls(boolean tls) throws IOException {
        HttpUrl url = HttpUrl.get(tls ? "https://h/" : "http://h/");
        Transport transport = new Transport(tls, true, true, Optional.empty(), Optional.empty());
        try (HttpConnections connections = new HttpConnections(Client.settings());
                Socket socket = connections.client(transport, url).socketFactory().createSocket()) {
            assertEquals(tls, !(socket instanceof RoomySocket));
        }
    }

    @Test
    void whatIsClosedWithoutAFlushIsGivenUp() throws IOException {
        try (RoomySocket.Output output = output()) {
            output.write(bytes(PIECE));
        }
        assertEquals(0, sent.size());
    }
}
