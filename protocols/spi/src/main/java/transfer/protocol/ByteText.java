package transfer.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text that can hold any bytes: UTF-8 where it is UTF-8, and each byte that is not as one lone
 * surrogate, U+DC80 to U+DCFF (the scheme of Python's PEP 383). File names have no encoding; this
 * way they pass through lists, reports and back to the file system byte for byte, while all others
 * are ordinary text.
 */
public final class ByteText {
    private static final int ESCAPE = 0xDC00;

    private ByteText() {}

    /** The text of these bytes; {@link #encode} gives exactly them back. */
    public static String decode(byte[] bytes) {
        return decode(ByteBuffer.wrap(bytes));
    }

    /** The text of the remaining bytes, which are consumed. */
    public static String decode(ByteBuffer bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
        while (true) {
            var result = decoder.decode(bytes, text, true);
            if (!result.isError()) {
                decoder.flush(text);
                return text.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.put((char) (ESCAPE | bytes.get() & 0xFF));
            }
            decoder.reset();
        }
    }

    /** The bytes of a text; lone surrogates outside U+DC80 to U+DCFF become question marks. */
    public static byte[] encode(String text) {
        byte[] ordinary = text.getBytes(StandardCharsets.UTF_8);
        // both ways at once are quicker than to look at each character
        if (text.equals(new String(ordinary, StandardCharsets.UTF_8)) || !holdsBytes(text)) {
            return ordinary;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() + 16);
        int plainFrom = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isEscaped(text, i)) {
                bytes.writeBytes(text.substring(plainFrom, i).getBytes(StandardCharsets.UTF_8));
                bytes.write(text.charAt(i) & 0xFF);
                plainFrom = i + 1;
            }
        }
        bytes.writeBytes(text.substring(plainFrom).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Whether the text holds bytes that are not UTF-8. */
    public static boolean holdsBytes(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isEscaped(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEscaped(String text, int index) {
        char c = text.charAt(index);
        return c >= 0xDC80
                && c <= 0xDCFF
                && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
