package transfer.protocol.s3;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Memory for parts on their way, shared by all uploads of a run, so that many of them need no more
 * than one. Whoever waits for room holds none. Safe for use by many threads.
 */
final class S3Room {
    /** In bytes; room is given out in such pieces, and used again. */
    static final int UNIT = 8 << 20;

    private static final int UNITS = 8;

    private final Semaphore free = new Semaphore(UNITS, true);
    private final Deque<byte[]> idle = new ArrayDeque<>();

    /**
     * Waits for room.
     *
     * @param units how many, at most a quarter of all, so that several parts travel at once
     */
    S3Part take(int units) throws InterruptedException {
        if (units > UNITS / 4) {
            throw new IllegalArgumentException("a part of " + units + " units is too large");
        }
        free.acquire(units);
        List<byte[]> pieces = new ArrayList<>();
        synchronized (idle) {
            while (pieces.size() < units && !idle.isEmpty()) {
                pieces.add(idle.pop());
            }
        }
        while (pieces.size() < units) {
            pieces.add(new byte[UNIT]);
        }
        return new S3Part(pieces);
    }

    /** Takes a part back that nobody uses any more. */
    void give(S3Part part) {
        List<byte[]> pieces = part.empty();
        synchronized (idle) {
            pieces.forEach(idle::push);
        }
        free.release(pieces.size());
    }
}
