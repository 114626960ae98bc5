package transfer.protocol.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * HMAC with SHA-256 (RFC 2104). By hand, because the runtime's own first reads its rules of what
 * each country allows, and looks through every jar, which takes longer than to bring a small file.
 */
final class S3Hmac {
    private static final int BLOCK_BYTES = 64;
    private static final int INNER = 0x36;
    private static final int OUTER = 0x5C;

    private S3Hmac() {}

    /** The code of this text in UTF-8, 32 bytes. */
    static byte[] of(byte[] key, String text) {
        MessageDigest sha256 = sha256();
        byte[] block =
                Arrays.copyOf(key.length > BLOCK_BYTES ? sha256.digest(key) : key, BLOCK_BYTES);
        sha256.update(mixed(block, INNER));
        byte[] inner = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
        sha256.update(mixed(block, OUTER));
        return sha256.digest(inner);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every runtime has SHA-256", e);
        }
    }

    private static byte[] mixed(byte[] block, int with) {
        byte[] mixed = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            mixed[i] = (byte) (block[i] ^ with);
        }
        return mixed;
    }
}
