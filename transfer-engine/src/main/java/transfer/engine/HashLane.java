package transfer.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import transfer.checksum.RunningDigest;

/**
 * Hashes buffers in order beside the thread that moves them, once there is enough to make a second
 * thread worth while. Owns the buffers handed to it and gives them back to the pool. Belongs to one
 * thread, which must {@link #drain} it before it looks at the digest.
 */
final class HashLane implements AutoCloseable {
    /** Up to here hashing takes less time than waking another thread saves. */
    private static final long ALONE = 2L << 20;

    /**
     * So many buffers may wait: enough to keep both threads busy, few enough to stay in the cache.
     */
    private static final int DEPTH = 4;

    private static final ByteBuffer END = ByteBuffer.allocate(0);

    private final RunningDigest digest;
    private final CopyBuffers buffers;
    private BlockingQueue<ByteBuffer> waiting;
    private Thread worker;
    private long taken;

    HashLane(RunningDigest digest, CopyBuffers buffers) {
        this.digest = digest;
        this.buffers = buffers;
    }

    /** Takes over a buffer, flipped for reading. */
    void hash(ByteBuffer buffer) throws InterruptedException {
        taken += buffer.remaining();
        if (taken <= ALONE) {
            take(buffer);
            return;
        }
        if (worker == null) {
            waiting = new ArrayBlockingQueue<>(DEPTH);
            worker = Thread.ofVirtual().start(this::work);
        }
        waiting.put(buffer);
    }

    private void take(ByteBuffer buffer) {
        digest.update(buffer);
        buffers.giveBack(buffer);
    }

    private void work() {
        try {
            for (ByteBuffer buffer = waiting.take(); buffer != END; buffer = waiting.take()) {
                take(buffer);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // nobody interrupts it; if somebody does, it ends
        }
    }

    /** Waits until everything handed over is in the digest. */
    void drain() throws InterruptedException {
        if (worker != null) {
            waiting.put(END);
            worker.join();
            worker = null;
        }
    }

    /**
     * Ends the second thread, hashing what waits; the digest is whole afterwards even when
     * interrupted.
     */
    @Override
    public void close() {
        boolean interrupted = false;
        while (worker != null) {
            try {
                drain();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
