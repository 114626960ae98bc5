package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.testkit.Trial;

/** What is gathered is sent as it came, and all of it together has no more room than there is. */
@Timeout(60)
class S3GatheredTest {
    private static final OptionalLong LARGEST = OptionalLong.of(S3Writing.GATHERED);

    /** So many of the largest have room. */
    private static final int TOGETHER = 4;

    private final S3Room room = new S3Room();

    private static void give(S3Gathered gathered, byte[] content, int step) throws Exception {
        for (int from = 0; from < content.length; from += step) {
            int length = Math.min(step, content.length - from);
            ByteBuffer bytes = ByteBuffer.wrap(content, from, length);
            gathered.take(bytes);
            assertEquals(0, bytes.remaining());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, true",
        "1, 1, true",
        "20000, 777, true",
        "20000, 777, false",
        "1048576, 65536, true",
        "1048576, 65537, false",
        "1048577, 65536, true",
        "1048577, 1048577, false",
        "8388609, 300000, true",
        "8388609, 300000, false",
        "16777216, 262144, true",
        "16777216, 1000000, false"
    })
    void whatIsGatheredIsSentAsItCame(int size, int step, boolean told) throws Exception {
        byte[] content = Trial.bytes(size);
        OptionalLong known = told ? OptionalLong.of(size) : OptionalLong.empty();
        try (S3Gathered gathered = new S3Gathered(room, known)) {
            give(gathered, content, step);
            for (int time = 0; time < 2; time++) {
                Buffer sent = new Buffer();
                gathered.body().writeTo(sent);
                assertEquals(size, gathered.body().contentLength());
                assertArrayEquals(content, sent.readByteArray());
            }
            for (DigestAlgorithm algorithm :
                    List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)) {
                assertEquals(Trial.digest(algorithm, content), gathered.digest(algorithm));
            }
        }
    }

    /** The library's buffers hold what it is given until it sends it. */
    @Test
    void whatIsLargeIsSentWithoutBeingCopiedAsAWhole() throws Exception {
        long[] most = {0};
        try (S3Gathered gathered = new S3Gathered(room, LARGEST)) {
            give(gathered, new byte[S3Writing.GATHERED], 1 << 20);
            BufferedSink sink =
                    Okio.buffer(
                            new ForwardingSink(Okio.blackhole()) {
                                @Override
                                public void write(Buffer source, long count) throws IOException {
                                    most[0] = Math.max(most[0], source.size());
                                    super.write(source, count);
                                }
                            });
            gathered.body().writeTo(sink);
            sink.flush();
        }
        assertTrue(most[0] > 0 && most[0] <= 256 << 10, () -> most[0] + " bytes at once");
    }

    /** Whoever waits does so in a thread of his own, or has gone through meanwhile. */
    private Thread another(OptionalLong size, byte[] content) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (S3Gathered gathered = new S3Gathered(room, size)) {
                        give(gathered, content, 1 << 20);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private static void assertWaits(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            if (!thread.isAlive()) {
                throw new AssertionError("it did not wait for room");
            }
            Thread.onSpinWait();
        }
    }

    private List<S3Gathered> full() throws Exception {
        List<S3Gathered> all = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            all.add(new S3Gathered(room, LARGEST));
        }
        return all;
    }

    @Test
    void whoIsLargeWaitsForRoomAndGetsItWhenAnotherIsThrough() throws Exception {
        List<S3Gathered> all = full();
        Thread waiting = another(LARGEST, new byte[S3Writing.GATHERED]);
        assertWaits(waiting);
        all.getFirst().close();
        waiting.join();
        all.forEach(S3Gathered::close);
        all.forEach(S3Gathered::close);
        assertEquals(TOGETHER, full().size());
    }

    @Test
    void whoTurnsOutToBeLargeWaitsForRoomThen() throws Exception {
        List<S3Gathered> all = full();
        Thread waiting = another(OptionalLong.empty(), new byte[S3Gathered.SMALL + 1]);
        assertWaits(waiting);
        all.getFirst().close();
        waiting.join();
    }

    @Test
    void whatIsSmallNeedsNoRoom() throws Exception {
        full();
        byte[] small = new byte[S3Gathered.SMALL];
        for (OptionalLong size : List.of(OptionalLong.of(small.length), OptionalLong.empty())) {
            try (S3Gathered gathered = new S3Gathered(room, size)) {
                give(gathered, small, 1000);
            }
        }
    }

    @Test
    void anInterruptEndsTheWaiting() throws Exception {
        full();
        Trial.inVirtualThread(() -> {
            Thread.currentThread().interrupt();
            return assertThrows(
                    InterruptedException.class, () -> new S3Gathered(room, LARGEST).close());
        });
    }

    @Test
    void roomThatWasUsedBeforeShowsNothingOfIt() throws Exception {
        byte[] old = new byte[S3Writing.GATHERED];
        Arrays.fill(old, (byte) 7);
        S3Gathered first = new S3Gathered(room, LARGEST);
        give(first, old, old.length);
        first.close();
        byte[] content = Trial.bytes(2 << 20);
        try (S3Gathered gathered = new S3Gathered(room, OptionalLong.of(content.length))) {
            give(gathered, content, content.length);
            Buffer sent = new Buffer();
            gathered.body().writeTo(sent);
            assertArrayEquals(content, sent.readByteArray());
        }
    }
}
