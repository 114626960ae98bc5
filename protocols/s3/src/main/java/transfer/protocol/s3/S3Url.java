package transfer.protocol.s3;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import transfer.protocol.ByteText;

/** URLs as they go over the wire to a store. */
final class S3Url {
    private static final String UNRESERVED = "-._~";

    private S3Url() {}

    /**
     * The URL of an object, a bucket or the store.
     *
     * @param bucket empty for the store
     * @param key empty for the bucket
     * @param query names to values, both as they are
     */
    static HttpUrl of(S3Site site, String bucket, String key, SortedMap<String, String> query) {
        HttpUrl.Builder url = site.endpoint().newBuilder();
        // The library's own ways to set a path take "." and ".." for steps, escaped or not, and a
        // key may hold them.
        List<String> segments = url.getEncodedPathSegments$okhttp();
        if (segments.getLast().isEmpty()) {
            segments.removeLast();
        }
        if (!bucket.isEmpty()) {
            if (site.pathStyle()) {
                segments.add(escaped(bucket));
            } else {
                url.host(bucket + "." + site.endpoint().host());
            }
        }
        if (!key.isEmpty()) {
            segments.addAll(List.of(escapedPath(key).split("/", -1)));
        }
        if (segments.isEmpty()) {
            segments.add("");
        }
        return url.encodedQuery(query.isEmpty() ? null : escaped(query)).build();
    }

    /**
     * Where a redirect leads: to another host with the path and query that we had, if the library,
     * which makes paths normal, understands them to be the same; else to what it says.
     */
    static HttpUrl redirected(HttpUrl own, HttpUrl other) {
        HttpUrl plain = other.newBuilder().username("").password("").fragment(null).build();
        boolean same = plain.encodedPath().equals(HttpUrl.get(own.toString()).encodedPath());
        return same
                ? own.newBuilder()
                        .scheme(plain.scheme())
                        .host(plain.host())
                        .port(plain.port())
                        .build()
                : plain;
    }

    private static String escaped(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> escaped(entry.getKey()) + "=" + escaped(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Everything escaped but letters, digits, {@code -._~} and slashes. */
    static String escapedPath(String path) {
        return escaped(path, UNRESERVED + "/");
    }

    static String escaped(String text) {
        return escaped(text, UNRESERVED);
    }

    private static String escaped(String text, String plain) {
        byte[] bytes = ByteText.encode(text);
        StringBuilder wire = new StringBuilder(bytes.length + 16);
        for (byte b : bytes) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || plain.indexOf(c) >= 0)) {
                wire.append(c);
            } else {
                wire.append('%').append(hex(c >> 4)).append(hex(c & 0xF));
            }
        }
        return wire.toString();
    }

    private static char hex(int value) {
        return Character.toUpperCase(Character.forDigit(value, 16));
    }
}
