package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3HmacTest {
    /** RFC 4231, section 4.3. */
    @Test
    void theStandardsExampleComesOut() {
        assertEquals(
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
                HexFormat.of()
                        .formatHex(
                                S3Hmac.of(
                                        "Jefe".getBytes(StandardCharsets.US_ASCII),
                                        "what do ya want for nothing?")));
    }

    /** A key longer than a block of the digest is hashed first. */
    @ParameterizedTest
    @ValueSource(ints = {1, 63, 64, 65, 131})
    void itIsWhatTheRuntimeComputesWhateverTheKeysLength(int length) throws Exception {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) 0xAA);
        Mac runtime = Mac.getInstance("HmacSHA256");
        runtime.init(new SecretKeySpec(key, "HmacSHA256"));
        String text = "a text with \u00fc";
        assertArrayEquals(
                runtime.doFinal(text.getBytes(StandardCharsets.UTF_8)), S3Hmac.of(key, text));
    }
}
