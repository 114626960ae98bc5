package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The memory for what is under way through one connection, beyond the first request of everybody:
 * buffers used again and again, so that many who read at once do not fill the memory, nor one who
 * reads much the garbage collector. Safe for use by many threads.
 */
final class SshRoom {
    /** What 1 Gb/s holds within 100 ms, and a third more for what arrived and was not taken yet. */
    static final int BYTES = 16 << 20;

    /** What is kept for the next one when nobody reads. */
    static final int KEPT = 2 << 20;

    private final Deque<ByteBuffer> spare = new ArrayDeque<>();
    private int free = BYTES;
    private int kept;
    private int users;

    /** Somebody reads from now on. */
    synchronized void enter() {
        users++;
    }

    /**
     * A buffer of so many bytes, whose content is anything, unless there is no room or whoever asks
     * has more than their share of it: else who came first would keep all of it.
     *
     * @param held bytes that whoever asks has already
     */
    synchronized Optional<ByteBuffer> take(int bytes, long held) {
        if (held > 0 && held + bytes > BYTES / Math.max(1, users)) {
            return Optional.empty();
        }
        while (!spare.isEmpty()) {
            ByteBuffer used = spare.pop(); // the one that the processor's cache knows best
            kept -= used.capacity();
            if (used.capacity() >= bytes) {
                return Optional.of(used.clear().limit(bytes));
            }
            free += used.capacity();
        }
        if (free < bytes) {
            return Optional.empty();
        }
        free -= bytes;
        return Optional.of(ByteBuffer.allocate(bytes));
    }

    /** Gives a buffer back, which nobody else may use any more, the connection neither. */
    synchronized void give(ByteBuffer buffer) {
        spare.push(buffer);
        kept += buffer.capacity();
        tidy();
    }

    /** Gives back the room of a buffer that an answer may still be written to. */
    synchronized void abandon(ByteBuffer buffer) {
        free += buffer.capacity();
    }

    /** Somebody reads no longer. */
    synchronized void leave() {
        users--;
        tidy();
    }

    private void tidy() {
        while (users == 0 && kept > KEPT) {
            ByteBuffer coldest = spare.removeLast();
            kept -= coldest.capacity();
            free += coldest.capacity();
        }
    }
}
