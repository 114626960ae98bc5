package transfer.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Direct buffers used again and again: as many as were ever needed at once, none per file. Safe for
 * use by many threads.
 */
final class CopyBuffers {
    /**
     * Large enough that a system call's cost does not show, small enough for the processor's cache.
     */
    static final int SIZE = 256 * 1024;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    /** An empty buffer. */
    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
    }

    void giveBack(ByteBuffer buffer) {
        free.add(buffer);
    }
}
