package transfer.protocol.ftp;

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

/** A data connection as it is. Direct buffers go to and from the system without being copied. */
final class FtpPlainChannel implements FtpChannel {
    /** The runtime copies other buffers through a direct one of the same size, and keeps that. */
    private static final int MOST_AT_ONCE = 1 << 20;

    private final SocketChannel channel;
    private final InputStream stream;
    private final int patience;
    private Selector selector;

    private FtpPlainChannel(SocketChannel channel, int patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        this.stream = channel.socket().getInputStream();
    }

    /**
     * @param patience how long the server may neither send nor take anything
     */
    static FtpPlainChannel connect(InetSocketAddress address, Duration limit, Duration patience)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        boolean connected = false;
        try {
            channel.socket().connect(address, FtpSockets.millis(limit));
            channel.socket().setSoTimeout(FtpSockets.millis(patience));
            connected = true;
            return new FtpPlainChannel(channel, FtpSockets.millis(patience));
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            close();
            throw new ClosedByInterruptException();
        }
        if (!channel.isBlocking()) {
            return readWhenReady(into);
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

    @Override
    public void write(ByteBuffer bytes) throws IOException {
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
                    waitFor(SelectionKey.OP_WRITE, "the server takes no more");
                }
            }
        } finally {
            bytes.limit(end);
        }
    }

    /** After a first write both directions go this way, as they do in a handshake of TLS. */
    private int readWhenReady(ByteBuffer into) throws IOException {
        while (true) {
            int count = channel.read(into);
            if (count != 0 || !into.hasRemaining()) {
                return count;
            }
            waitFor(SelectionKey.OP_READ, "the server sends no more");
            if (Thread.currentThread().isInterrupted()) {
                close();
                throw new ClosedByInterruptException();
            }
        }
    }

    private void waitFor(int operation, String otherwise) throws IOException {
        if (selector == null) {
            selector = Selector.open();
            channel.register(selector, operation);
        }
        channel.keyFor(selector).interestOps(operation);
        int ready = selector.select(patience);
        selector.selectedKeys().clear();
        if (ready == 0 && !Thread.currentThread().isInterrupted()) {
            throw new SocketTimeoutException(otherwise);
        }
    }

    /** Tells the server that no more comes, while it may still send. */
    void endWriting() throws IOException {
        channel.shutdownOutput();
    }

    /** Closing is all that this kind has to tell. */
    @Override
    public void finish() throws IOException {
        close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (selector != null) {
            // lets go of the socket, which a selector holds on to
            selector.close();
        }
    }
}
