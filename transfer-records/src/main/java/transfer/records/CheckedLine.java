package transfer.records;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A line that carries a check of itself: the text, a blank, a star and eight hexadecimal digits of
 * its CRC-32C. What a crash tore or a disk damaged does not fit its check.
 */
final class CheckedLine {
    private static final int CHECK_BYTES = " *".length() + 2 * Integer.BYTES;

    private CheckedLine() {}

    /** The line with its end. */
    static byte[] of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream line = new ByteArrayOutputStream(bytes.length + CHECK_BYTES + 1);
        line.writeBytes(bytes);
        line.writeBytes(check(bytes, bytes.length));
        line.write('\n');
        return line.toByteArray();
    }

    /** The text of a line without its end; empty when it does not fit its check. */
    static Optional<String> read(byte[] line) {
        int length = line.length - CHECK_BYTES;
        if (length < 0
                || !Arrays.equals(check(line, length), 0, CHECK_BYTES, line, length, line.length)) {
            return Optional.empty();
        }
        return Optional.of(new String(line, 0, length, StandardCharsets.UTF_8));
    }

    private static byte[] check(byte[] text, int length) {
        CRC32C crc = new CRC32C();
        crc.update(text, 0, length);
        String digits = HexFormat.of().toHexDigits((int) crc.getValue());
        return (" *" + digits).getBytes(StandardCharsets.US_ASCII);
    }
}
