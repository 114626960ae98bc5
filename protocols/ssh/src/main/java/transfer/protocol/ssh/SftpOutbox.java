package transfer.protocol.ssh;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be sent through a channel. Requests are put in at one end without waiting; JSch's
 * thread reads at the other, as much at a time as fits into its packets.
 */
final class SftpOutbox extends InputStream {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean closed;

    void add(ByteBuffer packet, ByteBuffer content) {
        lock.lock();
        try {
            waiting.add(packet);
            if (content.hasRemaining()) {
                waiting.add(content);
            }
            changed.signal();
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
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            int count = 0;
            while (count < length && !closed && !waiting.isEmpty()) {
                ByteBuffer first = waiting.peek();
                int piece = Math.min(first.remaining(), length - count);
                first.get(into, offset + count, piece);
                count += piece;
                if (!first.hasRemaining()) {
                    waiting.remove();
                }
            }
            return closed ? -1 : count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
