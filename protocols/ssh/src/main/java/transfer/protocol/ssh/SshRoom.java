package transfer.protocol.ssh;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes may be under way through one connection beyond the first request of everybody, so
 * that many who read and write at once do not fill the memory. Safe for use by many threads.
 */
final class SshRoom {
    /** Two and a half times what 1 Gb/s holds within 100 ms. */
    private static final long BYTES = 32L << 20;

    private final AtomicLong free = new AtomicLong(BYTES);

    /** Takes so many if there are as many. */
    boolean take(int bytes) {
        if (free.addAndGet(-bytes) >= 0) {
            return true;
        }
        free.addAndGet(bytes);
        return false;
    }

    void give(int bytes) {
        free.addAndGet(bytes);
    }
}
