package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Arrays;

/** Lines of printable ASCII. A line of anything else is not taken, and neither is one behind it. */
final class BlockLines {
    private static final int LONGEST = 64 * 1024;

    private final Reader in;
    private char[] buffer = new char[LONGEST];
    private int at;
    private int end;
    private int taken;
    private boolean isOver;

    BlockLines(Reader in) {
        this.in = in;
    }

    /**
     * The next line without its end; null where there is none, or none of this kind.
     *
     * @throws IOException when the text cannot be read on
     */
    String next() throws IOException {
        int length = 0;
        do {
            for (; at + length < end; length++) {
                char c = buffer[at + length];
                if (c == '\n') {
                    String line = new String(buffer, at, length);
                    at += length + 1;
                    taken++;
                    return line;
                }
                if (c < ' ' || c > '~') {
                    return null;
                }
            }
        } while (fill());
        return null;
    }

    /** The number of lines that were taken. */
    int taken() {
        return taken;
    }

    /** Whether the text ended with the line that was taken last. */
    boolean isOver() {
        return isOver && at == end;
    }

    /** More characters behind those that are there; false where there is no more, or no room. */
    private boolean fill() throws IOException {
        if (isOver || (at == 0 && end == LONGEST)) {
            return false;
        }
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        int count = in.read(buffer, end, LONGEST - end);
        isOver = count < 0;
        end += Math.max(0, count);
        return count > 0;
    }

    /** A text, and behind it all that was not taken. Nothing can be taken any more after that. */
    Reader rest(String text) {
        String front = text + new String(buffer, at, end - at);
        buffer = Arrays.copyOf(buffer, 0);
        at = 0;
        end = 0;
        return new Behind(new StringReader(front), in);
    }

    /** One text behind another. */
    private static final class Behind extends Reader {
        private final Reader front;
        private final Reader back;

        Behind(Reader front, Reader back) {
            this.front = front;
            this.back = back;
        }

        @Override
        public int read(char[] chars, int offset, int length) throws IOException {
            int count = front.read(chars, offset, length);
            return count < 0 ? back.read(chars, offset, length) : count;
        }

        @Override
        public void close() throws IOException {
            back.close();
        }
    }
}
