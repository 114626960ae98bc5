package transfer.protocol.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be sent by the scp protocol: bytes are put in at one end, where whoever puts waits for
 * room, and JSch's thread for this channel reads at the other.
 */
final class ScpOutbox extends InputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SshSending sending = new SshSending(lock);
    private final byte[] ring;
    private final long patience;
    private int start;
    private int count;
    private boolean closed;

    /**
     * @param capacity how many bytes may wait here
     * @param patienceMillis how long the server may take nothing
     */
    ScpOutbox(int capacity, int patienceMillis) {
        this.ring = new byte[capacity];
        this.patience = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    }

    /**
     * Takes all remaining bytes.
     *
     * @throws IOException when the channel has ended
     * @throws TimeoutException when the server takes nothing for too long
     */
    void put(ByteBuffer bytes) throws IOException, TimeoutException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (bytes.hasRemaining()) {
                long left = patience;
                while (count == ring.length && !closed) {
                    if (left <= 0) {
                        throw new TimeoutException();
                    }
                    left = changed.awaitNanos(left);
                }
                if (closed) {
                    throw new IOException("the channel has ended");
                }
                int end = (start + count) % ring.length;
                int free = end < start ? start - end : ring.length - end;
                int piece = Math.min(bytes.remaining(), Math.min(free, ring.length - count));
                bytes.get(ring, end, piece);
                count += piece;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            sending.end();
            while (count == 0 && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return -1;
            }
            sending.begin();
            int piece = Math.min(length, Math.min(count, ring.length - start));
            System.arraycopy(ring, start, into, offset, piece);
            start = (start + piece) % ring.length;
            count -= piece;
            changed.signalAll();
            return piece;
        } finally {
            lock.unlock();
        }
    }

    /** What was read last. */
    SshSending sending() {
        return sending;
    }

    /** Ends it at once; what was not sent is not sent. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
