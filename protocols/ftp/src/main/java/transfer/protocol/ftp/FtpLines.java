package transfer.protocol.ftp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a listing as they come, one character for each byte; of all of them, only the one
 * that is read is in memory.
 */
final class FtpLines {
    private static final int BUFFER_SIZE = 64 << 10;

    /** Names have at most 255 bytes on most systems, and what is said of them is short. */
    private static final int LONGEST_LINE = 64 << 10;

    /** Ten million names are shorter. */
    private static final long LONGEST_LISTING = 1L << 30;

    private final FtpChannel data;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE).limit(0);
    private long come;

    FtpLines(FtpChannel data) {
        this.data = data;
    }

    /**
     * The next line that is not empty, without its end.
     *
     * @throws FtpExcess when the line, or the listing, is longer than any that means something
     */
    Optional<String> next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean ended = read(line);
            String text = line.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r")) {
                text = text.substring(0, text.length() - 1);
            }
            if (!text.isEmpty()) {
                return Optional.of(text);
            }
            if (ended) {
                return Optional.empty();
            }
        }
    }

    /** Whether the listing has ended, too. */
    private boolean read(ByteArrayOutputStream line) throws IOException {
        while (buffer.hasRemaining() || fill()) {
            byte next = buffer.get();
            if (next == '\n') {
                return false;
            }
            line.write(next);
            if (line.size() > LONGEST_LINE) {
                throw new FtpExcess("the listing has a line that does not end");
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        int count = data.read(buffer.clear());
        buffer.flip();
        come += Math.max(0, count);
        if (come > LONGEST_LISTING) {
            throw new FtpExcess("the listing does not end");
        }
        return count >= 0;
    }
}
