package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import transfer.protocol.testkit.Trial;

@Timeout(60)
class ScpInboxTest {
    private static final int LONG = 60_000;

    private static byte[] all(ScpInbox inbox, int pieces) throws Exception {
        ByteBuffer all = ByteBuffer.allocate(1 << 20);
        ByteBuffer piece = ByteBuffer.allocate(pieces);
        while (inbox.read(piece) >= 0) {
            all.put(piece.flip());
            piece.clear();
        }
        byte[] bytes = new byte[all.flip().remaining()];
        all.get(bytes);
        return bytes;
    }

    @Test
    void bytesComeOutAsTheyWentIn() throws Exception {
        byte[] content = Trial.bytes(1000);
        ScpInbox inbox = new ScpInbox(1000, false, LONG);
        inbox.write(content, 0, 1000);
        inbox.close();

        assertArrayEquals(content, all(inbox, 7));
        assertEquals(-1, inbox.next());
    }

    @Test
    void writerWaitsForRoomWhereItMay() throws Exception {
        byte[] content = Trial.bytes(100_000);
        ScpInbox inbox = new ScpInbox(64, true, LONG);
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            inbox.write(content, 0, content.length);
                            inbox.close();
                        });

        assertArrayEquals(content, all(inbox, 100));
        writer.join();
    }

    @Test
    void writerThatMayNotWaitGoesOnAndTheReaderIsTold() {
        ScpInbox inbox = new ScpInbox(64, false, LONG);
        inbox.write(new byte[65], 0, 65);

        assertThrows(IOException.class, inbox::next);
    }

    @Test
    void writerDoesNotWaitForAReaderThatLeft() throws Exception {
        ScpInbox inbox = new ScpInbox(64, true, LONG);
        Thread writer = Thread.ofVirtual().start(() -> inbox.write(new byte[1000], 0, 1000));
        assertEquals(0, inbox.next());

        inbox.abandon();

        writer.join();
        inbox.write(new byte[1000], 0, 1000);
    }

    @Test
    void silenceTimesOut() {
        ScpInbox inbox = new ScpInbox(64, false, 1);

        assertThrows(TimeoutException.class, inbox::next);
    }

    @Test
    void interruptionEndsTheWaiting() throws Exception {
        ScpInbox inbox = new ScpInbox(64, false, LONG);
        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, inbox::next);
        assertTrue(!Thread.currentThread().isInterrupted());
    }
}
