package transfer.protocol.httpclient;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.time.Duration;

/**
 * One connection in clear to one server. An interrupt ends whatever waits, and closes it.
 *
 * <p>Used by one thread at a time; {@link #closeIfLate} and {@link #close} are for any.
 */
final class PlainConnection implements AutoCloseable {
    /** Bytes of an answer's head, all its fields together. */
    static final int ROOM = 64 << 10;

    private static final int MOST_INTERIM = 20;

    private final SocketChannel channel;
    private final long patience;
    private final byte[] bytes = new byte[ROOM];
    private int at;
    private int end;
    private volatile long due;
    private volatile boolean late;
    private boolean heard;
    private long idleSince;

    /**
     * @param idle how long the server may be silent
     */
    PlainConnection(Duration idle) throws IOException {
        this.channel = SocketChannel.open();
        this.patience = idle.toNanos();
    }

    @FunctionalInterface
    private interface Step {
        int run() throws IOException;
    }

    /** Everything that may wait, with an end to the waiting, and failures as those of sockets. */
    private int within(long nanos, Step step) throws IOException {
        long limit = System.nanoTime() + nanos;
        due = limit == 0 ? 1 : limit;
        try {
            return step.run();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (AsynchronousCloseException e) {
            throw late ? timedOut(e) : e;
        } catch (ClosedChannelException e) {
            throw late ? timedOut(e) : (IOException) new SocketException("closed").initCause(e);
        } catch (SocketException | SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw (IOException) new SocketException(e.getMessage()).initCause(e);
        } finally {
            due = 0;
        }
    }

    private static IOException timedOut(IOException e) {
        return (IOException) new SocketTimeoutException("timeout").initCause(e);
    }

    void connect(InetSocketAddress server, Duration patience) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        try {
            within(patience.toNanos(), () -> channel.connect(server) ? 1 : 0);
        } catch (ConnectException e) {
            throw (IOException) new ConnectException("Failed to connect to " + server).initCause(e);
        } catch (UnsupportedAddressTypeException e) { // IPv6 where there is none
            String why = "this machine does not speak to addresses such as " + server;
            throw (IOException) new ConnectException(why).initCause(e);
        }
    }

    /** Closes it when somebody has waited for longer than agreed. */
    void closeIfLate(long now) {
        long limit = due;
        if (limit != 0 && now - limit >= 0) {
            late = true;
            close();
        }
    }

    /** Whether nothing of an answer has come since the last request, as on a stale connection. */
    boolean isMute() {
        return !heard && !late;
    }

    InetSocketAddress server() throws IOException {
        return (InetSocketAddress) channel.getRemoteAddress();
    }

    void send(byte[] request) throws IOException {
        heard = false;
        ByteBuffer left = ByteBuffer.wrap(request);
        within(
                patience,
                () -> {
                    while (left.hasRemaining()) {
                        channel.write(left);
                    }
                    return 0;
                });
    }

    /** The head of the answer; those that come before the last one are passed over. */
    AnswerHead head() throws IOException {
        for (int i = 0; i < MOST_INTERIM; i++) {
            int over = headEnd();
            AnswerHead head = AnswerHead.parse(bytes, at, over);
            at = over;
            if (head.status() == 101) {
                throw new ProtocolException("the server changed to a protocol that nobody wished");
            }
            if (head.status() >= 200) {
                return head;
            }
        }
        throw new ProtocolException("the server sent interim answers only");
    }

    private int headEnd() throws IOException {
        makeRoom();
        int seen = 0;
        while (true) {
            int over = AnswerHead.end(bytes, at, end, seen);
            if (over >= 0) {
                return over;
            }
            AnswerHead.checkBeginning(bytes, at, end);
            if (end == ROOM) {
                throw new ProtocolException(
                        "the head of the answer is longer than " + ROOM + " bytes");
            }
            seen = end;
            if (fill() < 0) {
                throw new EOFException("unexpected end of stream");
            }
        }
    }

    /** Moves what is there to the beginning. */
    private void makeRoom() {
        System.arraycopy(bytes, at, bytes, 0, end - at);
        end -= at;
        at = 0;
    }

    private int fill() throws IOException {
        ByteBuffer room = ByteBuffer.wrap(bytes, end, ROOM - end);
        int count = within(patience, () -> channel.read(room));
        if (count > 0) {
            end += count;
            heard = true;
        }
        return count;
    }

    /**
     * Some bytes, waiting for the first.
     *
     * @param into has room
     * @return how many, or -1 at the end
     */
    int read(ByteBuffer into) throws IOException {
        if (at == end) {
            return within(patience, () -> channel.read(into));
        }
        int count = Math.min(into.remaining(), end - at);
        into.put(bytes, at, count);
        at += count;
        return count;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        if (at == end) {
            at = 0;
            end = 0;
            if (fill() < 0) {
                return -1;
            }
        }
        return bytes[at++] & 0xFF;
    }

    /**
     * Passes over bytes if all of them are here; never waits.
     *
     * @return whether they were
     */
    boolean skip(long count) throws IOException {
        if (count > ROOM || end - at + arrived() < count) {
            return false;
        }
        for (long left = count; left > 0; left--) {
            if (read() < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is of use and the server has sent nothing that nobody asked for. */
    boolean isQuiet() {
        try {
            return at == end && arrived() == 0;
        } catch (IOException _) {
            return false; // closed meanwhile
        }
    }

    private int arrived() throws IOException {
        return channel.socket().getInputStream().available();
    }

    void idleFrom(long now) {
        idleSince = now;
    }

    boolean isIdleFor(Duration time, long now) {
        return now - idleSince >= time.toNanos();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // nothing more is wanted of it
        }
    }
}
