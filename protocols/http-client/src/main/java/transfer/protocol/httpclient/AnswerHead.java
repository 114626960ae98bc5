package transfer.protocol.httpclient;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of an answer of HTTP/1 (RFC 9112, sections 4 and 5): status and fields. What cannot
 * be understood in one way only is refused.
 */
final class AnswerHead {
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    private final int minor;
    private final int status;
    private final String reason;
    private boolean loose;
    private final List<String> names = new ArrayList<>(12);
    private final List<String> values = new ArrayList<>(12);

    private AnswerHead(String statusLine, boolean loose) throws ProtocolException {
        checkStatusLine(statusLine);
        this.minor = statusLine.charAt(STATUS_AT - 2) - '0';
        this.status = Integer.parseInt(statusLine, STATUS_AT, STATUS_AT + 3, 10);
        this.reason =
                statusLine.length() > STATUS_AT + 4 ? statusLine.substring(STATUS_AT + 4) : "";
        this.loose = loose;
    }

    /**
     * Where a head ends that begins with the first of these bytes, after its empty line.
     *
     * @param seen how many bytes are known not to hold the end
     * @return -1 while it has not ended
     */
    static int end(byte[] bytes, int begin, int end, int seen) {
        for (int i = Math.max(begin, seen - 3); i < end; i++) {
            if (bytes[i] == '\n') {
                if (i + 1 < end && bytes[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < end && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        return -1;
    }

    /**
     * Refuses what cannot become an answer, as soon as its first line is there.
     *
     * @param bytes that came so far
     */
    static void checkBeginning(byte[] bytes, int begin, int end) throws ProtocolException {
        for (int i = begin; i < end; i++) {
            if (bytes[i] == '\n') {
                int line = i > begin && bytes[i - 1] == '\r' ? i - 1 : i;
                checkStatusLine(text(bytes, begin, line));
                return;
            }
        }
    }

    private static void checkStatusLine(String line) throws ProtocolException {
        boolean good =
                line.startsWith("HTTP/1.")
                        && line.length() >= STATUS_AT + 3
                        && isDigit(line.charAt(STATUS_AT - 2))
                        && line.charAt(STATUS_AT - 1) == ' '
                        && line.charAt(STATUS_AT) >= '1'
                        && isDigit(line.charAt(STATUS_AT))
                        && isDigit(line.charAt(STATUS_AT + 1))
                        && isDigit(line.charAt(STATUS_AT + 2))
                        && (line.length() == STATUS_AT + 3 || line.charAt(STATUS_AT + 3) == ' ');
        if (!good) {
            throw new ProtocolException("Unexpected status line: " + shown(line));
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** What a stranger sent, fit for a message. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), 60); i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c == 0x7F ? '?' : c);
        }
        return shown.toString();
    }

    private static String text(byte[] bytes, int begin, int end) {
        return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /**
     * Reads a head that is all there.
     *
     * @param end as {@link #end} told it
     */
    static AnswerHead parse(byte[] bytes, int begin, int end) throws ProtocolException {
        boolean loose = isLoose(bytes, begin, end);
        String text = text(bytes, begin, end);
        int at = text.indexOf('\n');
        AnswerHead head = new AnswerHead(line(text, 0, at), loose);
        int next = at + 1;
        while (true) {
            at = text.indexOf('\n', next);
            String line = line(text, next, at);
            if (line.isEmpty()) {
                return head;
            }
            head.add(line);
            next = at + 1;
        }
    }

    private static String line(String text, int begin, int end) {
        return text.substring(begin, end > begin && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }

    /**
     * Whether lines end in other ways than they have to, which is allowed to be read but may be
     * read otherwise elsewhere.
     *
     * @throws ProtocolException when there are characters that belong to no text
     */
    private static boolean isLoose(byte[] bytes, int begin, int end) throws ProtocolException {
        boolean loose = false;
        for (int i = begin; i < end; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                loose |= i == begin || bytes[i - 1] != '\r';
            } else if (b == '\r' ? bytes[i + 1] != '\n' : b >= 0 && b < ' ' && b != '\t') {
                throw new ProtocolException("the head of the answer holds control characters");
            }
        }
        return loose;
    }

    private void add(String line) throws ProtocolException {
        char first = line.charAt(0);
        if (first == ' ' || first == '\t') {
            if (values.isEmpty()) {
                throw new ProtocolException("the head of the answer begins with a continuation");
            }
            // obsolete folding, which stands for a blank (RFC 9112, 5.2), but not for everybody
            loose = true;
            values.add((values.removeLast() + " " + line.strip()).strip());
            return;
        }
        int colon = line.indexOf(':');
        if (colon < 1 || line.charAt(colon - 1) <= ' ') {
            throw new ProtocolException("the head of the answer holds a line that is no field");
        }
        names.add(line.substring(0, colon));
        values.add(line.substring(colon + 1).strip());
    }

    /** Whether it is of HTTP/1.0, which knows nothing of chunks. */
    boolean isOld() {
        return minor == 0;
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** Whether the server means to speak on after this answer, and said so in so many words. */
    boolean isKept() {
        boolean close = false;
        boolean keep = false;
        for (String value : all("Connection")) {
            for (String wish : value.split(",")) {
                close |= wish.strip().equalsIgnoreCase("close");
                keep |= wish.strip().equalsIgnoreCase("keep-alive");
            }
        }
        return !loose && !close && (!isOld() || keep);
    }

    /** The last field of this name. */
    Optional<String> last(String name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return Optional.of(values.get(i));
            }
        }
        return Optional.empty();
    }

    /** All fields of this name, in order. */
    List<String> all(String name) {
        List<String> found = List.of();
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                if (found.isEmpty()) {
                    found = new ArrayList<>(2);
                }
                found.add(values.get(i));
            }
        }
        return found;
    }
}
