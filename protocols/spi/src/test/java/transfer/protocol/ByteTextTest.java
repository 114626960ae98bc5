package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
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

    @Test
    void lowHalfOfAPairIsNoByteThoughItLooksLikeOne() {
        String skull = "\uD83D\uDC80";
        assertFalse(ByteText.holdsBytes(skull));
        assertArrayEquals(skull.getBytes(StandardCharsets.UTF_8), ByteText.encode(skull));
        assertArrayEquals(
                new byte[] {(byte) 0xF0, (byte) 0x9F, (byte) 0x92, (byte) 0x80, (byte) 0x80},
                ByteText.encode(skull + "\uDC80"));
    }

    @Test
    void halvesThatStandForNothingBecomeQuestionMarks() {
        assertArrayEquals(new byte[] {'?', 'a', '?'}, ByteText.encode("\uD83Da\uDFFF"));
        assertArrayEquals(new byte[] {'?', (byte) 0xFF}, ByteText.encode("\uDC7F\uDCFF"));
    }

    @Test
    void buffersAreReadFromTheirPositionToTheirLimit() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {'x', 'a', (byte) 0x80, 'b', 'x'}, 1, 3);
        assertEquals("a\udc80b", ByteText.decode(bytes));
        assertFalse(bytes.hasRemaining());
        assertEquals("", ByteText.decode(new byte[0]));
    }
}
