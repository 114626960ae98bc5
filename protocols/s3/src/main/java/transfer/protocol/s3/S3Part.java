package transfer.protocol.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/** A part's bytes in memory. Filled by one thread, then sent by another one. */
final class S3Part {
    /** The library copies all that it is given at once before it sends any of it. */
    private static final int AT_ONCE = 64 << 10;

    private List<byte[]> pieces;
    private int filled;

    /**
     * @param pieces each of {@link S3Room#UNIT} bytes
     */
    S3Part(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /** Takes what fits. */
    void take(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !isFull()) {
            int at = filled % S3Room.UNIT;
            int count = Math.min(bytes.remaining(), S3Room.UNIT - at);
            bytes.get(pieces.get(filled / S3Room.UNIT), at, count);
            filled += count;
        }
    }

    boolean isFull() {
        return filled == pieces.size() * S3Room.UNIT;
    }

    boolean isEmpty() {
        return filled == 0;
    }

    /** In bytes. */
    int size() {
        return filled;
    }

    Checksum digest(DigestAlgorithm algorithm) {
        RunningDigest digest = new RunningDigest(EnumSet.of(algorithm));
        for (int from = 0; from < filled; from += S3Room.UNIT) {
            digest.update(ByteBuffer.wrap(piece(from), 0, length(from)));
        }
        return digest.values().getFirst();
    }

    /** To be sent while the part is not given back; as often as it takes. */
    RequestBody body() {
        return new RequestBody() {
            @Override
            public MediaType contentType() {
                return null;
            }

            @Override
            public long contentLength() {
                return filled;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                for (int from = 0; from < filled; from += AT_ONCE) {
                    int count = Math.min(AT_ONCE, filled - from);
                    sink.write(pieces.get(from / S3Room.UNIT), from % S3Room.UNIT, count);
                }
            }
        };
    }

    private byte[] piece(int from) {
        return pieces.get(from / S3Room.UNIT);
    }

    private int length(int from) {
        return Math.min(S3Room.UNIT, filled - from);
    }

    /** Gives away its memory. */
    List<byte[]> empty() {
        List<byte[]> given = pieces;
        pieces = List.of();
        filled = 0;
        return given;
    }
}
