package transfer.records;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream as lines of bytes, with the offset of each and whether it has an end, which the last
 * line of a file that somebody was killed over has not.
 *
 * <p>Belongs to one thread at a time.
 */
final class ByteLines {
    private static final int BUFFER_BYTES = 1 << 16;

    private final InputStream input;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long position;
    private long offset;
    private byte[] line = {};
    private boolean whole;

    /**
     * @param input is read to its end and left open
     */
    ByteLines(InputStream input) {
        this.input = input;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        offset = position;
        ByteArrayOutputStream pieces = new ByteArrayOutputStream(512);
        while (fill()) {
            int end = next;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            pieces.write(buffer, next, end - next);
            position += end - next;
            next = end;
            if (end < filled) {
                next++;
                position++;
                return found(pieces, true);
            }
        }
        return pieces.size() > 0 && found(pieces, false);
    }

    private boolean found(ByteArrayOutputStream pieces, boolean ended) {
        line = pieces.toByteArray();
        whole = ended;
        return true;
    }

    private boolean fill() throws IOException {
        if (next == filled) {
            filled = Math.max(0, input.read(buffer));
            next = 0;
        }
        return filled > 0;
    }

    /** Without its end. */
    byte[] line() {
        return line;
    }

    /** Where the line begins, in bytes from where the stream began. */
    long offset() {
        return offset;
    }

    /** Where what follows it begins. */
    long end() {
        return position;
    }

    /** Whether it has an end. */
    boolean isWhole() {
        return whole;
    }
}
