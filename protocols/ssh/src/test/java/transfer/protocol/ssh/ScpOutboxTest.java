package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import transfer.protocol.testkit.Trial;

@Timeout(60)
class ScpOutboxTest {
    private static final int LONG = 60_000;

    @Test
    void bytesComeOutAsTheyWentIn() throws Exception {
        byte[] content = Trial.bytes(100_000);
        ScpOutbox outbox = new ScpOutbox(61, LONG);
        Trial.inVirtualThread(() -> {
            Thread putter =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    outbox.put(ByteBuffer.wrap(content));
                                } catch (Exception e) {
                                    outbox.close();
                                }
                            });
            assertArrayEquals(content, outbox.readNBytes(content.length));
            putter.join();
            return null;
        });
    }

    @Test
    void whoPutsIsToldOfTheEnd() {
        ScpOutbox outbox = new ScpOutbox(61, LONG);
        outbox.close();

        assertThrows(IOException.class, () -> outbox.put(ByteBuffer.allocate(1)));
        assertEquals(-1, outbox.read());
    }

    @Test
    void whoPutsDoesNotWaitForever() {
        ScpOutbox outbox = new ScpOutbox(61, 1);

        assertThrows(TimeoutException.class, () -> outbox.put(ByteBuffer.allocate(62)));
    }

    @Test
    void whatWasTakenIsWaitedForUntilItIsSent() throws Exception {
        ScpOutbox outbox = new ScpOutbox(61, LONG);
        outbox.put(ByteBuffer.allocate(1));
        assertEquals(0, outbox.read());
        outbox.close();

        assertFalse(isSentWithin(outbox, 1_000_000), "still under way");

        Thread sender = Thread.ofVirtual().start(outbox::read);
        assertTrue(isSentWithin(outbox, TimeUnit.SECONDS.toNanos(50)), "back for more");
        sender.join();
    }

    @Test
    void whereNothingWasTakenNothingIsWaitedFor() throws Exception {
        ScpOutbox outbox = new ScpOutbox(61, LONG);
        outbox.put(ByteBuffer.allocate(1));

        assertTrue(isSentWithin(outbox, TimeUnit.SECONDS.toNanos(50)));
    }

    private static boolean isSentWithin(ScpOutbox outbox, long nanos) throws Exception {
        long before = System.nanoTime();
        outbox.sending().await(nanos);
        return System.nanoTime() - before < nanos;
    }
}
