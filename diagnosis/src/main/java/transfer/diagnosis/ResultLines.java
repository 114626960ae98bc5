package transfer.diagnosis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Results, one JSON object a line, read one at a time. Lines that are none are counted, and the
 * first is remembered: a file that a crash cut off is still worth reading.
 */
final class ResultLines {
    private static final int MOST_BYTES = 16 << 20;

    private final JsonFactory factory = new JsonFactory();
    private byte[] line = new byte[1 << 12];
    private int length;
    private long number;
    private long read;
    private long unreadable;
    private String firstDefect = "";

    /**
     * Hands on every result of a stream, which stays open.
     *
     * @throws IOException when the stream cannot be read
     */
    void read(InputStream input, Consumer<Result> taker) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int got;
        while ((got = input.read(buffer)) >= 0) {
            int from = 0;
            for (int i = 0; i < got; i++) {
                if (buffer[i] == '\n') {
                    append(buffer, from, i);
                    end(taker);
                    from = i + 1;
                }
            }
            append(buffer, from, got);
        }
        if (length > 0) {
            end(taker);
        }
    }

    /** A line beyond the limit keeps its length only: nothing could be done with its bytes. */
    private void append(byte[] buffer, int from, int to) {
        int more = to - from;
        if (length <= MOST_BYTES && length + more <= MOST_BYTES) {
            if (line.length < length + more) {
                line = Arrays.copyOf(line, Math.max(2 * line.length, length + more));
            }
            System.arraycopy(buffer, from, line, length, more);
            length += more;
        } else {
            length = MOST_BYTES + 1;
        }
    }

    private void end(Consumer<Result> taker) {
        number++;
        if (length > MOST_BYTES) {
            defect("is longer than " + MOST_BYTES + " bytes");
        } else if (!isBlank()) {
            try (JsonParser parser = factory.createParser(line, 0, length)) {
                Optional<Result> result = ResultParser.parse(parser);
                read += result.isPresent() ? 1 : 0;
                result.ifPresent(taker);
            } catch (JsonProcessingException e) {
                defect("is not JSON");
            } catch (IOException e) {
                defect(e.getMessage());
            }
        }
        length = 0;
    }

    private boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void defect(String what) {
        unreadable++;
        if (firstDefect.isEmpty()) {
            firstDefect = "line " + number + " " + what;
        }
    }

    /** How many lines were results. */
    long read() {
        return read;
    }

    /** How many lines were none. */
    long unreadable() {
        return unreadable;
    }

    /** The first line that was no result, in words; empty when all were. */
    String firstDefect() {
        return firstDefect;
    }
}
