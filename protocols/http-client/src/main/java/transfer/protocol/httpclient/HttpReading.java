package transfer.protocol.httpclient;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;

/** The body of an answer. */
final class HttpReading implements Reading {
    private final HttpRequest request;
    private final HttpAnswer answer;
    private final Content content;
    private final FileStat stat;
    private final Span span;
    private Optional<TransferException> failure = Optional.empty();
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

    HttpReading(HttpRequest request, HttpAnswer answer, Content content, FileStat stat, Span span) {
        this.request = request;
        this.answer = answer;
        this.content = content;
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
        if (failure.isPresent()) {
            throw failure.get();
        }
        int before = into.position();
        try {
            content.read(into);
        } catch (IOException e) {
            HttpFailures.throwIfInterrupted(e);
            // what came before it is good; the library would say something else the next time
            failure = Optional.of(brokenOff(e, into.position() - before));
        }
        int count = into.position() - before;
        passed += count;
        if (count > 0) {
            return count;
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return end();
    }

    private int end() throws TransferException {
        if (passed < span.expected()) {
            TransferException early =
                    new TransferException(
                            FailureKind.TRUNCATED,
                            request.url(),
                            request
                                    + ": the server sent "
                                    + passed
                                    + " bytes, of "
                                    + span.expected()
                                    + " that should come");
            throw HttpFailures.after(answer, early, Phase.BODY);
        }
        return -1;
    }

    private TransferException brokenOff(IOException cause, int justRead) {
        String of = span.expected() < 0 ? "" : " of " + span.expected();
        return HttpFailures.inBody(
                request, answer, cause, "broke off after " + (passed + justRead) + of + " bytes");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            content.end();
            answer.close();
        }
    }
}
