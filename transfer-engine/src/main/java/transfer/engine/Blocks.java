package transfer.engine;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Which blocks of a file are there, which are being fetched, and which are still to be had. A block
 * that was given back half-way is gone on with where it ends.
 *
 * <p>Not safe for use by two threads at once; {@link Assembly} guards it.
 */
final class Blocks {
    private static final int BLOCK = BlockMap.BLOCK;

    private final long size;
    private final int count;
    private final BitSet there = new BitSet();
    private final BitSet taken = new BitSet();
    private final Map<Integer, Begun> begun = new HashMap<>();

    private record Begun(long at, CRC32C check) {}

    /** Consecutive blocks in the hands of one thread, and how far it has come with them. */
    static final class Span {
        private final long end;
        private long at;
        private CRC32C check;

        private Span(long at, long end, CRC32C check) {
            this.at = at;
            this.end = end;
            this.check = check;
        }

        /** The next byte's offset in the file. */
        long at() {
            return at;
        }

        /** Behind the last byte of the last block. */
        long end() {
            return end;
        }

        boolean isOver() {
            return at == end;
        }

        /** How many bytes of the block at hand are still to come. */
        int restOfBlock() {
            return (int) Math.min(end - at, BLOCK - at % BLOCK);
        }

        /** Goes on behind these bytes; true when they were the last ones of their block. */
        boolean took(ByteBuffer bytes) {
            check.update(bytes.duplicate());
            at += bytes.remaining();
            return at % BLOCK == 0 || at == end;
        }

        /** The block that has just ended. */
        int endedBlock() {
            return (int) ((at - 1) / BLOCK);
        }

        /** CRC-32C of the block that has just ended. */
        int endedCheck() {
            int value = (int) check.getValue();
            check = new CRC32C();
            return value;
        }
    }

    Blocks(long size) {
        this.size = size;
        this.count = (int) ((size + BLOCK - 1) / BLOCK);
    }

    int count() {
        return count;
    }

    /** Behind the last byte of a block. */
    static long end(int block, long size) {
        return Math.min(size, (block + 1L) * BLOCK);
    }

    /** A block that was there before anything was fetched. */
    void isThere(int block) {
        there.set(block);
    }

    /** A block that was thought to be there has to be fetched after all. */
    void lost(int block) {
        there.clear(block);
    }

    boolean isComplete() {
        return there.cardinality() == count;
    }

    /** How many blocks nobody has or fetches. */
    int free() {
        BitSet busy = (BitSet) there.clone();
        busy.or(taken);
        return count - busy.cardinality();
    }

    /** The first blocks that are to be had, at most so many. */
    Optional<Span> take(int most) {
        for (int block = 0; block < count; block++) {
            if (isFree(block)) {
                return Optional.of(take(block, most));
            }
        }
        return Optional.empty();
    }

    /** The blocks from this one on, if it is to be had from its first byte. */
    Optional<Span> takeFrom(int block, int most) {
        return block < count && isFree(block) && !begun.containsKey(block)
                ? Optional.of(take(block, most))
                : Optional.empty();
    }

    private Span take(int first, int most) {
        int last = first;
        while (last + 1 < count
                && last + 1 - first < most
                && isFree(last + 1)
                && !begun.containsKey(last + 1)) {
            last++;
        }
        taken.set(first, last + 1);
        Begun from = begun.remove(first);
        long at = from == null ? (long) first * BLOCK : from.at();
        return new Span(at, end(last, size), from == null ? new CRC32C() : from.check());
    }

    private boolean isFree(int block) {
        return !there.get(block) && !taken.get(block);
    }

    /** A block that was taken is there. */
    void done(int block) {
        there.set(block);
        taken.clear(block);
    }

    /** What is left of the span is to be had again. */
    void giveBack(Span span) {
        if (span.isOver()) {
            return;
        }
        int first = (int) (span.at / BLOCK);
        taken.clear(first, (int) ((span.end - 1) / BLOCK) + 1);
        if (span.at % BLOCK != 0) {
            begun.put(first, new Begun(span.at, span.check));
        }
        span.at = span.end;
    }
}
