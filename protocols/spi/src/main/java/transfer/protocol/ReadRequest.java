package transfer.protocol;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which bytes of a file are wanted, and on what condition.
 *
 * @param offset the first byte, from 0
 * @param length how many at most; empty for all that follow
 * @param unchanged if present, the bytes must be of exactly this state of the file
 * @param pastCaches whether caches on the way are to be passed by; asked for when an earlier try
 *     failed
 */
public record ReadRequest(
        long offset, OptionalLong length, Optional<Identity> unchanged, boolean pastCaches) {

    /** The whole file, whatever state it is in. */
    public static final ReadRequest WHOLE =
            new ReadRequest(0, OptionalLong.empty(), Optional.empty(), false);

    /**
     * @throws IllegalArgumentException when offset or length is negative
     */
    public ReadRequest {
        if (offset < 0 || length.orElse(0) < 0) {
            throw new IllegalArgumentException("negative: offset " + offset + ", length " + length);
        }
    }

    /** What follows the first {@code offset} bytes of this state of the file. */
    public static ReadRequest from(long offset, Identity unchanged) {
        return new ReadRequest(offset, OptionalLong.empty(), Optional.of(unchanged), false);
    }

    /** The same bytes, but from the origin. */
    public ReadRequest pastAllCaches() {
        return new ReadRequest(offset, length, unchanged, true);
    }
}
