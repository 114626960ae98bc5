package transfer.protocol.httpclient;

import okhttp3.HttpUrl;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The form in which a URL goes over the wire (RFC 3986).
 *
 * <p>Lists hold URLs as people write them: blanks, quotes and letters of any script are escaped
 * here, bytes that are no UTF-8 too. What is escaped already stays as it is, and a percent sign
 * that begins no escape is one itself. A fragment is for the reader of a page and is not sent; a
 * name that holds {@code #} or {@code ?} is written with {@code %23} or {@code %3F}.
 */
final class WireUrl {
    private static final String UNRESERVED = "-._~";
    private static final String IN_PATH = UNRESERVED + "!$&'()*+,;=:@/";
    // brackets are forbidden in a query too, but as usual there as the rest, and often signed raw
    private static final String IN_QUERY = IN_PATH + "?[]";

    private WireUrl() {}

    /**
     * @param scheme {@code http} or {@code https}, for families that have names of their own
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when host or port are none
     */
    static HttpUrl of(TransferUrl url, String scheme) throws TransferException {
        HttpUrl wire = null;
        if (!url.host().isEmpty()) {
            wire = HttpUrl.parse(scheme + "://" + url.hostAndPort() + escaped(url.path()));
        }
        if (wire == null) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST, url, url + " names no host and port to ask")
                    .during(Phase.REQUEST);
        }
        return wire;
    }

    static String escaped(String pathAndQuery) {
        int fragment = pathAndQuery.indexOf('#');
        String text = fragment < 0 ? pathAndQuery : pathAndQuery.substring(0, fragment);
        byte[] bytes = ByteText.encode(text);
        StringBuilder wire = new StringBuilder(bytes.length + 16);
        String allowed = IN_PATH;
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xFF);
            if (c == '?') {
                allowed = IN_QUERY;
            }
            if (c == '?' || isPlain(c, allowed) || c == '%' && isEscape(bytes, i)) {
                wire.append(c);
            } else {
                wire.append('%').append(hex(c >> 4)).append(hex(c & 0xF));
            }
        }
        return wire.toString();
    }

    private static boolean isPlain(char c, String allowed) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || allowed.indexOf(c) >= 0);
    }

    private static boolean isEscape(byte[] bytes, int at) {
        return at + 2 < bytes.length && isHex(bytes[at + 1]) && isHex(bytes[at + 2]);
    }

    private static boolean isHex(byte b) {
        return Character.digit(b, 16) >= 0;
    }

    private static char hex(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }

    /** A URL for messages: what a query holds may be a secret, so it is left out. */
    static String shown(HttpUrl url) {
        HttpUrl plain =
                url.newBuilder().username("").password("").query(null).fragment(null).build();
        return url.encodedQuery() == null ? plain.toString() : plain + "?...";
    }

    /** Whether both name the same server: scheme, host and port. */
    static boolean isSameServer(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme())
                && one.host().equals(other.host())
                && one.port() == other.port();
    }
}
