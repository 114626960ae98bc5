package transfer.protocol.ftp;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A file that comes over a data connection. Its end is believed when the server has said on the
 * control connection that it was the end, and as many bytes have come as were told before.
 */
final class FtpReading implements Reading {
    private static final String DOING = "cannot read";

    private final FtpSession session;
    private final FtpConnection connection;
    private final TransferUrl url;
    private final FtpStream stream;
    private final FileStat stat;
    private long position;
    private long end = Long.MAX_VALUE;
    private boolean ended;
    private boolean closed;

    /**
     * @param session to which the connection is given back
     */
    FtpReading(
            FtpSession session,
            FtpConnection connection,
            TransferUrl url,
            FtpStream stream,
            FileStat stat) {
        this.session = session;
        this.connection = connection;
        this.url = url;
        this.stream = stream;
        this.stat = stat;
        this.position = stream.offset();
    }

    /** The same, which ends after so many bytes. */
    FtpReading upTo(OptionalLong length) {
        if (length.isPresent() && length.getAsLong() < Long.MAX_VALUE - position) {
            end = position + length.getAsLong();
        }
        return this;
    }

    @Override
    public FileStat stat() {
        return stat;
    }

    @Override
    public long offset() {
        return stream.offset();
    }

    @Override
    public int read(ByteBuffer into) throws TransferException, InterruptedException {
        if (ended || isEnoughWithoutTheEnd()) {
            return -1;
        }
        int limit = into.limit();
        // one byte more than there should be, where all is wanted: it must not come
        boolean last = position == end;
        ByteBuffer target = last ? ByteBuffer.allocate(1) : into;
        if (!last) {
            into.limit(into.position() + (int) Math.min(into.remaining(), end - position));
        }
        int count;
        try {
            count = stream.data().read(target);
        } catch (EOFException e) {
            if (position != stat.size().orElse(-1)) {
                throw broken(e);
            }
            // nothing is missing, so it does not matter that the end was not told
            count = -1;
        } catch (IOException e) {
            throw broken(e);
        } finally {
            into.limit(limit);
        }
        if (count < 0) {
            finish();
            return -1;
        }
        position += count;
        if (last) {
            throw failed(FailureKind.CHANGED, "the file has become longer than " + stat.size());
        }
        return count;
    }

    /** Where a part is asked for, what follows it is not waited for. */
    private boolean isEnoughWithoutTheEnd() {
        return position == end && position != stat.size().orElse(-1);
    }

    private void finish() throws TransferException, InterruptedException {
        try {
            stream.data().close();
            connection.end();
        } catch (IOException e) {
            throw broken(e);
        }
        ended = true;
        if (stat.size().isPresent() && position < stat.size().getAsLong()) {
            throw failed(
                    FailureKind.TRUNCATED, "the server says that this is all after " + progress());
        }
        if (stat.size().isPresent() && position > stat.size().getAsLong()) {
            throw failed(
                    FailureKind.CHANGED,
                    "more came than the " + stat.size().getAsLong() + " bytes that were told");
        }
        session.giveBack(connection);
        closed = true;
    }

    private String progress() {
        return position
                + (stat.size().isPresent() ? " of " + stat.size().getAsLong() : "")
                + " bytes";
    }

    private TransferException broken(IOException failure)
            throws TransferException, InterruptedException {
        close(false);
        FtpFailures.throwIfInterrupted(failure);
        String doing = DOING + " more than " + progress() + " of";
        return FtpFailures.by(connection, FtpFailures.of(url, doing, failure, Phase.BODY));
    }

    private TransferException failed(FailureKind kind, String why) {
        close(false);
        return new TransferException(kind, url, DOING + " " + url + ": " + why)
                .during(Phase.BODY)
                .cameBy(connection.provenance());
    }

    @Override
    public void close() {
        close(true);
    }

    /**
     * @param inOrder whether the connection is as it should be, so that it can be used again
     */
    private void close(boolean inOrder) {
        if (closed) {
            return;
        }
        closed = true;
        ended = true;
        try {
            stream.data().close();
        } catch (IOException _) {
            // nothing more was wanted of it
        }
        if (inOrder) {
            connection.endBroken();
        } else {
            connection.close();
        }
        session.giveBack(connection);
    }
}
