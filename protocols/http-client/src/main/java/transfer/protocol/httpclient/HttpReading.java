package transfer.protocol.httpclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import okio.Buffer;
import okio.BufferedSource;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/** The body of an answer. */
final class HttpReading implements Reading {
    private static final long PIECE = 8192;

    private final HttpRequest request;
    private final HttpAnswer answer;
    private final BufferedSource source;
    private final FileStat stat;
    private final Span span;
    private long passed;
    private boolean closed;

    /**
     * Which bytes come.
     *
     * @param offset where in the file the first of them is
     * @param announced how many the server said it sends, or -1
     * @param wanted how many there must be if the file has them, or -1 for what is announced
     */
    record Span(long offset, long announced, long wanted) {
        static final Span NOTHING = new Span(0, 0, 0);

        long expected() {
            return Math.max(announced, wanted);
        }
    }

    HttpReading(
            HttpRequest request,
            HttpAnswer answer,
            BufferedSource source,
            FileStat stat,
            Span span) {
        this.request = request;
        this.answer = answer;
        this.source = source;
        this.stat = stat;
        this.span = span;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public long offset() {
        return span.offset();
    }

    @Override
    public int read(ByteBuffer into) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the reading is closed");
        }
        if (!into.hasRemaining()) {
            return 0;
        }
        int count = 0;
        try {
            Buffer buffer = source.getBuffer();
            boolean more = true;
            // a piece that is not full says that nothing more has arrived yet
            while (more && into.hasRemaining()) {
                int piece = source.read(into);
                more = piece == PIECE || buffer.size() > 0;
                count += Math.max(piece, 0);
                if (piece < 0 && count == 0) {
                    return end();
                }
            }
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            if (count == 0) {
                throw brokenOff(e);
            }
            // what came before is good; the failure comes again with the next call
        }
        passed += count;
        return count;
    }

    private int end() throws TransferException {
        if (passed < span.expected()) {
            throw new TransferException(
                    FailureKind.TRUNCATED,
                    request.url(),
                    request
                            + ": the server sent "
                            + passed
                            + " bytes, of "
                            + span.expected()
                            + " that should come");
        }
        return -1;
    }

    private TransferException brokenOff(IOException failure) {
        return new TransferException(
                HttpFailures.kindInBody(failure),
                request.url(),
                request
                        + ": broke off after "
                        + passed
                        + (span.expected() < 0 ? "" : " of " + span.expected())
                        + " bytes: "
                        + HttpFailures.reason(failure),
                failure);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            answer.close();
        }
    }
}
