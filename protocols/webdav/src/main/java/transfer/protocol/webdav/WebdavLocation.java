package transfer.protocol.webdav;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import transfer.protocol.ByteText;
import transfer.protocol.TransferUrl;

/**
 * A URL's way through the folders of its server. The path is escaped as the user escaped it; a
 * query, which may hold a token, stays with every URL that is made from it.
 *
 * @param path without slashes at its end; empty for the root
 * @param query from the question mark on; may be empty
 * @param marked whether a slash at the end says that a folder is meant
 */
record WebdavLocation(TransferUrl url, String path, String query, boolean marked) {
    /** Leaves room for what a hidden name has beside the file's own, of 255 bytes. */
    private static final int LONGEST_NAME = 200;

    static WebdavLocation of(TransferUrl url) {
        String whole = url.path();
        int fragment = whole.indexOf('#');
        String text = fragment < 0 ? whole : whole.substring(0, fragment);
        int mark = text.indexOf('?');
        String path = mark < 0 ? text : text.substring(0, mark);
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return new WebdavLocation(
                url,
                path.substring(0, end),
                mark < 0 ? "" : text.substring(mark),
                end < path.length() || path.isEmpty());
    }

    static boolean isSecure(TransferUrl url) {
        return switch (url.scheme()) {
            case "webdavs", "davs", "https" -> true;
            default -> false;
        };
    }

    /** Whether files are had from there by HTTP, whichever name it goes by. */
    static boolean isHttp(TransferUrl url) {
        return WebdavProtocol.SCHEMES.contains(url.scheme())
                || url.scheme().equals("http")
                || url.scheme().equals("https");
    }

    /** Whether both are of one server, asked by the same user. */
    static boolean isSameServer(TransferUrl one, TransferUrl other) {
        return WebdavProtocol.SCHEMES.contains(other.scheme())
                && isSecure(one) == isSecure(other)
                && one.authority().equals(other.authority());
    }

    boolean isRoot() {
        return path.isEmpty();
    }

    /** As a file is named: without a slash at the end. */
    TransferUrl asFile() {
        return url.withPath(path + query);
    }

    /** As a folder is named: with a slash at the end. */
    TransferUrl asFolder() {
        return url.withPath(path + "/" + query);
    }

    /** The folder that it is in; empty for the root. */
    Optional<WebdavLocation> parent() {
        return isRoot()
                ? Optional.empty()
                : Optional.of(
                        of(url.withPath(path.substring(0, path.lastIndexOf('/') + 1) + query)));
    }

    TransferUrl child(String name) {
        return url.withPath(path + "/" + escaped(name) + query);
    }

    /** The last part, unescaped. */
    String name() {
        return unescaped(path.substring(path.lastIndexOf('/') + 1));
    }

    /** A name beside it that nobody else has. */
    TransferUrl hidden() {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String shown = ByteText.encode(name()).length > LONGEST_NAME ? "transfer" : last;
        String unlike = Long.toHexString(ThreadLocalRandom.current().nextLong());
        String folder = path.substring(0, path.lastIndexOf('/') + 1);
        return url.withPath(folder + "." + shown + "." + unlike + ".part" + query);
    }

    /** What percent escapes stand for, as byte text; a percent sign that begins none is one. */
    static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = ByteText.encode(text);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? digit(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : digit(bytes[i + 2]);
            if (low < 0) {
                plain.write(bytes[i]);
            } else {
                plain.write(high << 4 | low);
                i += 2;
            }
        }
        return ByteText.decode(plain.toByteArray());
    }

    private static int digit(byte b) {
        return Character.digit(b, 16);
    }

    /** A name as a part of a path (RFC 3986, 2.3: all but the unreserved is escaped). */
    static String escaped(String name) {
        StringBuilder text = new StringBuilder(name.length() + 16);
        for (byte b : ByteText.encode(name)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(hex(c >> 4)).append(hex(c & 0xF));
            }
        }
        return text.toString();
    }

    private static char hex(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }
}
