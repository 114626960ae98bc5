package transfer.engine;

import java.nio.ByteBuffer;
import java.util.Optional;
import transfer.checksum.RunningDigest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.retry.RateLimit;

/**
 * The one place where bytes pass: read, write, hash, in buffers that are used again, one file from
 * its beginning to its end. {@link BlockFetch} does the same for large files in blocks.
 */
final class CopyLoop {
    /** Nanoseconds in which a piece passes where nobody notices that the next is a larger one. */
    static final long QUICK = 20_000_000;

    /** Bytes after which larger pieces pay for their memory. */
    private static final long MUCH = 8L << 20;

    private final CopyBuffers buffers;
    private final Optional<RateLimit> limit;
    private final Progress progress;

    CopyLoop(CopyBuffers buffers, Optional<RateLimit> limit, Progress progress) {
        this.buffers = buffers;
        this.limit = limit;
        this.progress = progress;
    }

    /** Where the bytes go. */
    @FunctionalInterface
    interface Output {
        /** Takes all remaining bytes, which are those from this offset of the file on. */
        void write(ByteBuffer bytes, long offset) throws TransferException, InterruptedException;
    }

    /**
     * Moves everything that the reading gives.
     *
     * <p>When it fails, everything written is also in the digest, so that it can go on from there.
     *
     * @param offset where in the file the reading begins
     * @return the offset after the last byte
     */
    long run(Reading reading, long offset, RunningDigest digest, Meter meter, Output output)
            throws TransferException, InterruptedException {
        long at = offset;
        boolean quick = false;
        try (HashLane lane = new HashLane(digest, buffers)) {
            while (true) {
                boolean large = quick && at - offset >= MUCH;
                ByteBuffer buffer = large ? buffers.takeLarge() : buffers.take();
                boolean handedOver = false;
                long began = System.nanoTime();
                try {
                    boolean more = fill(reading, buffer, meter);
                    buffer.flip();
                    int length = buffer.remaining();
                    if (length > 0) {
                        output.write(buffer.duplicate(), at);
                        at += length;
                        handedOver = true;
                        lane.hash(buffer);
                        progress.advanced(length);
                        meter.passed(length);
                    }
                    if (!more) {
                        lane.drain();
                        return at;
                    }
                    hold(length);
                    quick = System.nanoTime() - began < QUICK;
                } finally {
                    if (!handedOver) {
                        buffers.giveBack(buffer);
                    }
                }
            }
        }
    }

    /** Waits as long as the rate limit wants for so many bytes. */
    void hold(long bytes) throws InterruptedException {
        if (limit.isPresent()) {
            limit.get().take(bytes);
        }
    }

    /** Fills the buffer, so that a server's small pieces do not become small writes. */
    static boolean fill(Reading reading, ByteBuffer buffer, Meter meter)
            throws TransferException, InterruptedException {
        while (buffer.hasRemaining()) {
            if (reading.read(buffer) < 0) {
                return false;
            }
            meter.firstByte();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
