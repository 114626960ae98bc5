package transfer.checksum;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A digest of a whole file: the algorithm and its value as lower-case hexadecimal digits.
 *
 * @param algorithm how it was computed
 * @param hex the value, two lower-case digits a byte
 */
public record Checksum(DigestAlgorithm algorithm, String hex) {

    /**
     * @throws IllegalArgumentException when the value is not hexadecimal or has not the algorithm's
     *     length
     */
    public Checksum {
        int digits = algorithm.length() * 2;
        if (hex.length() != digits) {
            throw new IllegalArgumentException(
                    algorithm.fieldName() + " has " + digits + " digits, not " + hex.length());
        }
        if (!isLowerCase(hex)) {
            for (int i = 0; i < digits; i++) {
                if (!HexFormat.isHexDigit(hex.charAt(i))) {
                    throw new IllegalArgumentException(
                            algorithm.fieldName()
                                    + " is written in hexadecimal digits, not as "
                                    + hex);
                }
            }
            hex = hex.toLowerCase(Locale.ROOT);
        }
    }

    /** Whether these are digits as we write them ourselves, which is so for every file moved. */
    private static boolean isLowerCase(String hex) {
        for (byte digit : hex.getBytes(StandardCharsets.ISO_8859_1)) {
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    /**
     * @throws IllegalArgumentException when the value has not the algorithm's length
     */
    public static Checksum of(DigestAlgorithm algorithm, byte[] value) {
        return new Checksum(algorithm, HexFormat.of().formatHex(value));
    }

    /** A SHA-256 from its 64 hexadecimal digits. */
    public static Checksum sha256(String hex) {
        return new Checksum(DigestAlgorithm.SHA_256, hex);
    }

    /** The value as HTTP's digest fields and object stores write it. */
    public String base64() {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }

    /**
     * @throws IllegalArgumentException when the text is not base 64 or has not the algorithm's
     *     length
     */
    public static Checksum ofBase64(DigestAlgorithm algorithm, String base64) {
        return of(algorithm, Base64.getDecoder().decode(base64));
    }

    /**
     * The digest of the bytes that this one is of, and of others behind them.
     *
     * @param others digest of the others
     * @param length how many the others are, not negative
     * @throws IllegalArgumentException unless both are {@link DigestAlgorithm#CRC64NVME}
     */
    public Checksum followedBy(Checksum others, long length) {
        if (algorithm != DigestAlgorithm.CRC64NVME || others.algorithm != algorithm) {
            throw new IllegalArgumentException(
                    algorithm.fieldName()
                            + " and "
                            + others.algorithm.fieldName()
                            + " cannot be joined");
        }
        long joined =
                Crc64Nvme.joined(
                        Long.parseUnsignedLong(hex, 16),
                        Long.parseUnsignedLong(others.hex, 16),
                        length);
        return new Checksum(algorithm, HexFormat.of().toHexDigits(joined));
    }

    /** As {@code sha-256:5891b5…}, whole. */
    @Override
    public String toString() {
        return algorithm.fieldName() + ":" + hex;
    }
}
