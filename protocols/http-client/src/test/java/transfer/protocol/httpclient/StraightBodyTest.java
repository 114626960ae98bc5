package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import okio.BufferedSource;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/** Large bodies past the library: the bytes, and where the connection stands afterwards. */
class StraightBodyTest {
    private static final int LARGE = 3 << 20;

    private final List<Integer> calls = new ArrayList<>();
    private final Client client = new Client();
    private ScriptedServer server;

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
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

    private byte[] get(String path) throws Exception {
        try (Reading reading = client.files(server.url(path)).read(server.url(path), WHOLE)) {
            return Client.all(reading);
        }
    }

    private static final ReadRequest WHOLE = ReadRequest.WHOLE;

    @Test
    void theLibraryGivesWhatItHasAndTheRestGoesPastIt() throws IOException {
        byte[] content = bytes(LARGE);
        RoomySocket.Input input = input(content);
        BufferedSource source = Okio.buffer(Okio.source(input));
        byte[] head = source.readByteArray(100);
        StraightBody body = new StraightBody(source, input, LARGE - 100 - 7);
        ByteBuffer got = ByteBuffer.allocateDirect(LARGE).put(head);
        while (body.read(got) >= 0) {
            assertTrue(got.hasRemaining());
        }
        assertEquals(LARGE - 7, got.position());
        byte[] behind = source.readByteArray();
        byte[] all = new byte[LARGE - 7];
        got.flip().get(all);
        assertArrayEquals(Arrays.copyOf(content, LARGE - 7), all);
        assertArrayEquals(Arrays.copyOfRange(content, LARGE - 7, LARGE), behind);
        assertEquals(8192, calls.getFirst());
        assertTrue(calls.stream().filter(length -> length == 128 << 10).count() > 20, "" + calls);
    }

    @Test
    void noMoreThanTheBodyIsReadWhateverTheBufferHolds() throws IOException {
        RoomySocket.Input input = input(bytes(LARGE));
        BufferedSource source = Okio.buffer(Okio.source(input));
        StraightBody body = new StraightBody(source, input, 10);
        ByteBuffer got = ByteBuffer.allocate(100);
        assertEquals(10, body.read(got));
        assertEquals(100, got.limit());
        assertEquals(-1, body.read(got));
    }

    @Test
    void anEndBeforeTheEndIsNone() throws IOException {
        RoomySocket.Input input = input(bytes(LARGE));
        StraightBody body = new StraightBody(Okio.buffer(Okio.source(input)), input, LARGE + 1);
        ByteBuffer got = ByteBuffer.allocate(LARGE + 100);
        while (got.position() < LARGE) {
            body.read(got);
        }
        assertThrows(ProtocolException.class, () -> body.read(got));
    }

    @Test
    void afterALargeBodyTheConnectionIsUsedAgain() throws Exception {
        byte[] content = bytes(LARGE);
        server = new ScriptedServer(x -> x.reply("200 OK", "", content));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(content, get("/x"));
        }
        assertEquals(1, server.connections());
    }

    @Test
    void afterAVeryLargeBodyThereIsAnotherConnection() throws Exception {
        byte[] content = bytes((64 << 20) + 1);
        server = new ScriptedServer(x -> x.reply("200 OK", "", content));
        for (int i = 0; i < 2; i++) {
            assertArrayEquals(content, get("/x"));
        }
        assertEquals(2, server.connections());
    }

    @Test
    void aBodyThatWasLeftInTheMiddleDoesNotSpoilTheNextOne() throws Exception {
        byte[] content = bytes(LARGE);
        server = new ScriptedServer(x -> x.reply("200 OK", "", content));
        try (Reading reading = client.files(server.url("/x")).read(server.url("/x"), WHOLE)) {
            ByteBuffer some = ByteBuffer.allocate(1 << 20);
            while (some.hasRemaining()) {
                reading.read(some);
            }
        }
        assertArrayEquals(content, get("/x"));
    }

    @Test
    void largeChunkedBodiesAreTakenApartByTheLibrary() throws Exception {
        byte[] content = bytes(LARGE);
        String length = Integer.toHexString(LARGE);
        server =
                new ScriptedServer(x ->
                        x.send("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n")
                                .send(length + "\n")
                                .send(content)
                                .send("\n0\n\n"));
        assertArrayEquals(content, get("/x"));
        assertArrayEquals(content, get("/x"));
        assertEquals(1, server.connections());
    }

    @Test
    void aLargeBodyThatBreaksOffTellsHowFarItCame() throws Exception {
        server =
                new ScriptedServer(x -> {
                    x.send("HTTP/1.1 200 OK\nContent-Length: 2000000\n\n");
                    x.send(new byte[1_500_000]);
                    x.hangUp();
                });
        TransferException failure = assertThrows(TransferException.class, () -> get("/x"));
        assertEquals(FailureKind.TRUNCATED, failure.kind());
        assertTrue(failure.getMessage().contains("1500000 of 2000000"), failure.getMessage());
    }
}
