package transfer.protocol.httpclient;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/**
 * A socket in clear that gives the kernel more than the library does, which writes 8 KiB at a time:
 * each of them is a system call, and most of them wake the other side. Large answers do not come by
 * way of it, see {@link PlainConnection}.
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

    /** What the library writes at a time when there is enough. */
    private static final int PIECE = 8 << 10;

    private OutputStream output;

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
        if (output == null) {
            output = new Output(super.getOutputStream());
        }
        return output;
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
