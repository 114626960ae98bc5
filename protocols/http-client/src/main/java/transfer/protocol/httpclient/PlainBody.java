package transfer.protocol.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import okio.BufferedSource;
import okio.Okio;

/**
 * A body from a connection of our own, read straight into the buffers of whoever wants it. The
 * connection is given back with the last byte, not when somebody gets around to closing.
 */
final class PlainBody implements Content {
    /** Of the lines between chunks and of the fields after the last one (RFC 9112, 7.1). */
    private static final int MOST_BETWEEN = PlainConnection.ROOM;

    private final PlainConnection connection;
    private final Framing framing;
    private final Ending ending;
    private ByteBuffer ahead = ByteBuffer.allocate(0);
    private Optional<BufferedSource> source = Optional.empty();
    private long left;
    private boolean first = true;
    private boolean strict = true;
    private boolean over;
    private boolean torn;

    /** Takes the connection back. */
    @FunctionalInterface
    interface Ending {
        /**
         * @param good whether it may carry another answer
         */
        void over(boolean good);
    }

    PlainBody(PlainConnection connection, Framing framing, Ending ending) {
        this.connection = connection;
        this.framing = framing;
        this.ending = ending;
        this.left = framing.length();
        if (framing.way() == Framing.Way.LENGTH && left == 0) {
            complete();
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (ahead.hasRemaining()) {
            int count = Math.min(ahead.remaining(), into.remaining());
            into.put(into.position(), ahead, ahead.position(), count);
            into.position(into.position() + count);
            ahead.position(ahead.position() + count);
            return count;
        }
        return take(into);
    }

    private int take(ByteBuffer into) throws IOException {
        if (torn) { // who overheard it the first time must not take it for the end
            throw new ProtocolException("unexpected end of stream");
        }
        if (over) {
            return -1;
        }
        boolean good = false;
        try {
            int count =
                    switch (framing.way()) {
                        case LENGTH -> counted(into);
                        case CHUNKS -> chunked(into);
                        case CLOSE -> connection.read(into);
                    };
            if (count < 0 && !over) { // the end of the connection, where that is the body's
                finish(false);
            } else if (framing.way() == Framing.Way.LENGTH && left == 0) {
                complete();
            }
            good = true;
            return count;
        } finally {
            if (!good) {
                torn = true;
                finish(false);
            }
        }
    }

    /** No byte more than there are to come: what follows belongs to nobody. */
    private int counted(ByteBuffer into) throws IOException {
        int limit = into.limit();
        into.limit(into.position() + (int) Math.min(into.remaining(), left));
        try {
            int count = connection.read(into);
            if (count < 0) {
                throw new ProtocolException("unexpected end of stream");
            }
            left -= count;
            return count;
        } finally {
            into.limit(limit);
        }
    }

    private int chunked(ByteBuffer into) throws IOException {
        if (left == 0) {
            if (!first && !line(2).isEmpty()) {
                throw new ProtocolException("a chunk is longer than it says");
            }
            first = false;
            left = chunkSize(line(MOST_BETWEEN));
            if (left == 0) {
                skipTrailers();
                complete();
                return -1;
            }
        }
        return counted(into);
    }

    private static long chunkSize(String line) throws ProtocolException {
        int semicolon = line.indexOf(';');
        String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        boolean good = !digits.isEmpty() && digits.length() <= 15;
        for (int i = 0; good && i < digits.length(); i++) {
            good = Character.digit(digits.charAt(i), 16) >= 0 && digits.charAt(i) < 0x80;
        }
        if (!good) {
            throw new ProtocolException("a chunk has a length that is none");
        }
        return Long.parseLong(digits, 16);
    }

    private void skipTrailers() throws IOException {
        int room = MOST_BETWEEN;
        String line = line(room);
        while (!line.isEmpty()) {
            room -= line.length();
            line = line(room);
        }
    }

    /**
     * A line without its end.
     *
     * @param most characters that it may have
     */
    private String line(int most) throws IOException {
        StringBuilder line = new StringBuilder(16);
        int c = connection.read();
        while (c != '\n') {
            if (c < 0) {
                throw new ProtocolException("unexpected end of stream");
            }
            if (line.length() > most) {
                throw new ProtocolException("what stands between the chunks is too long");
            }
            boolean ended = line.length() > 0 && line.charAt(line.length() - 1) == '\r';
            if (ended || c < ' ' && c != '\t' && c != '\r') {
                throw new ProtocolException("control characters stand between the chunks");
            }
            line.append((char) c);
            c = connection.read();
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        } else {
            strict = false;
        }
        return line.toString();
    }

    /** Everything has come; unless more than that has. */
    private void complete() {
        finish(framing.kept() && strict && connection.isQuiet());
    }

    private void finish(boolean good) {
        if (!over) {
            over = true;
            ending.over(good);
        }
    }

    @Override
    public byte[] beginning(int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(most, ahead.remaining()));
        bytes.put(ahead);
        while (bytes.position() < most && take(bytes) >= 0) {
            continue;
        }
        ahead = bytes.flip();
        return Arrays.copyOf(bytes.array(), Math.min(most, bytes.limit()));
    }

    @Override
    public BufferedSource source() {
        if (source.isEmpty()) {
            source = Optional.of(Okio.buffer(Okio.source(new Stream())));
        }
        return source.get();
    }

    private final class Stream extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return length == 0 ? 0 : PlainBody.this.read(ByteBuffer.wrap(into, offset, length));
        }
    }

    /** What is little and here already is passed over, so that the connection can stay. */
    @Override
    public void end() {
        if (over) {
            return;
        }
        boolean good = false;
        try {
            good =
                    framing.way() == Framing.Way.LENGTH
                            && framing.kept()
                            && connection.skip(left)
                            && connection.isQuiet();
        } catch (IOException _) {
            // closed meanwhile: then it is not used again
        }
        finish(good);
    }
}
