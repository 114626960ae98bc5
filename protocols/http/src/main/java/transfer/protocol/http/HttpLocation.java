package transfer.protocol.http;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import transfer.protocol.ByteText;
import transfer.protocol.TransferUrl;

/**
 * Where names are in a URL (RFC 3986, 3.3): before a query, which may hold a token and stays with
 * every URL that is made from it, and before a fragment, which no server sees and which is dropped.
 *
 * @param path as the user escaped it, without slashes at its end
 * @param query from the question mark on; may be empty
 */
record HttpLocation(TransferUrl url, String path, String query) {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static HttpLocation of(TransferUrl url) {
        String text = url.path();
        int fragment = text.indexOf('#');
        String seen = fragment < 0 ? text : text.substring(0, fragment);
        int mark = seen.indexOf('?');
        int end = mark < 0 ? seen.length() : mark;
        while (end > 0 && seen.charAt(end - 1) == '/') {
            end--;
        }
        return new HttpLocation(url, seen.substring(0, end), mark < 0 ? "" : seen.substring(mark));
    }

    /** The last part without its escapes; a percent sign that begins none is one itself. */
    String name() {
        byte[] bytes = ByteText.encode(path.substring(path.lastIndexOf('/') + 1));
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            boolean escape =
                    bytes[i] == '%'
                            && i + 2 < bytes.length
                            && HexFormat.isHexDigit(bytes[i + 1])
                            && HexFormat.isHexDigit(bytes[i + 2]);
            if (escape) {
                plain.write(
                        HexFormat.fromHexDigit(bytes[i + 1]) << 4
                                | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                plain.write(bytes[i]);
            }
        }
        return ByteText.decode(plain.toByteArray());
    }

    /** All of the name is escaped but what never needs to be (RFC 3986, 2.3). */
    TransferUrl child(String name) {
        StringBuilder text = new StringBuilder(path).append('/');
        for (byte b : ByteText.encode(name)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append('%').append(HEX.toHexDigits(b));
            }
        }
        return url.withPath(text.append(query).toString());
    }
}
