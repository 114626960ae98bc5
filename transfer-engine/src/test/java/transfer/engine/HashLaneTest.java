package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

class HashLaneTest {
    private final CopyBuffers buffers = new CopyBuffers();
    private final RunningDigest digest = new RunningDigest(EnumSet.of(DigestAlgorithm.SHA_256));
    private final Random random = new Random(3);

    @Test
    void hashesFewBytesOnTheCallersThread() throws Exception {
        assertEquals(expected(1), hashed(1));
    }

    @Test
    void hashesManyBytesInOrder() throws Exception {
        assertEquals(expected(64), hashed(64));
    }

    @Test
    void afterDrainingMoreMayFollow() throws Exception {
        random.setSeed(5);
        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        try (HashLane lane = new HashLane(digest, buffers)) {
            for (int i = 0; i < 40; i++) {
                ByteBuffer buffer = filled();
                whole.update(buffer.duplicate());
                lane.hash(buffer);
                if (i % 13 == 0) {
                    lane.drain();
                }
            }
            lane.drain();
        }
        assertEquals(HexFormat.of().formatHex(whole.digest()), value());
    }

    @Test
    void closingHashesWhatWaitsAlsoWhenInterrupted() throws Exception {
        random.setSeed(9);
        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        try (HashLane lane = new HashLane(digest, buffers)) {
            for (int i = 0; i < 12; i++) {
                ByteBuffer buffer = filled();
                whole.update(buffer.duplicate());
                lane.hash(buffer);
            }
            Thread.currentThread().interrupt();
        }
        assertTrue(Thread.interrupted());
        assertEquals(HexFormat.of().formatHex(whole.digest()), value());
    }

    private String hashed(int count) throws InterruptedException {
        random.setSeed(count);
        try (HashLane lane = new HashLane(digest, buffers)) {
            for (int i = 0; i < count; i++) {
                lane.hash(filled());
            }
            lane.drain();
        }
        return value();
    }

    private String expected(int count) throws Exception {
        random.setSeed(count);
        MessageDigest whole = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < count; i++) {
            whole.update(filled());
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    private String value() {
        return digest.values().getFirst().hex();
    }

    private ByteBuffer filled() {
        byte[] bytes = new byte[CopyBuffers.SIZE];
        random.nextBytes(bytes);
        return buffers.take().put(bytes).flip();
    }
}
