package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the library's small writings reaches the kernel. */
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsUsedInClearAndNotUnderTls(boolean tls) throws IOException {
        WireUrl url = WireUrl.of(HttpUrl.get(tls ? "https://h/" : "http://h/"));
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
