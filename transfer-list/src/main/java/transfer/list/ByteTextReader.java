package transfer.list;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import transfer.protocol.ByteText;

/**
 * Characters of a stream of bytes as {@link ByteText} has them, without ever holding more than a
 * buffer of either: what is not UTF-8 comes as U+DC80 to U+DCFF. A byte order mark at the beginning
 * is dropped.
 *
 * <p>Not safe for use by two threads at once.
 */
final class ByteTextReader extends Reader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream input;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES).flip();
    private boolean inputEnded;
    private boolean lineEnded;

    ByteTextReader(InputStream input) throws IOException {
        this.input = input;
        if (fill() && chars.get(chars.position()) == BYTE_ORDER_MARK) {
            chars.get();
        }
    }

    /** The next character without taking it, or -1 at the end. */
    int peek() throws IOException {
        return chars.hasRemaining() || fill() ? chars.get(chars.position()) : -1;
    }

    /** The next characters without taking them; fewer than wanted only at the end. */
    String peek(int wanted) throws IOException {
        while (chars.remaining() < wanted && fill()) {
            // a fill adds at least one character
        }
        return chars.subSequence(0, Math.min(wanted, chars.remaining())).toString();
    }

    @Override
    public int read() throws IOException {
        return chars.hasRemaining() || fill() ? chars.get() : -1;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!chars.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    /**
     * Takes the characters up to the next line feed into {@code line}, and the line feed itself; a
     * carriage return before it is no part of the line.
     *
     * @return whether there was anything left to take
     */
    boolean readLine(StringBuilder line) throws IOException {
        boolean any = false;
        lineEnded = false;
        while (chars.hasRemaining() || fill()) {
            any = true;
            int start = chars.position();
            int end = start;
            while (end < chars.limit() && chars.get(end) != '\n') {
                end++;
            }
            line.append(chars.array(), start, end - start);
            if (end < chars.limit()) {
                chars.position(end + 1);
                lineEnded = true;
                int last = line.length() - 1;
                if (last >= 0 && line.charAt(last) == '\r') {
                    line.setLength(last);
                }
                return true;
            }
            chars.position(end);
        }
        return any;
    }

    /** Whether the last line that was taken had a line feed, and was not cut off by the end. */
    boolean lineEnded() {
        return lineEnded;
    }

    /** Adds characters behind those not yet taken; false when there are none any more. */
    private boolean fill() throws IOException {
        chars.compact();
        int before = chars.position();
        while (chars.position() == before) {
            CoderResult result = decoder.decode(bytes, chars, inputEnded);
            if (result.isError()) {
                // One byte is enough: what follows it is malformed in its turn, or begins anew.
                chars.put((char) (0xDC00 | bytes.get() & 0xFF));
            } else if (chars.position() == before) {
                if (inputEnded) {
                    chars.flip();
                    return false;
                }
                readBytes();
            }
        }
        chars.flip();
        return true;
    }

    private void readBytes() throws IOException {
        bytes.compact();
        int count = input.read(bytes.array(), bytes.position(), bytes.remaining());
        if (count < 0) {
            inputEnded = true;
        } else {
            bytes.position(bytes.position() + count);
        }
        bytes.flip();
    }

    /** Leaves the stream to whoever opened it. */
    @Override
    public void close() {}
}
