package transfer.protocol.httpclient;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A socket in clear that asks the kernel for more than the library does, which reads and writes 8
 * KiB at a time: each of them is a system call, and most of them wake the other side.
 *
 * <p>What is written leaves with a flush, or when there is enough of it. That suits HTTP/1.1 only:
 * HTTP/2 waits for answers to what it has not flushed.
 *
 * <p>Like the library's own use of it: one thread reads and one writes, any may close.
 */
final class RoomySocket extends Socket {
    /**
     * Bytes a system call. One time limit holds for all of them together: on a slow line more would
     * not be through in time. For streams that it does not know the library itself ends there.
     */
    static final int ROOM = 64 << 10;

    /** What the library reads and writes at a time when there is enough. */
    private static final int PIECE = 8 << 10;

    private Input input;
    private OutputStream output;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (input == null) {
            input = new Input(super.getInputStream());
        }
        return input;
    }

    /** What the library reads from; there is one once it is connected. */
    synchronized Input input() {
        return input;
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        if (output == null) {
            output = new Output(super.getOutputStream());
        }
        return output;
    }

    /**
     * Reads ahead once a reading came full, so that small answers need no memory.
     *
     * <p>{@link StraightBody} takes bytes past whoever reads from it. They are owed to the reader,
     * who is given the next ones only when he has been given as many of no meaning.
     */
    static final class Input extends FilterInputStream {
        /** As much as the runtime asks for in one system call. */
        private static final int MOST = 128 << 10;

        private byte[] ahead = {};
        private byte[] straight = {};
        private int at;
        private int end;
        private ByteBuffer landing;
        private long owed;

        Input(InputStream from) {
            super(from);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (landing != null && owed == 0 && receive(landing) < 0) {
                return -1;
            }
            if (owed > 0) {
                int shown = (int) Math.min(length, owed);
                owed -= shown;
                return shown;
            }
            if (at == end) {
                if (length >= ahead.length) {
                    int count = in.read(into, offset, length);
                    if (count == length && length >= PIECE && ahead.length == 0) {
                        ahead = new byte[ROOM];
                    }
                    return count;
                }
                at = 0;
                end = 0;
                int count = in.read(ahead, 0, ahead.length);
                if (count < 0) {
                    return -1;
                }
                end = count;
            }
            int count = Math.min(length, end - at);
            System.arraycopy(ahead, at, into, offset, count);
            at += count;
            return count;
        }

        /** Where the next bytes go, past who asks for them next; null for nowhere. */
        void landIn(ByteBuffer into) {
            landing = into;
        }

        /** Some bytes that the reader is owed from then on, or -1 at the end. */
        int receive(ByteBuffer into) throws IOException {
            int count;
            if (at < end) {
                count = Math.min(end - at, into.remaining());
                into.put(ahead, at, count);
                at += count;
            } else {
                if (straight.length == 0) {
                    straight = new byte[MOST];
                }
                count = in.read(straight, 0, Math.min(MOST, into.remaining()));
                if (count < 0) {
                    return -1;
                }
                into.put(straight, 0, count);
            }
            owed += count;
            return count;
        }

        /** How many bytes the reader has not been shown. */
        long owed() {
            return owed;
        }

        /** The reader gets nothing for what he is owed: he finds himself elsewhere. */
        void forget() {
            owed = 0;
        }

        @Override
        public int available() throws IOException {
            return end - at + in.available();
        }

        @Override
        public long skip(long count) throws IOException {
            long there = Math.min(Math.max(count, 0), end - at);
            at += (int) there;
            return there > 0 ? there : in.skip(count);
        }
    }

    /**
     * Gathers pieces that follow each other without a flush between them. Closing sends nothing:
     * what is closed without a flush is given up, and must not look whole to the server.
     */
    static final class Output extends OutputStream {
        private final OutputStream out;
        private byte[] gathered = {};
        private int count;

        Output(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (count == 0 && (length < PIECE || length >= ROOM)) {
                out.write(bytes, offset, length);
                return;
            }
            if (count + length > ROOM) {
                send();
                write(bytes, offset, length);
                return;
            }
            if (gathered.length == 0) {
                gathered = new byte[ROOM];
            }
            System.arraycopy(bytes, offset, gathered, count, length);
            count += length;
            if (count == ROOM) {
                send();
            }
        }

        private void send() throws IOException {
            int all = count;
            count = 0;
            out.write(gathered, 0, all);
        }

        @Override
        public void flush() throws IOException {
            if (count > 0) {
                send();
            }
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
