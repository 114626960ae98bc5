package transfer.protocol.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * What comes through a channel. The connection's own thread writes it here as it arrives, in pieces
 * of any size, and never has to wait: data go straight into the buffer of the request that they
 * answer. Belongs to that thread.
 */
final class SftpInbox extends OutputStream {
    /** Length, type and number. */
    private static final int HEAD = 9;

    private static final int NUMBER = 5;

    /** More than any server sends at once, and little enough to be held. */
    private static final int LARGEST = 1 << 20;

    private final SftpChannel channel;
    private final ByteBuffer head = ByteBuffer.allocate(HEAD + 4);
    private SftpRequest request;
    private ByteBuffer body;

    SftpInbox(SftpChannel channel) {
        this.channel = channel;
        head.limit(HEAD);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        channel.heard();
        try {
            take(ByteBuffer.wrap(bytes, offset, length));
        } catch (IOException e) {
            channel.end(e);
            throw e; // upon which JSch closes the channel
        }
    }

    private void take(ByteBuffer arrived) throws IOException {
        while (arrived.hasRemaining()) {
            if (body == null) {
                move(arrived, head);
                if (!head.hasRemaining()) {
                    begin();
                }
            } else {
                move(arrived, body);
            }
            if (body != null && !body.hasRemaining()) {
                end();
            }
        }
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), count);
        to.position(to.position() + count);
        from.position(from.position() + count);
    }

    /** The head is complete: who waits for the rest, and where does it go? */
    private void begin() throws IOException {
        boolean data = type() == SftpPacket.DATA;
        if (data && head.position() == HEAD) {
            head.limit(HEAD + 4);
            return;
        }
        int length = head.getInt(0) - (head.position() - 4);
        if (length < 0 || length > LARGEST) {
            throw new IOException("the server sent a packet of " + head.getInt(0) + " bytes");
        }
        request = channel.waiting(type(), head.getInt(NUMBER));
        if (data) {
            body = room(request.target(), length);
        } else {
            body = ByteBuffer.allocate(length);
        }
    }

    private ByteBuffer room(ByteBuffer target, int length) throws IOException {
        if (head.getInt(HEAD) != length) {
            throw new IOException("the server sent data of two lengths");
        }
        try {
            return target.slice(target.position(), length);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("the server sent more data than it was asked for", e);
        }
    }

    private void end() {
        channel.forget(head.getInt(NUMBER));
        if (type() == SftpPacket.DATA) {
            request.target().position(request.target().position() + body.capacity());
            request.complete(new SftpReply(SftpPacket.DATA, ByteBuffer.allocate(0)));
        } else {
            request.complete(new SftpReply(type(), body.flip()));
        }
        head.clear().limit(HEAD);
        body = null;
        request = null;
    }

    private int type() {
        return head.get(4) & 0xFF;
    }

    @Override
    public void close() {
        channel.end(new IOException("the server closed the channel"));
    }
}
