package transfer.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Records of small numbers and texts, one after the other, in pieces, so that growing copies
 * nothing. Each is written whole before the next one, and read by whoever knows what is in it.
 *
 * <p>Once nothing more is written, safe for use by many threads.
 */
final class PackedBytes {
    private static final int SMALLEST_PIECE = 1 << 10;
    private static final int LARGEST_PIECE = 1 << 18;
    private static final int SEVEN_BITS = 0x7F;

    private final List<byte[]> pieces = new ArrayList<>();
    private int used;
    private byte[] record = new byte[SMALLEST_PIECE];
    private int length;

    /** Adds a number that is not negative to the record at hand; small ones take less room. */
    void number(int number) {
        need(5);
        int rest = number;
        while (rest > SEVEN_BITS) {
            record[length++] = (byte) (rest | ~SEVEN_BITS);
            rest >>>= 7;
        }
        record[length++] = (byte) rest;
    }

    /** Adds a text, whatever its characters are, unpaired surrogates included. */
    void text(String text) {
        boolean wide = isWide(text);
        number(text.length() << 1 | (wide ? 1 : 0));
        if (!wide) {
            bytes(text.getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        need(2 * text.length());
        for (int i = 0; i < text.length(); i++) {
            record[length++] = (byte) (text.charAt(i) >> 8);
            record[length++] = (byte) text.charAt(i);
        }
    }

    private static boolean isWide(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return true;
            }
        }
        return false;
    }

    /** Adds bytes whose number the reader knows. */
    void bytes(byte[] bytes) {
        need(bytes.length);
        System.arraycopy(bytes, 0, record, length, bytes.length);
        length += bytes.length;
    }

    private void need(int more) {
        if (record.length - length < more) {
            record = Arrays.copyOf(record, Math.max(2 * record.length, length + more));
        }
    }

    /** Ends the record; tells where {@link #at} finds it. */
    long end() {
        if (pieces.isEmpty() || pieces.getLast().length - used < length) {
            int size = pieces.isEmpty() ? SMALLEST_PIECE : 2 * pieces.getLast().length;
            pieces.add(new byte[Math.max(length, Math.min(size, LARGEST_PIECE))]);
            used = 0;
        }
        System.arraycopy(record, 0, pieces.getLast(), used, length);
        long where = (long) (pieces.size() - 1) << Integer.SIZE | used;
        used += length;
        length = 0;
        return where;
    }

    /** The record that {@link #end} told this place of, from its beginning. */
    Cursor at(long where) {
        return new Cursor(pieces.get((int) (where >> Integer.SIZE)), (int) where);
    }

    /** Reads a record in the order in which it was written. */
    static final class Cursor {
        private final byte[] piece;
        private int next;

        private Cursor(byte[] piece, int next) {
            this.piece = piece;
            this.next = next;
        }

        int number() {
            int number = 0;
            int shift = 0;
            while (piece[next] < 0) {
                number |= (piece[next++] & SEVEN_BITS) << shift;
                shift += 7;
            }
            return number | piece[next++] << shift;
        }

        String text() {
            int mark = number();
            int characters = mark >>> 1;
            if ((mark & 1) == 0) {
                next += characters;
                return new String(
                        piece, next - characters, characters, StandardCharsets.ISO_8859_1);
            }
            char[] text = new char[characters];
            for (int i = 0; i < characters; i++) {
                text[i] = (char) (piece[next++] << 8 | piece[next++] & 0xFF);
            }
            return new String(text);
        }

        byte[] bytes(int count) {
            next += count;
            return Arrays.copyOfRange(piece, next - count, next);
        }
    }
}
