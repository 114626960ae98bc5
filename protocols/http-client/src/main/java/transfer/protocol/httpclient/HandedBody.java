package transfer.protocol.httpclient;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;

/**
 * A body whose bytes one thread hands over while another sends them: each buffer is sent before the
 * next is taken, and has left the program before the one that handed it over goes on.
 */
final class HandedBody extends RequestBody {
    /**
     * Bytes given to the library at a time. It copies what it is given before it sends any of it,
     * and has memory to use again for 64 KiB; beyond that it takes new.
     */
    private static final int PIECE = 32 << 10;

    private final long length;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private ByteBuffer offered;
    private boolean headersSent;
    private boolean begun;
    private boolean complete;
    private boolean givenUp;
    private boolean answered;

    /**
     * @param length in bytes, or -1 when only the end will tell
     */
    HandedBody(long length) {
        this.length = length;
    }

    @Override
    public MediaType contentType() {
        return MediaType.get("application/octet-stream");
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    /** Whether bytes have been asked for, so that the request cannot be sent once more. */
    boolean hasBegun() {
        lock.lock();
        try {
            return begun;
        } finally {
            lock.unlock();
        }
    }

    /** Learns when the request's head is out and the wait for {@code 100 Continue} begins. */
    EventListener listener() {
        return new EventListener() {
            @Override
            public void requestHeadersEnd(Call call, Request request) {
                change(() -> headersSent = true);
            }
        };
    }

    private void change(Runnable how) {
        lock.lock();
        try {
            how.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The sender's side. */
    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        change(() -> begun = true);
        while (true) {
            ByteBuffer next = next();
            if (next == null) {
                return;
            }
            send(next, sink);
            change(() -> offered = null);
        }
    }

    private static void send(ByteBuffer bytes, BufferedSink sink) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(bytes.position() + PIECE, end));
            sink.write(bytes);
        }
        // the next bytes may be long in coming, and nobody else would send the rest of these
        sink.flush();
    }

    private ByteBuffer next() throws IOException {
        lock.lock();
        try {
            while (offered == null && !complete && !givenUp) {
                changed.await();
            }
            if (givenUp) {
                throw new IOException("the upload was given up");
            }
            return offered;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the server wants the body or has answered without.
     *
     * @param patience how long, from when the request's head was sent
     * @return false when it has done neither in that time
     */
    boolean awaitBegin(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (!begun && !answered) {
                if (!headersSent) {
                    changed.await();
                } else if (left <= 0) {
                    return false;
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands all remaining bytes over and waits until they are sent.
     *
     * @return false when the request ended before that
     * @throws InterruptedException while the sender may still be reading the bytes
     */
    boolean hand(ByteBuffer bytes) throws InterruptedException {
        lock.lock();
        try {
            if (!bytes.hasRemaining()) {
                return !answered;
            }
            offered = bytes;
            changed.signalAll();
            while (offered != null && !answered) {
                changed.await();
            }
            boolean sent = offered == null;
            offered = null;
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /** All bytes have been handed over. */
    void complete() {
        change(() -> complete = true);
    }

    /** No more bytes will come, though some are missing: the server must not take it for a file. */
    void giveUp() {
        change(() -> givenUp = true);
    }

    /** The request has ended, with an answer or without. */
    void answered() {
        change(() -> answered = true);
    }

    /** Waits for the request's end. */
    void awaitAnswer() throws InterruptedException {
        lock.lock();
        try {
            while (!answered) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the request's head is out but nobody wanted the body yet. */
    boolean isHeldBack() {
        lock.lock();
        try {
            return headersSent && !begun;
        } finally {
            lock.unlock();
        }
    }
}
