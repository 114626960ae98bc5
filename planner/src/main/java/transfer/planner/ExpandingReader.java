package transfer.planner;

import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Text in which {@code ${NAME}} is replaced from the environment, the name as written or else in
 * any case, and {@code \$} is a dollar sign. A name that is not set is told with its line and
 * becomes nothing.
 */
final class ExpandingReader extends Reader {
    private final Reader in;
    private final Map<String, String> environment;
    private final BiConsumer<Integer, String> unset;
    private Map<String, String> upperCase;
    private final char[] chunk = new char[16 * 1024];
    private int at;
    private int end;
    private String pending = "";
    private int pendingAt;
    private int line = 1;
    private volatile int controlLine;

    /**
     * @param unset told the line, counted from 1, and the name of every variable that is not set
     */
    ExpandingReader(Reader in, Map<String, String> environment, BiConsumer<Integer, String> unset) {
        this.in = in;
        this.environment = environment;
        this.unset = unset;
    }

    /** The first line with a control character, as far as was read; 0 when there is none. */
    int controlLine() {
        return controlLine;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int count = 0;
        while (count < length) {
            if (pendingAt < pending.length()) {
                buffer[offset + count++] = pending.charAt(pendingAt++);
                continue;
            }
            if (peek() < 0) {
                return count == 0 ? -1 : count;
            }
            char c = chunk[at++];
            if (c == '\\') {
                if (peek() == '$') {
                    at++;
                    c = '$';
                }
            } else if (c == '$' && peek() == '{') {
                at++;
                replay(variable());
                continue;
            } else if (c == '\n') {
                line++;
            } else if (c < ' ' && c != '\t' && c != '\r' && controlLine == 0) {
                controlLine = line;
            }
            buffer[offset + count++] = c;
        }
        return count;
    }

    /** The next character, which stays where it is, or -1 at the end. */
    private int peek() throws IOException {
        if (at == end) {
            end = Math.max(0, in.read(chunk, 0, chunk.length));
            at = 0;
            if (end == 0) {
                return -1;
            }
        }
        return chunk[at];
    }

    /**
     * After an opening brace: what the variable stands for, or the text itself when the brace is
     * not closed on its line.
     */
    private String variable() throws IOException {
        StringBuilder name = new StringBuilder();
        for (int c = peek(); c >= 0 && c != '\n'; c = peek()) {
            at++;
            if (c == '}') {
                return value(name.toString());
            }
            name.append((char) c);
        }
        return "${" + name;
    }

    private void replay(String text) {
        pending = text;
        pendingAt = 0;
    }

    private String value(String name) {
        String value = environment.get(name);
        if (value == null) {
            if (upperCase == null) {
                upperCase = new TreeMap<>();
                environment.forEach(
                        (key, each) -> upperCase.putIfAbsent(key.toUpperCase(Locale.ROOT), each));
            }
            value = upperCase.get(name.toUpperCase(Locale.ROOT));
        }
        if (value == null) {
            unset.accept(line, name);
            return "";
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
