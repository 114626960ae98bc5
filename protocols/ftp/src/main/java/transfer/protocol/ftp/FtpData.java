package transfer.protocol.ftp;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * One data connection, for one direction. Direct buffers go to and from the system without being
 * copied. Belongs to one thread at a time; an interrupt closes it.
 */
final class FtpData implements Closeable {
    /** The runtime copies other buffers through a direct one of the same size, and keeps that. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private final SocketChannel channel;
    private final InputStream stream;
    private final int patience;
    private Selector selector;

    private FtpData(SocketChannel channel, int patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        this.stream = channel.socket().getInputStream();
    }

    /**
     * @param patience how long the server may neither send nor take anything
     */
    static FtpData connect(InetSocketAddress address, Duration limit, Duration patience)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.socket().connect(address, FtpSockets.millis(limit));
            channel.socket().setSoTimeout(FtpSockets.millis(patience));
            connected = true;
            return new FtpData(channel, FtpSockets.millis(patience));
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    /**
     * Some bytes, waiting for the first.
     *
     * @return how many, or -1 at the end
     * @throws SocketTimeoutException when none comes in time
     */
    int read(ByteBuffer into) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
        if (stream.available() > 0) {
            return channel.read(into);
        }
        // a channel knows no time limits, its stream does, but copies: so just one byte that way
        int first = stream.read();
        if (first < 0) {
            return -1;
        }
        into.put((byte) first);
        return into.hasRemaining() && stream.available() > 0 ? 1 + channel.read(into) : 1;
    }

    /**
     * Takes all remaining bytes.
     *
     * @throws SocketTimeoutException when the server takes none in time
     */
    void write(ByteBuffer bytes) throws IOException {
        if (channel.isBlocking()) {
            channel.configureBlocking(false);
        }
        int end = bytes.limit();
        try {
            while (bytes.position() < end) {
                if (Thread.currentThread().isInterrupted()) {
                    close();
                    throw new ClosedByInterruptException();
                }
                bytes.limit(Math.min(end, bytes.position() + MOST_AT_ONCE));
                if (channel.write(bytes) == 0) {
                    waitUntilItTakesMore();
                }
            }
        } finally {
            bytes.limit(end);
        }
    }

    private void waitUntilItTakesMore() throws IOException {
        if (selector == null) {
            selector = Selector.open();
            channel.register(selector, SelectionKey.OP_WRITE);
        }
        int ready = selector.select(patience);
        selector.selectedKeys().clear();
        if (ready == 0 && !Thread.currentThread().isInterrupted()) {
            throw new SocketTimeoutException("the server takes no more");
        }
    }

    /** Ends it; what was written before still arrives. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (selector != null) {
            // lets go of the socket, which a selector holds on to
            selector.close();
        }
    }
}
