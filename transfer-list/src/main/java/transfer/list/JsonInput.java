package transfer.list;

import java.io.IOException;
import java.io.Reader;

/** Characters that are looked at before they are taken, and where they stand. */
final class JsonInput {
    private static final int BUFFER_CHARS = 1 << 14;

    private final Reader reader;
    private final char[] buffer = new char[BUFFER_CHARS];
    private int next;
    private int end;

    /** How many characters came before the first one in the buffer. */
    private long before;

    private int line = 1;

    /** How many characters came before the first one of this line. */
    private long lineStart;

    JsonInput(Reader reader) {
        this.reader = reader;
    }

    /** The line of the next character, from 1. */
    int line() {
        return line;
    }

    /** The column of the next character, from 1. */
    int column() {
        return (int) Math.min(offset() - lineStart + 1, Integer.MAX_VALUE);
    }

    /** How many characters were taken. */
    long offset() {
        return before + next;
    }

    /** The next character; -1 at the end. */
    int peek() throws IOException {
        return next < end || fill() ? buffer[next] : -1;
    }

    /** Takes the character that was looked at. */
    char take() {
        char c = buffer[next++];
        if (c == '\n') {
            line++;
            lineStart = offset();
        }
        return c;
    }

    /** Takes blanks and line ends, and looks at what follows them. */
    int skipBlanks() throws IOException {
        int c = peek();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            take();
            c = peek();
        }
        return c;
    }

    /**
     * Takes a text up to and with the quote that ends it, if all of it is in the buffer and nothing
     * in it needs a closer look; else nothing.
     *
     * @param known texts that came before, to be used again; null to keep none
     * @return null when nothing is taken
     */
    String plainText(String[] known) {
        int hash = 0;
        int stop = next;
        while (stop < end && buffer[stop] >= ' ' && buffer[stop] != '"' && buffer[stop] != '\\') {
            hash = 31 * hash + buffer[stop];
            stop++;
        }
        if (stop == end || buffer[stop] != '"') {
            return null;
        }
        int start = next;
        next = stop + 1;
        int slot = known == null ? 0 : (hash ^ hash >>> 16) & known.length - 1;
        if (known != null && isIn(known[slot], start, stop)) {
            return known[slot];
        }
        String text = new String(buffer, start, stop - start);
        if (known != null) {
            known[slot] = text;
        }
        return text;
    }

    private boolean isIn(String text, int start, int stop) {
        if (text == null || text.length() != stop - start) {
            return false;
        }
        int i = start;
        while (i < stop && buffer[i] == text.charAt(i - start)) {
            i++;
        }
        return i == stop;
    }

    private boolean fill() throws IOException {
        before += end;
        next = 0;
        end = 0;
        int count = reader.read(buffer, 0, buffer.length);
        if (count < 0) {
            return false;
        }
        end = count;
        return true;
    }
}
