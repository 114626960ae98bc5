package transfer.protocol.httpclient;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;
import okio.BufferedSource;

/**
 * A large body of known length in clear, past the library, which would pass it on in pieces of 8
 * KiB. What the library has taken of it with the headers comes first; for all that follows it is
 * shown pieces of the same length in the end, so that it finds the connection where it should be.
 *
 * <p>Belongs to one thread.
 */
final class StraightBody {
    /** From so many bytes on it is worth while. */
    private static final long WORTH = 1 << 20;

    /** Showing more than this to the library takes longer than making the next connection. */
    private static final long WORTH_KEEPING = 64 << 20;

    private final BufferedSource source;
    private final RoomySocket.Input input;
    private final long length;
    private long left;
    private boolean straight;

    /** See {@link #of}. */
    StraightBody(BufferedSource source, RoomySocket.Input input, long length) {
        this.source = source;
        this.input = input;
        this.length = length;
        this.left = length;
    }

    /**
     * Empty where the bytes on the wire are not just those of the body, or too few.
     *
     * @param source what the body would be read from
     */
    static Optional<StraightBody> of(HttpAnswer answer, BufferedSource source) {
        long length = answer.response().body().contentLength();
        boolean plain = source == answer.body() && answer.header("Transfer-Encoding").isEmpty();
        return plain && length >= WORTH
                ? answer.socket().map(socket -> new StraightBody(source, socket.input(), length))
                : Optional.empty();
    }

    /**
     * Some bytes, waiting for the first.
     *
     * @param into has room
     * @return how many, or -1 at the end
     */
    int read(ByteBuffer into) throws IOException {
        if (left == 0) {
            return -1;
        }
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(into.remaining(), left));
        try {
            int count = straight ? input.receive(into) : begin(into);
            if (count < 0) {
                throw new ProtocolException("unexpected end of stream");
            }
            left -= count;
            if (left == 0 && length <= WORTH_KEEPING) {
                source.skip(input.owed());
            }
            return count;
        } finally {
            into.limit(limit);
        }
    }

    /** The library's last bytes; or, when it has none, the first ones past it. */
    private int begin(ByteBuffer into) throws IOException {
        if (source.getBuffer().size() > 0) {
            return source.read(into);
        }
        int before = into.position();
        input.landIn(into);
        try {
            if (!source.request(1)) {
                return -1;
            }
        } finally {
            input.landIn(null);
        }
        int landed = into.position() - before;
        if (landed == 0) {
            return source.read(into);
        }
        straight = true;
        source.getBuffer().clear(); // as many as landed, but not they
        return landed;
    }

    /** The library is not shown any more; the connection is given up where that leaves a gap. */
    void end() {
        input.forget();
    }
}
