package transfer.protocol.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import transfer.protocol.ByteText;

/**
 * Takes what a shell writes, and knows the end of an answer by a line that begins with the mark of
 * this conversation. The connection's thread writes; it is never made to wait.
 */
final class ShellInbox extends OutputStream {
    /** More than the list of a million names. */
    private static final int MOST = 64 << 20;

    private final byte[] mark;
    private byte[] bytes = new byte[1024];
    private int count;
    private boolean closed;
    private CompletableFuture<ShellAnswer> awaited = new CompletableFuture<>();

    /**
     * @param mark what nobody else can know
     */
    ShellInbox(String mark) {
        this.mark = ("\n" + mark + " ").getBytes(StandardCharsets.US_ASCII);
    }

    /** What will hold the next answer, or the failure. To be called before the question is put. */
    synchronized CompletableFuture<ShellAnswer> next() {
        awaited = new CompletableFuture<>();
        count = 0;
        if (closed) {
            close();
        }
        return awaited;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] from, int offset, int length) {
        if (awaited.isDone()) {
            return; // nobody asked
        }
        if (length > MOST - count) {
            awaited.completeExceptionally(
                    new IOException("the answer is longer than " + MOST + " bytes"));
            return;
        }
        if (length > bytes.length - count) {
            bytes = Arrays.copyOf(bytes, Math.max(count + length, 2 * count));
        }
        System.arraycopy(from, offset, bytes, count, length);
        count += length;
        if (bytes[count - 1] == '\n') {
            endIfMarked();
        }
    }

    /** The last line is {@code mark status}. */
    private void endIfMarked() {
        int line = count - 2;
        while (line >= 0 && bytes[line] != '\n') {
            line--;
        }
        int number = line + mark.length;
        if (line < 0
                || number > count - 2
                || !Arrays.equals(bytes, line, number, mark, 0, mark.length)) {
            return;
        }
        String status = new String(bytes, number, count - 1 - number, StandardCharsets.ISO_8859_1);
        try {
            awaited.complete(
                    new ShellAnswer(
                            ByteText.decode(ByteBuffer.wrap(bytes, 0, line)),
                            Integer.parseInt(status)));
        } catch (NumberFormatException e) {
            awaited.completeExceptionally(new IOException("not a shell", e));
        }
    }

    /** The channel has ended. */
    @Override
    public synchronized void close() {
        closed = true;
        awaited.completeExceptionally(new IOException("the shell has ended"));
    }
}
