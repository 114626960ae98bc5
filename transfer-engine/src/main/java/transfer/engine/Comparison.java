package transfer.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import transfer.engine.Attempt.Difference;
import transfer.engine.Attempt.Difference.Shape;
import transfer.protocol.TransferUrl;

/**
 * Finds out how a first fetch of a file differs from a second one, piece by piece while the second
 * is written over the first. Safe for use by many threads.
 */
final class Comparison {
    /** How much of the beginning is looked at to know a web page. */
    private static final int BEGINNING = 64;

    /** What has so many differences of another kind is not a matter of swapped words. */
    private static final long NOT_SWAPPED = 4096;

    /** Two 16-bit words. */
    private static final int WORDS = 4;

    private final long oldSize;
    private long first = -1;
    private long last;
    private long bytes;
    private long bits;
    private long zeros;
    private long swapped;
    private boolean page;

    /**
     * @param oldSize of the first fetch
     */
    Comparison(long oldSize) {
        this.oldSize = oldSize;
    }

    /** How many bytes of the first fetch there are from this offset on, at most so many. */
    int available(long offset, int length) {
        return Math.clamp(oldSize - offset, 0, length);
    }

    /** Both begin at this offset; what the old bytes lack is left to {@link #result}. */
    synchronized void compare(ByteBuffer old, ByteBuffer fresh, long offset) {
        int length = Math.min(old.remaining(), fresh.remaining());
        if (offset == 0) {
            page = isPage(old);
        }
        ByteBuffer before = old.slice(old.position(), length);
        ByteBuffer after = fresh.slice(fresh.position(), length);
        int at = before.mismatch(after);
        while (at >= 0 && at < length) {
            if (before.get(at) == after.get(at)) {
                int next = before.slice(at, length - at).mismatch(after.slice(at, length - at));
                at = next < 0 ? length : at + next;
            } else {
                at = count(before, after, at, offset);
            }
        }
    }

    /** Counts the difference here and gives the place to go on at. */
    private int count(ByteBuffer before, ByteBuffer after, int at, long offset) {
        int words = bytes - swapped > NOT_SWAPPED ? -1 : swappedWords(before, after, at);
        int end = words < 0 ? at + 1 : words + WORDS;
        for (int i = at; i < end; i++) {
            int difference = (before.get(i) ^ after.get(i)) & 0xFF;
            if (difference != 0) {
                first = first < 0 ? offset + i : Math.min(first, offset + i);
                last = Math.max(last, offset + i);
                bytes++;
                bits += Integer.bitCount(difference);
                zeros += before.get(i) == 0 ? 1 : 0;
                swapped += words < 0 ? 0 : 1;
            }
        }
        return end;
    }

    /** Where two words begin that changed places and so explain this difference; -1 for nowhere. */
    private static int swappedWords(ByteBuffer before, ByteBuffer after, int at) {
        for (int from = at; from > at - WORDS && from >= 0; from--) {
            if (from + WORDS <= before.limit()
                    && before.get(from) == after.get(from + 2)
                    && before.get(from + 1) == after.get(from + 3)
                    && before.get(from + 2) == after.get(from)
                    && before.get(from + 3) == after.get(from + 1)) {
                return from;
            }
        }
        return -1;
    }

    private static boolean isPage(ByteBuffer bytes) {
        byte[] beginning = new byte[Math.min(BEGINNING, bytes.remaining())];
        bytes.duplicate().get(beginning);
        String text =
                new String(beginning, StandardCharsets.ISO_8859_1)
                        .stripLeading()
                        .toLowerCase(Locale.ROOT);
        return text.startsWith("<!doctype") || text.startsWith("<html");
    }

    /**
     * What was wrong with the first fetch if the second is right.
     *
     * @param newSize of the second fetch
     * @return empty when both are the same
     */
    synchronized Optional<Difference> result(long newSize) {
        long common = Math.min(oldSize, newSize);
        long beyond = Math.max(oldSize, newSize) - common;
        if (bytes + beyond == 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Difference(
                        shape(newSize),
                        first < 0 ? common : first,
                        beyond > 0 ? common + beyond - 1 : last,
                        bytes + beyond));
    }

    private Shape shape(long newSize) {
        if (page && (first == 0 || oldSize < newSize && bytes == 0)) {
            return Shape.WEB_PAGE;
        }
        if (oldSize < newSize && bytes == 0) {
            return Shape.TRUNCATED;
        }
        if (oldSize != newSize) {
            return Shape.OTHER;
        }
        if (bits == 1) {
            return Shape.ONE_BIT;
        }
        if (swapped == bytes) {
            return Shape.SWAPPED_WORDS;
        }
        if (zeros == bytes) {
            return Shape.ZEROS;
        }
        // of foreign bytes one in 256 is right by chance
        return 10 * bytes >= 9 * (last - first + 1) ? Shape.REGION : Shape.OTHER;
    }

    /** What two fetches that both failed their checksum tell, for people. */
    static String ofFailures(Optional<Attempt.Difference> difference, TransferUrl to) {
        return difference
                .map(found ->
                        "two fetches of "
                                + to
                                + " failed their checksum and differ from each other: "
                                + found.words())
                .orElse(
                        "two fetches of "
                                + to
                                + " brought the same wrong bytes: the source or the checksum is"
                                + " wrong, not the way");
    }
}
