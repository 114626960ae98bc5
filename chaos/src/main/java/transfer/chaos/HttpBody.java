package transfer.chaos;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * How the end of a message's body is told (RFC 9112, 6.3).
 *
 * @param length in bytes; negative when it is not told
 * @param chunked whether it comes in chunks (RFC 9112, 7.1)
 */
record HttpBody(long length, boolean chunked) {
    private static final HttpBody NONE = new HttpBody(0, false);

    static HttpBody ofRequest(HttpHead head) throws IOException {
        return head.field("Transfer-Encoding").isEmpty() && head.field("Content-Length").isEmpty()
                ? NONE
                : of(head);
    }

    static HttpBody ofAnswer(String method, HttpHead head) throws IOException {
        boolean hasNone =
                method.equals("HEAD")
                        || head.status() / 100 == 1
                        || head.status() == 204
                        || head.status() == 304;
        return hasNone ? NONE : of(head);
    }

    private static HttpBody of(HttpHead head) throws IOException {
        if (head.names("Transfer-Encoding", "chunked")) {
            return new HttpBody(-1, true);
        }
        String length = head.field("Content-Length").orElse("-1");
        if (!length.matches("-1|\\d{1,18}")) {
            throw new IOException("a length of " + length);
        }
        return new HttpBody(Long.parseLong(length), false);
    }

    /** Only the end of the connection ends it. */
    boolean endsWithConnection() {
        return length < 0 && !chunked;
    }

    /** Its bytes, freed of the chunks. */
    InputStream from(InputStream in) {
        if (chunked) {
            return new Unchunked(in);
        }
        return length < 0 ? in : new First(in, length);
    }

    /** Where to write its bytes; {@link Ending#end} ends it. */
    Ending to(OutputStream out) {
        return new Ending(out, chunked);
    }

    /** The first bytes of a stream. */
    static final class First extends FilterInputStream {
        private long left;

        First(InputStream in, long length) {
            super(in);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }

    private static final class Unchunked extends FilterInputStream {
        private long left;
        private boolean begun;
        private boolean ended;

        Unchunked(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0 && !ended) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int count = in.read(into, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("in the middle of a chunk");
            }
            left -= count;
            return count;
        }

        private void nextChunk() throws IOException {
            if (begun) {
                line(); // the end of the chunk before
            }
            begun = true;
            String size = line().replaceFirst(";.*", "").trim();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new IOException("a chunk of size " + size);
            }
            left = Long.parseLong(size, 16);
            if (left == 0) {
                ended = true;
                while (!line().isEmpty()) {
                    // trailers are not passed on
                }
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            int c;
            while ((c = in.read()) != '\n') {
                if (c < 0) {
                    throw new EOFException("between chunks");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }
    }

    /** Puts each piece into a chunk, if they are to be. */
    static final class Ending extends FilterOutputStream {
        private final boolean chunked;

        Ending(OutputStream out, boolean chunked) {
            super(out);
            this.chunked = chunked;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (chunked && length > 0) {
                text(Integer.toHexString(length) + "\r\n");
            }
            out.write(bytes, offset, length);
            if (chunked && length > 0) {
                text("\r\n");
            }
        }

        void end() throws IOException {
            if (chunked) {
                text("0\r\n\r\n");
            }
            flush();
        }

        private void text(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
    }
}
