package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteTextTest {
    @Test
    void utf8IsOrdinaryText() {
        String text = "a\n\u00e9\u20ac\uD83D\uDE00\uFEFF";
        assertEquals(text, ByteText.decode(text.getBytes(StandardCharsets.UTF_8)));
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), ByteText.encode(text));
        assertFalse(ByteText.holdsBytes(text));
    }

    @Test
    void everyByteThatIsNotUtf8IsOneCharacter() {
        byte[] bytes = {'a', (byte) 0xFF, (byte) 0xC3, 'b', (byte) 0xE2, (byte) 0x82};
        assertEquals("a\udcff\udcc3b\udce2\udc82", ByteText.decode(bytes));
        assertTrue(ByteText.holdsBytes("a\udcff"));
    }

    @Test
    void overlongFormsAndSurrogatesAreNotUtf8() {
        assertEquals("\udcc0\udc80", ByteText.decode(new byte[] {(byte) 0xC0, (byte) 0x80}));
        assertEquals(
                "\udced\udca0\udc80",
                ByteText.decode(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}));
    }

    @Test
    void anyBytesComeBackAsTheyWere() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, ByteText.encode(ByteText.decode(bytes)));
        }
    }
}
