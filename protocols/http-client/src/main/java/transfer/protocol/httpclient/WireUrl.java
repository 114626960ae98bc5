package transfer.protocol.httpclient;

import java.util.Optional;
import java.util.OptionalInt;
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

    /** Of a host that needs no more than to be written in small letters (RFC 1035, 2.3.4). */
    private static final int MOST_IN_LABEL = 63;

    private static final int MOST_IN_HOST = 253;

    private final String scheme;
    private final String host;
    private final int port;
    private final String target;
    private Optional<HttpUrl> library;

    private WireUrl(
            String scheme, String host, int port, String target, Optional<HttpUrl> library) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.target = target;
        this.library = library;
    }

    static WireUrl of(HttpUrl url) {
        String query = url.encodedQuery();
        return new WireUrl(
                url.scheme(),
                url.host(),
                url.port(),
                query == null ? url.encodedPath() : url.encodedPath() + "?" + query,
                Optional.of(url));
    }

    /**
     * @param scheme {@code http} or {@code https}, for families that have names of their own
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when host or port are none
     */
    static WireUrl of(TransferUrl url, String scheme) throws TransferException {
        String host = url.host();
        String target = escaped(url.path());
        if (isUsual(url, host) && isNormal(target)) {
            int port = url.port().orElse(defaultPort(scheme));
            return new WireUrl(scheme, host, port, target, Optional.empty());
        }
        HttpUrl parsed =
                host.isEmpty() ? null : HttpUrl.parse(scheme + "://" + url.hostAndPort() + target);
        if (parsed == null) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST, url, url + " names no host and port to ask")
                    .during(Phase.REQUEST);
        }
        return of(parsed);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** Whether host and port are as the library would write them. It knows all the other cases. */
    private static boolean isUsual(TransferUrl url, String host) {
        OptionalInt port = url.port();
        int written = url.hostAndPort().length() - host.length();
        return isUsual(host) && (port.isEmpty() ? written == 0 : port.getAsInt() > 0);
    }

    private static boolean isUsual(String host) {
        int label = 0;
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean inside = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!inside && (c != '-' && c != '.' || label == 0)) {
                return false;
            }
            label = c == '.' ? 0 : label + 1;
            if (label > MOST_IN_LABEL) {
                return false;
            }
        }
        return label > 0 && host.length() <= MOST_IN_HOST && !host.contains("xn--");
    }

    /** Whether nothing in it stands for something else: dots, a missing path, an apostrophe. */
    private static boolean isNormal(String target) {
        return target.startsWith("/")
                && !target.contains("/.")
                && !target.contains("%2e")
                && !target.contains("%2E")
                && target.indexOf('\'') < 0;
    }

    /** The same for the library. */
    HttpUrl library() {
        if (library.isEmpty()) {
            library = Optional.of(HttpUrl.get(toString()));
        }
        return library.get();
    }

    String scheme() {
        return scheme;
    }

    /** In small letters; an IPv6 address without brackets. */
    String host() {
        return host;
    }

    int port() {
        return port;
    }

    boolean isHttps() {
        return scheme.equals("https");
    }

    /** Path and query, escaped, as they stand in a request. */
    String target() {
        return target;
    }

    /** The path alone, escaped. */
    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** As in {@code Host}: the port only where it is not the scheme's own. */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == defaultPort(scheme) ? name : name + ":" + port;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireUrl url && isSameServer(url) && target.equals(url.target);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return scheme + "://" + authority() + target;
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

    /** For messages: what a query holds may be a secret, so it is left out. */
    String shown() {
        String shown = scheme + "://" + authority() + path();
        return target.indexOf('?') < 0 ? shown : shown + "?...";
    }

    /** Whether both name the same server: scheme, host and port. */
    boolean isSameServer(WireUrl other) {
        return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }
}
