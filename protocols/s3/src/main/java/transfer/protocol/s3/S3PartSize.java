package transfer.protocol.s3;

import java.util.OptionalLong;

/**
 * How an object is cut (Amazon S3 User Guide, "Amazon S3 multipart upload limits").
 *
 * @param bytes of every part but the last, 5 MiB to 5 GiB
 * @param units how many pieces of {@link S3Room} a part takes; 0 where it is too large for memory
 *     and is sent as it comes
 */
record S3PartSize(long bytes, int units) {
    /** So many parts an object may have. */
    static final int MOST_PARTS = 10_000;

    /** A larger object no store takes. */
    static final long LARGEST_OBJECT = 5L << 40;

    private static final long LARGEST_IN_MEMORY = 2L * S3Room.UNIT;

    /** Parts that are not held in memory travel one after another, and so should not be small. */
    private static final long STREAMED = 64 << 20;

    private static final long MIB = 1 << 20;

    /**
     * @param size of the object, at most {@link #LARGEST_OBJECT}
     */
    static S3PartSize of(OptionalLong size) {
        if (size.isEmpty()) {
            return new S3PartSize(LARGEST_IN_MEMORY, (int) (LARGEST_IN_MEMORY / S3Room.UNIT));
        }
        long least = Math.ceilDiv(size.getAsLong(), MOST_PARTS);
        for (int units = 1; (long) units * S3Room.UNIT <= LARGEST_IN_MEMORY; units++) {
            if (least <= (long) units * S3Room.UNIT) {
                return new S3PartSize((long) units * S3Room.UNIT, units);
            }
        }
        return new S3PartSize(Math.max(STREAMED, Math.ceilDiv(least, MIB) * MIB), 0);
    }
}
