package transfer.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import transfer.protocol.ByteText;

class ByteTextReaderTest {
    /** What random bytes rarely hit: every length of sequence, whole, cut off and out of range. */
    private static final byte[][] PIECES = {
        {'a'},
        {'\n'},
        {(byte) 0xC3, (byte) 0xA9},
        {(byte) 0xE2, (byte) 0x82, (byte) 0xAC},
        {(byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80},
        {(byte) 0xC3},
        {(byte) 0xE2, (byte) 0x82},
        {(byte) 0xF0, (byte) 0x9F, (byte) 0x98},
        {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
        {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
        {(byte) 0xC0, (byte) 0x80},
        {(byte) 0xFF},
        {(byte) 0x80},
    };

    @Test
    void readsWhatByteTextDecodes() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = mixed(random, random.nextInt(400));
            assertEquals(ByteText.decode(bytes), all(new ByteArrayInputStream(bytes)));
        }
    }

    @Test
    void readsTheSameWhereverBuffersEnd() throws IOException {
        byte[] bytes = mixed(new Random(2), 300_000);
        String expected = ByteText.decode(bytes);
        assertEquals(expected, all(new ByteArrayInputStream(bytes)));
        assertEquals(expected, all(new Dripping(bytes)));
    }

    @Test
    void dropsOneByteOrderMark() throws IOException {
        assertEquals("\uFEFFa", all(stream("\uFEFF\uFEFFa")));
        assertEquals("a\uFEFF", all(stream("a\uFEFF")));
        assertEquals("", all(stream("\uFEFF")));
    }

    @Test
    void linesEndWithOrWithoutACarriageReturn() throws IOException {
        ByteTextReader reader = new ByteTextReader(stream("one\r\ntwo\rstill\n\nlast"));
        StringBuilder lines = new StringBuilder();
        while (reader.readLine(lines)) {
            lines.append(reader.lineEnded() ? '|' : '.');
        }
        assertEquals("one|two\rstill||last.", lines.toString());
    }

    @Test
    void aLineFeedAtTheEndBeginsNoLine() throws IOException {
        ByteTextReader reader = new ByteTextReader(stream("a\n"));
        StringBuilder line = new StringBuilder();
        assertTrue(reader.readLine(line));
        assertFalse(reader.readLine(line));
    }

    @Test
    void peekingTakesNothing() throws IOException {
        ByteTextReader reader = new ByteTextReader(stream("abc"));
        assertEquals('a', reader.peek());
        assertEquals("ab", reader.peek(2));
        assertEquals("abc", reader.peek(9));
        assertEquals('a', reader.read());
    }

    @Test
    void longLinesAreWhole() throws IOException {
        String line = "x".repeat(200_000);
        ByteTextReader reader = new ByteTextReader(stream(line + "\r\nnext"));
        StringBuilder text = new StringBuilder();
        reader.readLine(text);
        assertEquals(line, text.toString());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(ByteText.encode(text));
    }

    private static byte[] mixed(Random random, int pieces) {
        var bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < pieces; i++) {
            bytes.writeBytes(PIECES[random.nextInt(PIECES.length)]);
        }
        return bytes.toByteArray();
    }

    private static String all(InputStream input) throws IOException {
        StringWriter text = new StringWriter();
        new ByteTextReader(input).transferTo(text);
        return text.toString();
    }

    /** Gives one byte at a time. */
    private static final class Dripping extends ByteArrayInputStream {
        Dripping(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(1, length));
        }
    }
}
