package transfer.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stands before the body of an HTTP/1.1 message (RFC 9112, 2.1), as it came. */
final class HttpHead {
    private static final int LONGEST = 1 << 16;

    private final String start;
    private final List<String> fields;

    private HttpHead(String start, List<String> fields) {
        this.start = start;
        this.fields = new ArrayList<>(fields);
    }

    /**
     * Reads one, and not a byte more.
     *
     * @return empty when nothing more comes
     * @throws IOException when it is cut short, or longer than any sensible one
     */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int ends = 0; // line ends in a row
        while (ends < 2) {
            int c = in.read();
            if (c < 0 && bytes.size() == 0) {
                return Optional.empty();
            }
            if (c < 0 || bytes.size() == LONGEST) {
                throw new IOException(c < 0 ? "a head without an end" : "a head without measure");
            }
            if (c == '\n') {
                // empty lines before a request are to be ignored (RFC 9112, 2.2)
                ends = bytes.size() == 0 ? 0 : ends + 1;
            } else if (c != '\r') {
                ends = 0;
            }
            if (bytes.size() > 0 || c != '\n' && c != '\r') {
                bytes.write(c);
            }
        }
        List<String> lines = bytes.toString(StandardCharsets.ISO_8859_1).lines().toList();
        return Optional.of(new HttpHead(lines.getFirst(), lines.subList(1, lines.size() - 1)));
    }

    /** Reads one away; false when the stream ends first. */
    static boolean skip(InputStream in) throws IOException {
        return read(in).isPresent();
    }

    /** The part of the first line with this number, from 0; empty when there is none. */
    String word(int number) {
        String[] words = start.split(" ", 3);
        return number < words.length ? words[number] : "";
    }

    /** The method and the path of a request; a query can hold secrets, and so can user names. */
    String shown() {
        return word(0)
                + " "
                + word(1).replaceFirst("[?#].*", "").replaceFirst("^(\\w+://)[^/]*@", "$1");
    }

    /** Of an answer; 0 when it has none. */
    int status() {
        return word(1).matches("\\d{3}") ? Integer.parseInt(word(1)) : 0;
    }

    Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> isNamed(field, name))
                .map(field -> field.substring(name.length() + 1).trim())
                .findFirst();
    }

    boolean names(String name, String token) {
        return field(name)
                .map(value -> List.of(value.toLowerCase(java.util.Locale.ROOT).split("[,\\s]+")))
                .orElse(List.of())
                .contains(token);
    }

    void remove(String name) {
        fields.removeIf(field -> isNamed(field, name));
    }

    void set(String name, String value) {
        remove(name);
        fields.add(name + ": " + value);
    }

    private static boolean isNamed(String field, String name) {
        return field.length() > name.length()
                && field.charAt(name.length()) == ':'
                && field.regionMatches(true, 0, name, 0, name.length());
    }

    byte[] bytes() {
        return (start
                        + "\r\n"
                        + String.join("", fields.stream().map(f -> f + "\r\n").toList())
                        + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
