package transfer.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckedLineTest {
    private static byte[] withoutEnd(byte[] line) {
        return Arrays.copyOf(line, line.length - 1);
    }

    /** The check value of CRC-32C, RFC 3720 B.4's polynomial, over the digits 1 to 9. */
    @Test
    void theCheckIsACrc32c() {
        assertEquals(
                "123456789 *e3069283\n",
                new String(CheckedLine.of("123456789"), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsWrittenIsRead() {
        String text = "1 done {\"a\":\"é *\"}";
        assertEquals(Optional.of(text), CheckedLine.read(withoutEnd(CheckedLine.of(text))));
    }

    @Test
    void aLineWithAnyBitChangedIsNone() {
        byte[] line = withoutEnd(CheckedLine.of("1 done"));
        for (int bit = 0; bit < line.length * 8; bit++) {
            byte[] damaged = line.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(Optional.empty(), CheckedLine.read(damaged), "bit " + bit);
        }
    }

    @Test
    void aLineCutAnywhereIsNone() {
        byte[] line = withoutEnd(CheckedLine.of("1 done"));
        for (int length = 0; length < line.length; length++) {
            assertEquals(Optional.empty(), CheckedLine.read(Arrays.copyOf(line, length)));
        }
    }
}
