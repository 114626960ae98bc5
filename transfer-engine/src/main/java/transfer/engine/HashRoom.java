package transfer.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory in which bytes wait for those before them to be hashed, for all files of a run
 * together. Safe for use by many threads.
 */
final class HashRoom {
    /**
     * Enough for three streams that are two blocks ahead of the fourth; what finds no room is read
     * back from the disk's cache.
     */
    static final int BUFFERS = 3 * 2 * (BlockMap.BLOCK / CopyBuffers.SIZE);

    /** The share of the memory for buffers that may be used for waiting only. */
    private static final int SHARE = 4;

    private final int buffers;
    private final Semaphore room;
    private final AtomicLong readBack = new AtomicLong();

    /**
     * @param memory bytes that all buffers together may take up: on small machines, and in small
     *     containers, less must do
     */
    HashRoom(long memory) {
        this.buffers = (int) Math.min(BUFFERS, memory / SHARE / CopyBuffers.SIZE);
        this.room = new Semaphore(buffers);
    }

    /** Takes room for a buffer if there is any. */
    boolean tryTake(ByteBuffer buffer) {
        return room.tryAcquire(share(buffer));
    }

    void giveBack(ByteBuffer buffer) {
        room.release(share(buffer));
    }

    private static int share(ByteBuffer buffer) {
        return buffer.capacity() / CopyBuffers.SIZE;
    }

    /** Whether files may have their streams far apart from each other. */
    boolean isMostlyFree() {
        return room.availablePermits() > buffers / 2;
    }

    /** Takes note of bytes that had to be read back. */
    void hadToReadBack(long bytes) {
        readBack.addAndGet(bytes);
    }

    /** How many bytes of the run were read a second time for their digest. */
    long bytesReadBack() {
        return readBack.get();
    }
}
