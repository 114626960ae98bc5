package transfer.protocol.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a server sends by the scp protocol, between the connection's thread that brings it and the
 * one that takes it. Nothing in that protocol makes the server pause, so a connection that others
 * use, too, must not be held up here: there the server may send only so much, and more is a
 * failure. One that is ours alone waits until there is room.
 */
final class ScpInbox extends OutputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring;
    private final boolean waits;
    private final long patience;
    private int start;
    private int count;
    private boolean ended;
    private boolean overflown;
    private boolean abandoned;
    private long heard = System.nanoTime();

    /**
     * @param capacity how many bytes may wait here
     * @param waits whether the connection may be held up
     * @param patienceMillis how long the server may stay silent
     */
    ScpInbox(int capacity, boolean waits, int patienceMillis) {
        this.ring = new byte[capacity];
        this.waits = waits;
        this.patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }

    // ---- from the connection's thread

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        lock.lock();
        try {
            heard = System.nanoTime();
            int done = 0;
            while (done < length && !abandoned && !overflown) {
                if (count == ring.length && waits) {
                    changed.awaitUninterruptibly();
                } else if (count == ring.length) {
                    overflown = true;
                } else {
                    done += put(from, offset + done, length - done);
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private int put(byte[] from, int offset, int length) {
        int end = (start + count) % ring.length;
        int free = end < start ? start - end : ring.length - end;
        int piece = Math.min(length, Math.min(free, ring.length - count));
        System.arraycopy(from, offset, ring, end, piece);
        count += piece;
        changed.signalAll();
        return piece;
    }

    /** The channel has ended. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // ---- from whoever takes it

    /** Nobody will take anything any more; what comes is dropped. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next byte, 0 to 255, or -1 when the channel has ended.
     *
     * @throws IOException when the server sent more than it may
     * @throws TimeoutException when nothing comes for too long
     */
    int next() throws IOException, TimeoutException, InterruptedException {
        ByteBuffer one = ByteBuffer.allocate(1);
        return read(one) < 0 ? -1 : one.get(0) & 0xFF;
    }

    /** At least one byte and at most as many as there is room for, or -1. */
    int read(ByteBuffer into) throws IOException, TimeoutException, InterruptedException {
        lock.lockInterruptibly();
        try {
            await();
            if (count == 0 && !overflown) {
                return -1;
            }
            if (overflown) {
                throw new IOException("the server sends more than it announced");
            }
            int piece = Math.min(Math.min(count, ring.length - start), into.remaining());
            into.put(ring, start, piece);
            start = (start + piece) % ring.length;
            count -= piece;
            changed.signalAll();
            return piece;
        } finally {
            lock.unlock();
        }
    }

    private void await() throws TimeoutException, InterruptedException {
        long asked = System.nanoTime();
        while (count == 0 && !ended && !overflown) {
            long since = heard - asked > 0 ? heard : asked;
            long left = patience - (System.nanoTime() - since);
            if (left <= 0) {
                throw new TimeoutException();
            }
            changed.awaitNanos(left);
        }
    }
}
