package transfer.protocol.httpclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import okio.Buffer;
import okio.BufferedSource;

/** Bytes by way of the library. */
final class LibraryContent implements Content {
    private static final long PIECE = 8192;

    private final BufferedSource source;

    LibraryContent(BufferedSource source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int before = into.position();
        int last = readPieces(into);
        int count = into.position() - before;
        return count > 0 ? count : last;
    }

    /** A piece that is not full says that nothing more has arrived yet. */
    private int readPieces(ByteBuffer into) throws IOException {
        int piece = source.read(into);
        while ((piece == PIECE || source.getBuffer().size() > 0) && into.hasRemaining()) {
            piece = source.read(into);
        }
        return piece;
    }

    @Override
    public byte[] beginning(int most) throws IOException {
        source.request(most);
        Buffer arrived = source.getBuffer();
        return arrived.snapshot((int) Math.min(arrived.size(), most)).toByteArray();
    }

    @Override
    public BufferedSource source() {
        return source;
    }

    @Override
    public void end() {
        // the answer is closed
    }
}
