package transfer.checksum;

import java.util.Locale;
import java.util.Optional;

/**
 * A way to compute a digest of a file's bytes, under the names that the protocols of this field use
 * for it.
 *
 * <p>Only {@link #SHA_256}, {@link #SHA_512} and {@link #SHA3_256} resist somebody who tampers on
 * purpose; the others find accidents.
 */
public enum DigestAlgorithm {
    SHA_256("sha-256", "SHA-256", 32),
    SHA_512("sha-512", "SHA-512", 64),
    SHA3_256("sha3-256", "SHA3-256", 32),
    SHA_1("sha", "SHA-1", 20),
    MD5("md5", "MD5", 16),
    /** CRC-64/NVME, the check of a whole object that Amazon's store computes by itself. */
    CRC64NVME("crc64nvme", "", 8),
    CRC32("crc32", "", 4),
    CRC32C("crc32c", "", 4),
    ADLER32("adler32", "", 4);

    private final String fieldName;
    private final String jdkName;
    private final int length;

    DigestAlgorithm(String fieldName, String jdkName, int length) {
        this.fieldName = fieldName;
        this.jdkName = jdkName;
        this.length = length;
    }

    /**
     * The key in the HTTP fields {@code Repr-Digest} (RFC 9530) and {@code Digest} (RFC 3230), in
     * lower case.
     */
    public String fieldName() {
        return fieldName;
    }

    /**
     * The name for {@link java.security.MessageDigest}; empty for the cyclic checks, which are no
     * message digests.
     */
    String jdkName() {
        return jdkName;
    }

    /** Length of a value in bytes. */
    public int length() {
        return length;
    }

    /** Whether equal digests prove equal files also against somebody who tampers on purpose. */
    public boolean isTamperProof() {
        return this == SHA_256 || this == SHA_512 || this == SHA3_256;
    }

    /**
     * The algorithm that a name stands for; case, hyphens and underscores do not matter ({@code
     * sha256}, {@code SHA-256}), and {@code sha1} is {@code sha}. Empty when the name is not one of
     * ours.
     */
    public static Optional<DigestAlgorithm> named(String name) {
        String plain = plain(name);
        if (plain.equals("sha1")) {
            return Optional.of(SHA_1);
        }
        for (DigestAlgorithm algorithm : values()) {
            if (plain(algorithm.fieldName).equals(plain)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }
}
