package transfer.protocol.gs;

import java.nio.charset.StandardCharsets;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A bucket, and a name in it.
 *
 * @param name as the store has it; empty for the bucket itself
 */
record GsLocation(TransferUrl url, String bucket, String name) {
    /** In bytes of UTF-8 (cloud.google.com/storage/docs/objects). */
    private static final int LONGEST = 1024;

    /**
     * @throws TransferException {@link FailureKind#BAD_REQUEST} for what no bucket or object can be
     *     called
     */
    static GsLocation of(TransferUrl url) throws TransferException {
        String bucket = url.authority();
        if (bucket.indexOf('@') >= 0) {
            throw refused(url, "names a user, and the store takes credentials from elsewhere");
        }
        if (!bucket.matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
            throw refused(url, "names no bucket: gs://bucket/name is what it looks like");
        }
        String path = url.path();
        String name = path.isEmpty() ? "" : path.substring(1);
        if (ByteText.holdsBytes(name)) {
            throw refused(url, "has bytes that are not UTF-8, and the store's names are");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw refused(url, "is longer than the " + LONGEST + " bytes that a name may have");
        }
        if (name.equals(".") || name.equals("..") || name.matches("(?s).*[\r\n].*")) {
            throw refused(url, "is a name that the store does not allow");
        }
        return new GsLocation(url, bucket, name);
    }

    private static TransferException refused(TransferUrl url, String why) {
        return new TransferException(FailureKind.BAD_REQUEST, url, url + " " + why)
                .during(Phase.REQUEST);
    }

    /** As something to be read or written: it has a name, and not that of a directory. */
    GsLocation asObject() throws TransferException {
        if (name.isEmpty() || name.endsWith("/")) {
            throw refused(
                    url, "is a " + (name.isEmpty() ? "bucket" : "directory") + " and no object");
        }
        return this;
    }

    boolean isBucket() {
        return name.isEmpty();
    }

    /** What the names of everything in it begin with, where it is a directory. */
    String prefix() {
        return name.isEmpty() || name.endsWith("/") ? name : name + "/";
    }

    /** Another name in the same bucket. */
    TransferUrl named(String other) {
        return url.withPath("/" + other);
    }

    /** A name as one part of a path or a query: all but the unreserved is escaped. */
    static String escaped(String name) {
        StringBuilder text = new StringBuilder(name.length() + 16);
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0;
            if (plain) {
                text.append(c);
            } else {
                text.append(String.format("%%%02X", (int) c));
            }
        }
        return text.toString();
    }

    /** The path of the JSON API at which it is, below {@code /storage/v1}. */
    String resource() {
        return "/b/" + escaped(bucket) + (name.isEmpty() ? "" : "/o/" + escaped(name));
    }
}
