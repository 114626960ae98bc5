package transfer.protocol.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one connection brings for another one that goes through it: one thread writes, another one
 * reads and does not wait for ever. JSch's own stream would.
 */
final class SshJumpInbox extends OutputStream {
    // as much as a channel may send at once without being asked for more
    private final byte[] ring = new byte[128 << 10];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int begin;
    private int count;
    private boolean closed;
    private volatile int patience;

    /**
     * @param millis how long reading waits; 0 is for ever
     */
    void patience(int millis) {
        patience = millis;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        int done = 0;
        lock.lock();
        try {
            while (done < length) {
                while (count == ring.length && !closed) {
                    changed.awaitUninterruptibly();
                }
                if (closed) {
                    throw new IOException("nobody reads any more");
                }
                int at = (begin + count) % ring.length;
                int part = Math.min(length - done, Math.min(ring.length - count, ring.length - at));
                System.arraycopy(from, offset + done, ring, at, part);
                done += part;
                count += part;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends it: what is there can still be read. */
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

    private int take(byte[] into, int offset, int length) throws IOException {
        lock.lock();
        try {
            await();
            if (count == 0) {
                return -1;
            }
            int part = Math.min(length, Math.min(count, ring.length - begin));
            System.arraycopy(ring, begin, into, offset, part);
            begin = (begin + part) % ring.length;
            count -= part;
            changed.signalAll();
            return part;
        } finally {
            lock.unlock();
        }
    }

    private void await() throws IOException {
        long left = TimeUnit.MILLISECONDS.toNanos(patience);
        boolean limited = left > 0;
        while (count == 0 && !closed) {
            if (!limited) {
                changed.awaitUninterruptibly();
                continue;
            }
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    /** The end at which it is read. */
    InputStream reader() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] single = new byte[1];
                return take(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return length == 0 ? 0 : take(into, offset, length);
            }

            @Override
            public void close() {
                SshJumpInbox.this.close();
            }
        };
    }
}
