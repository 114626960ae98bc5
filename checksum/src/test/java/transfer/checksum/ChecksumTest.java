package transfer.checksum;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksumTest {
    private static final String OF_ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void upperAndLowerCaseDigitsAreTheSameChecksum() {
        assertEquals(Checksum.sha256(OF_ABC), Checksum.sha256(OF_ABC.toUpperCase(Locale.ROOT)));
        assertEquals(OF_ABC, Checksum.sha256(OF_ABC.toUpperCase(Locale.ROOT)).hex());
    }

    @Test
    void equalDigitsOfTwoAlgorithmsAreDifferentChecksums() {
        assertNotEquals(
                new Checksum(DigestAlgorithm.CRC32, "cbf43926"),
                new Checksum(DigestAlgorithm.CRC32C, "cbf43926"));
    }

    @ParameterizedTest
    @EnumSource
    void oneDigitTooFewOrTooManyIsRefusedWithTheRightCount(DigestAlgorithm algorithm) {
        int digits = algorithm.length() * 2;
        for (int wrong : new int[] {0, digits - 2, digits - 1, digits + 1, digits + 2}) {
            var refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new Checksum(algorithm, "a".repeat(wrong)));
            assertEquals(
                    algorithm.fieldName() + " has " + digits + " digits, not " + wrong,
                    refusal.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cbf4392g", "cbf4392 ", "-bf43926", "cbf4392\u0661", "0xcbf439"})
    void whatIsNoHexadecimalDigitIsRefused(String text) {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Checksum(DigestAlgorithm.CRC32, text));
        assertTrue(refusal.getMessage().startsWith("crc32 is written in hexadecimal digits"));
    }

    @Test
    void bytesOfTheWrongLengthAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Checksum.of(DigestAlgorithm.MD5, new byte[15]));
    }

    @Test
    void base64IsThatOfTheContentDigestSpecification() {
        // RFC 9530, appendix D: the value for {"hello": "world"} and a line feed
        String base64 = "RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=";
        Checksum checksum = Checksum.ofBase64(DigestAlgorithm.SHA_256, base64);
        assertEquals(base64, checksum.base64());
        assertEquals(
                Checksum.of(DigestAlgorithm.SHA_256, HexFormat.of().parseHex(checksum.hex())),
                checksum);
        var running = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        running.update(ByteBuffer.wrap("{\"hello\": \"world\"}\n".getBytes(US_ASCII)));
        assertEquals(checksum, running.values().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAA", "AAAAA", "AAAAAAA=", "AAAA$A==", "AAAAAA==\n"})
    void wrongBase64IsRefused(String base64) {
        assertThrows(
                IllegalArgumentException.class,
                () -> Checksum.ofBase64(DigestAlgorithm.CRC32, base64));
    }

    @Test
    void printsAlgorithmAndValue() {
        assertEquals("sha-256:" + OF_ABC, Checksum.sha256(OF_ABC).toString());
    }
}
