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
    private final SshSending sending = new SshSending(lock);
    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private boolean closed;

    private record Outgoing(ByteBuffer packet, SftpRequest request) {
        /** Moves as much as there is room for. */
        int moveTo(byte[] into, int offset, int length) {
            int head = move(packet, into, offset, length);
            return head + move(request.content(), into, offset + head, length - head);
        }

        private static int move(ByteBuffer from, byte[] into, int offset, int length) {
            int count = Math.min(from.remaining(), length);
            from.get(into, offset, count);
            return count;
        }

        boolean isDone() {
            return !packet.hasRemaining() && !request.content().hasRemaining();
        }
    }

    void add(ByteBuffer packet, SftpRequest request) {
        lock.lock();
        try {
            waiting.add(new Outgoing(packet, request));
            changed.signalAll();
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
            sending.end();
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            if (closed) {
                return -1;
            }
            sending.begin();
            int count = 0;
            while (count < length && !waiting.isEmpty()) {
                Outgoing first = waiting.peek();
                count += first.moveTo(into, offset + count, length - count);
                if (first.isDone()) {
                    waiting.remove();
                    first.request().take();
                }
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** What was read last. */
    SshSending sending() {
        return sending;
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
