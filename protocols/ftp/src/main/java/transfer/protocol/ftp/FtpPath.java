package transfer.protocol.ftp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A path as it goes over the control connection, one character for each byte, so that names of any
 * bytes pass through the library unchanged.
 *
 * @param wire without slashes at its end; begins with one when it starts at the root, and is empty
 *     for the directory that the log-in begins in
 */
record FtpPath(String wire) {
    /** RFC 3986's unreserved characters, which nobody escapes, and what parts a path. */
    private static final String PLAIN = "-._~/";

    /**
     * The path of a URL (RFC 1738, 3.2.2).
     *
     * @throws TransferException {@link FailureKind#BAD_REQUEST} for a type other than binary, and
     *     for a name with a line break or a NUL, which would be read as the end of the command
     */
    static FtpPath of(TransferUrl url) throws TransferException {
        String type = url.path().substring(typeAt(url.path()));
        if (!type.isEmpty() && !type.equalsIgnoreCase(";type=i")) {
            throw refused(url, "only ;type=i is done: files are moved as they are");
        }
        String path = unescapedPath(url);
        if (path.chars().anyMatch(c -> c == '\r' || c == '\n' || c == '\0')) {
            throw refused(
                    url, "FTP has no way to name a file with a line break or a NUL in its name");
        }
        return new FtpPath(normal(path));
    }

    /**
     * The last part of a URL without its escapes, in characters; whether it could be one or not.
     */
    static String name(TransferUrl url) {
        return text(new FtpPath(normal(unescapedPath(url))).name());
    }

    /** The URL of a name in a directory, whose type stays at the end. */
    static TransferUrl child(TransferUrl directory, String name) {
        String path = directory.path();
        int type = typeAt(path);
        String above = path.substring(0, type);
        return directory.withPath(
                above
                        + (above.endsWith("/") ? "" : "/")
                        + escaped(wire(name))
                        + path.substring(type));
    }

    private static String unescapedPath(TransferUrl url) {
        String written = url.path().substring(0, typeAt(url.path()));
        return unescaped(written.startsWith("/") ? written.substring(1) : written);
    }

    /** Where a type begins; the path's end where there is none. */
    private static int typeAt(String path) {
        int type = path.toLowerCase(Locale.ROOT).lastIndexOf(";type=");
        return type >= 0 && type >= path.lastIndexOf('/') ? type : path.length();
    }

    private static TransferException refused(TransferUrl url, String why) {
        return new TransferException(FailureKind.BAD_REQUEST, url, url + ": " + why)
                .during(Phase.REQUEST);
    }

    /** Without doubled slashes, nor any at the end. */
    private static String normal(String path) {
        String single = path.replaceAll("/{2,}", "/");
        return single.length() > 1 && single.endsWith("/")
                ? single.substring(0, single.length() - 1)
                : single;
    }

    /** Characters as they go over the wire. */
    static String wire(String text) {
        return new String(ByteText.encode(text), StandardCharsets.ISO_8859_1);
    }

    /**
     * The part of a URL without its escapes, as it goes over the wire; a percent sign that begins
     * no escape is one itself.
     */
    static String unescaped(String text) {
        byte[] bytes = ByteText.encode(text);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] == '%' && i + 2 < bytes.length ? escaped(bytes, i) : -1;
            plain.write(value < 0 ? bytes[i] : value);
            i += value < 0 ? 0 : 2;
        }
        return plain.toString(StandardCharsets.ISO_8859_1);
    }

    private static int escaped(byte[] bytes, int at) {
        int high = Character.digit((char) bytes[at + 1], 16);
        int low = Character.digit((char) bytes[at + 2], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** The URL of this path at the server of another one. */
    TransferUrl at(TransferUrl server) {
        return server.withPath("/" + escaped(wire));
    }

    private static String escaped(String wireName) {
        StringBuilder text = new StringBuilder(wireName.length() + 8);
        for (int i = 0; i < wireName.length(); i++) {
            char c = wireName.charAt(i);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(hexDigit(c >> 4)).append(hexDigit(c & 0xF));
            }
        }
        return text.toString();
    }

    private static char hexDigit(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }

    /**
     * The path as the argument of a command: a blank at its beginning would be lost, a hyphen taken
     * for an option, and a tilde for somebody's home.
     */
    String argument() {
        if (wire.isEmpty()) {
            return ".";
        }
        return " -~".indexOf(wire.charAt(0)) >= 0 ? "./" + wire : wire;
    }

    /** Whether it is the root, or the directory that the log-in begins in. */
    boolean isTop() {
        return wire.isEmpty() || wire.equals("/");
    }

    /** The directory that it is in; empty for the top. */
    Optional<FtpPath> parent() {
        if (isTop()) {
            return Optional.empty();
        }
        int slash = wire.lastIndexOf('/');
        return Optional.of(
                new FtpPath(slash < 0 ? "" : slash == 0 ? "/" : wire.substring(0, slash)));
    }

    /** Its last part. */
    String name() {
        return wire.substring(wire.lastIndexOf('/') + 1);
    }

    FtpPath child(String name) {
        return new FtpPath(
                wire.isEmpty() ? name : wire.endsWith("/") ? wire + name : wire + "/" + name);
    }

    /** The path in characters, for messages. */
    @Override
    public String toString() {
        return text(wire);
    }

    /** What a server wrote, in characters. */
    static String text(String wire) {
        return ByteText.decode(wire.getBytes(StandardCharsets.ISO_8859_1));
    }
}
