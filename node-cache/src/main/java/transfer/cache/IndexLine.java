package transfer.cache;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;
import transfer.checksum.Checksum;

/**
 * What a file in the index says, as one line with a check of itself, so that a torn one says
 * nothing.
 */
final class IndexLine {
    private static final String FORMAT = "transfer-cache-1";
    private static final int FIELDS = 5;

    private IndexLine() {}

    static String of(NodeCache.Kept kept) {
        String text =
                String.join(
                        " ",
                        FORMAT,
                        kept.sha256().hex(),
                        Long.toString(kept.size()),
                        Integer.toString(kept.mode().orElse(-1)),
                        kept.proof());
        return text + " *" + check(text) + "\n";
    }

    /** Empty for what is torn, damaged, or written by a program that we do not know. */
    static Optional<NodeCache.Kept> parse(String content) {
        int star = content.lastIndexOf(" *");
        if (star < 0
                || !content.substring(star + 2).equals(check(content.substring(0, star)) + "\n")) {
            return Optional.empty();
        }
        String[] fields = content.substring(0, star).split(" ", -1);
        if (fields.length != FIELDS || !fields[0].equals(FORMAT)) {
            return Optional.empty();
        }
        int mode = Integer.parseInt(fields[3]);
        return Optional.of(
                new NodeCache.Kept(
                        Checksum.sha256(fields[1]),
                        Long.parseLong(fields[2]),
                        mode < 0 ? OptionalInt.empty() : OptionalInt.of(mode),
                        fields[4]));
    }

    private static String check(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }
}
