package transfer.list;

import java.io.IOException;
import java.io.Reader;

/**
 * Characters that can be read again from a place that the reader has kept, after a parser that
 * reads ahead has given up somewhere behind it.
 *
 * <p>Holds what was read since the kept place and little more.
 */
final class RewindableReader extends Reader {
    private static final int DROP_FROM = 1 << 16;

    private final Reader source;
    private char[] held = new char[4 * DROP_FROM];
    private int length;
    private int next;
    private int kept;

    /** How many characters came before the first one that is held. */
    private long dropped;

    RewindableReader(Reader source) {
        this.source = source;
    }

    /** How many characters have been handed out, those handed out again counted once. */
    long position() {
        return dropped + next;
    }

    /** Lets go of what comes before this many characters of the source. */
    void keepFrom(long position) {
        kept = Math.toIntExact(position - dropped);
    }

    /**
     * Goes on after the first line end behind the kept place that is followed at once by this
     * character, wherever reading had got to.
     *
     * @return how many line ends lie between the kept place and the new one; 0 when there is no
     *     such line
     */
    int rewindToLineWith(char first) throws IOException {
        int lines = 0;
        next = kept;
        for (int before = ' '; ; lines += before == '\n' ? 1 : 0) {
            int c = peek();
            if (c < 0) {
                return 0;
            }
            if (before == '\n' && c == first) {
                return lines;
            }
            before = c;
            next++;
            kept = next;
        }
    }

    private int peek() throws IOException {
        return next < length || fill() ? held[next] : -1;
    }

    @Override
    public int read(char[] target, int offset, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        if (next == length && !fill()) {
            return -1;
        }
        int count = Math.min(wanted, length - next);
        System.arraycopy(held, next, target, offset, count);
        next += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (kept >= DROP_FROM) {
            System.arraycopy(held, kept, held, 0, length - kept);
            dropped += kept;
            length -= kept;
            next -= kept;
            kept = 0;
        }
        if (length == held.length) {
            held = java.util.Arrays.copyOf(held, 2 * held.length);
        }
        int count = source.read(held, length, Math.min(DROP_FROM, held.length - length));
        if (count < 0) {
            return false;
        }
        length += count;
        return true;
    }

    /** Leaves the source to whoever opened it. */
    @Override
    public void close() {}
}
