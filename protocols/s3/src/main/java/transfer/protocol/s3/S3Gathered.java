package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.RequestBody;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.TransferException;

/**
 * An object in memory that is sent without being copied. What is small has memory of its own, the
 * rest has room that all uploads share. Belongs to one thread.
 */
final class S3Gathered implements AutoCloseable {
    /** So much has memory of its own: many small objects are to travel side by side. */
    static final int SMALL = 1 << 20;

    private final S3Room room;
    private final int units;
    private byte[] small;
    private int filled;
    private Optional<S3Part> part = Optional.empty();

    /**
     * Waits for room if it is known to need some.
     *
     * @param size at most {@link S3Writing#GATHERED}; where it is unknown, that is what there is
     *     room for
     */
    S3Gathered(S3Room room, OptionalLong size) throws InterruptedException {
        this.room = room;
        int most = (int) size.orElse(S3Writing.GATHERED);
        this.units = Math.ceilDiv(most, S3Room.UNIT);
        boolean large = size.orElse(0) > SMALL;
        this.small = new byte[large ? 0 : (int) size.orElse(8192)];
        if (large) {
            part = Optional.of(room.take(units));
        }
    }

    /** Takes what fits, waiting for room if need be. */
    void take(ByteBuffer bytes) throws InterruptedException {
        if (part.isEmpty() && filled + bytes.remaining() <= SMALL) {
            int end = filled + bytes.remaining();
            if (end > small.length) {
                small = Arrays.copyOf(small, Math.min(SMALL, Math.max(end, 2 * small.length)));
            }
            bytes.get(small, filled, bytes.remaining());
            filled = end;
            return;
        }
        if (part.isEmpty()) {
            part = Optional.of(room.take(units));
            part.get().take(ByteBuffer.wrap(small, 0, filled));
            small = new byte[0];
        }
        part.get().take(bytes);
    }

    /** Gives away what it holds to go on in parts; it is not given back in between. */
    void handOver(S3PartsWriting writing) throws TransferException, InterruptedException {
        if (part.isPresent()) {
            S3Part first = part.get();
            part = Optional.empty();
            writing.beginWith(first);
        } else {
            writing.write(ByteBuffer.wrap(small, 0, filled));
        }
        close();
    }

    /** To be sent as often as it takes, while this is not closed. */
    RequestBody body() {
        return part.map(S3Part::body).orElseGet(() -> RequestBody.create(small, null, 0, filled));
    }

    Checksum digest(DigestAlgorithm algorithm) {
        if (part.isPresent()) {
            return part.get().digest(algorithm);
        }
        RunningDigest digest = new RunningDigest(EnumSet.of(algorithm));
        digest.update(ByteBuffer.wrap(small, 0, filled));
        return digest.values().getFirst();
    }

    /** Gives the room back. */
    @Override
    public void close() {
        part.ifPresent(room::give);
        part = Optional.empty();
        small = new byte[0];
        filled = 0;
    }
}
