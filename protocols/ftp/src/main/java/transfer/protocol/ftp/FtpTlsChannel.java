package transfer.protocol.ftp;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * A data connection with TLS over it (RFC 4217, 9). Its end is one that the server tells: a
 * connection that is closed without a word has been cut, by whomever (RFC 8446, 6.1).
 */
final class FtpTlsChannel implements FtpChannel {
    /** Room for several records of TLS, which go to the system together. */
    private static final int RECORDS = 8;

    private final FtpPlainChannel plain;
    private final SSLEngine engine;

    /** Of the server, to be read from. */
    private ByteBuffer arrived;

    /** Decrypted and not yet asked for, to be read from. */
    private ByteBuffer clear;

    /** For the server, to be written to. */
    private final ByteBuffer leaving;

    private FtpTlsChannel(FtpPlainChannel plain, SSLEngine engine) {
        this.plain = plain;
        this.engine = engine;
        int record = engine.getSession().getPacketBufferSize();
        this.arrived = ByteBuffer.allocate(RECORDS * record).flip();
        this.leaving = ByteBuffer.allocate(RECORDS * record);
        this.clear = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).flip();
    }

    /** Agrees with the server on keys; the connection is closed when they do not. */
    static FtpTlsChannel over(FtpPlainChannel plain, SSLEngine engine) throws IOException {
        boolean agreed = false;
        try {
            FtpTlsChannel data = new FtpTlsChannel(plain, engine);
            engine.beginHandshake();
            data.shakeHands();
            agreed = true;
            return data;
        } finally {
            if (!agreed) {
                plain.close();
            }
        }
    }

    private void shakeHands() throws IOException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    wrap(ByteBuffer.allocate(0));
                    send();
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (unwrap() < 0) {
                        throw new SSLHandshakeException(
                                "the server closed the data connection in the handshake");
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        while (!clear.hasRemaining()) {
            if (unwrap() < 0) {
                return -1;
            }
            shakeHands();
        }
        int count = Math.min(into.remaining(), clear.remaining());
        into.put(into.position(), clear, clear.position(), count);
        into.position(into.position() + count);
        clear.position(clear.position() + count);
        return count;
    }

    /**
     * Takes a record apart, waiting for it. There is nothing clear when this is called, or the
     * handshake is not over.
     *
     * @return how many clear bytes there are, or -1 at the end
     */
    private int unwrap() throws IOException {
        clear.compact();
        try {
            while (true) {
                SSLEngineResult result = engine.unwrap(arrived, clear);
                switch (result.getStatus()) {
                    case OK -> {
                        return clear.position();
                    }
                    case CLOSED -> {
                        return -1;
                    }
                    case BUFFER_UNDERFLOW -> receive();
                    case BUFFER_OVERFLOW -> clear = larger(clear);
                }
            }
        } finally {
            clear.flip();
        }
    }

    private ByteBuffer larger(ByteBuffer full) {
        int room = full.position() + engine.getSession().getApplicationBufferSize();
        return ByteBuffer.allocate(room).put(full.flip());
    }

    private void receive() throws IOException {
        if (arrived.remaining() == arrived.capacity()) {
            arrived = ByteBuffer.allocate(2 * arrived.capacity()).put(arrived).flip();
        }
        arrived.compact();
        try {
            if (plain.read(arrived) < 0) {
                throw new EOFException("the data connection was cut");
            }
        } finally {
            arrived.flip();
        }
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (leaving.remaining() < engine.getSession().getPacketBufferSize()) {
                send();
            }
            wrap(bytes);
        }
        send();
    }

    private void wrap(ByteBuffer bytes) throws IOException {
        if (engine.wrap(bytes, leaving).getStatus() == SSLEngineResult.Status.CLOSED
                && bytes.hasRemaining()) {
            throw new SSLException("the server has ended the data connection");
        }
    }

    private void send() throws IOException {
        leaving.flip();
        try {
            plain.write(leaving);
        } finally {
            leaving.compact();
        }
    }

    /**
     * With the server's own end, before which there is what the next data connection is to show to
     * it as a sign that it belongs to the same client (RFC 8446, 4.6.1).
     */
    @Override
    public void finish() throws IOException {
        engine.closeOutbound();
        while (!engine.isOutboundDone()) {
            wrap(ByteBuffer.allocate(0));
        }
        send();
        try {
            plain.endWriting();
            while (read(ByteBuffer.allocate(1)) >= 0) {
                // a server has nothing to say here
                clear.clear().flip();
            }
        } catch (SocketTimeoutException | ClosedChannelException e) {
            throw e;
        } catch (IOException _) {
            // it closed without a word; what it makes of our bytes it tells on the other connection
        }
        plain.close();
    }

    @Override
    public void close() throws IOException {
        plain.close();
    }
}
