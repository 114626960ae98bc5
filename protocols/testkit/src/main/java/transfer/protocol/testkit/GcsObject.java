package transfer.protocol.testkit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An object as {@link HandWrittenGcs} keeps it.
 *
 * @param encoding as in {@code Content-Encoding}
 */
record GcsObject(
        String bucket,
        String name,
        byte[] content,
        long generation,
        Instant updated,
        Optional<String> encoding,
        Digests digests) {

    /** In base 64; had once, because many requests are answered with them. */
    record Digests(String crc32c, String md5) {}

    static GcsObject of(
            String bucket,
            String name,
            byte[] content,
            long generation,
            Optional<String> encoding) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Digests digests = new Digests(crc32c(content), md5(content));
        return new GcsObject(bucket, name, content, generation, now, encoding, digests);
    }

    /** The same as another generation. */
    GcsObject at(long other) {
        return new GcsObject(bucket, name, content, other, updated, encoding, digests);
    }

    static String crc32c(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        byte[] bytes = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
        return Base64.getEncoder().encodeToString(bytes);
    }

    static String md5(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What an answer tells of it.
     *
     * @param home the server's URL, without a slash at its end
     */
    String json(String home) {
        return "{\"kind\":\"storage#object\",\"bucket\":"
                + GcsText.quoted(bucket)
                + ",\"name\":"
                + GcsText.quoted(name)
                + ",\"size\":\""
                + content.length
                + "\",\"generation\":\""
                + generation
                + "\",\"metageneration\":\"1\",\"updated\":\""
                + updated
                + "\",\"crc32c\":\""
                + digests.crc32c()
                + "\",\"md5Hash\":\""
                + digests.md5()
                + "\",\"mediaLink\":"
                + GcsText.quoted(home + path())
                + encoding.map(e -> ",\"contentEncoding\":" + GcsText.quoted(e)).orElse("")
                + "}";
    }

    private String path() {
        return "/download/storage/v1/b/"
                + GcsText.escaped(bucket)
                + "/o/"
                + GcsText.escaped(name)
                + "?generation="
                + generation
                + "&alt=media";
    }
}
