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

    /** For large files that come fast: a quarter of the threads' turns. */
    static final int LARGE = 1 << 20;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ByteBuffer> freeLarge = new ConcurrentLinkedQueue<>();

    /** An empty buffer. */
    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer == null ? ByteBuffer.allocateDirect(SIZE) : buffer.clear();
    }

    /** An empty buffer of the larger size. */
    ByteBuffer takeLarge() {
        ByteBuffer buffer = freeLarge.poll();
        return buffer == null ? ByteBuffer.allocateDirect(LARGE) : buffer.clear();
    }

    void giveBack(ByteBuffer buffer) {
        (buffer.capacity() == LARGE ? freeLarge : free).add(buffer);
    }
}
