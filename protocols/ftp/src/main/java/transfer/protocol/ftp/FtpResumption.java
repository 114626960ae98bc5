package transfer.protocol.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import transfer.checksum.Checksum;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/**
 * A file of which the server has the beginning, under its hidden name. The data connection is made
 * with the first byte, so that the server can be asked for a digest before.
 */
final class FtpResumption implements Writing {
    private final FtpSession session;
    private final TransferUrl url;
    private final FtpPath hidden;
    private final long offset;
    private Optional<FtpWriting> begun = Optional.empty();
    private boolean over;

    private FtpResumption(FtpSession session, TransferUrl url, FtpPath hidden, long offset) {
        this.session = session;
        this.url = url;
        this.hidden = hidden;
        this.offset = offset;
    }

    /** Goes on with what has this mark, or begins it. */
    static Writing of(FtpSession session, TransferUrl url, String mark)
            throws TransferException, InterruptedException {
        FtpPath hidden = FtpWriting.hiddenBeside(url, mark);
        session.beginWriting();
        boolean begun = false;
        try {
            long there =
                    session.ask(url, "cannot go on with", connection -> usable(connection, hidden));
            begun = there > 0;
            return begun
                    ? new FtpResumption(session, url, hidden, there)
                    : FtpWriting.begin(session, url, hidden, 0);
        } finally {
            if (!begun) {
                session.endWriting();
            }
        }
    }

    /** How much is there to go on with: nothing where the server does not restart (RFC 3659, 5). */
    private static long usable(FtpConnection connection, FtpPath hidden) throws IOException {
        if (!connection.features().has("REST")) {
            return 0;
        }
        try {
            return new FtpLook(connection).at(hidden).size().orElse(0);
        } catch (FtpRefusal e) {
            if (e.isUnclear()) {
                return 0;
            }
            throw e;
        }
    }

    private FtpWriting writing() throws TransferException, InterruptedException {
        if (over) {
            throw new IllegalStateException("the writing is closed");
        }
        if (begun.isEmpty()) {
            begun = Optional.of(FtpWriting.begin(session, url, hidden, offset));
            session.endWriting();
        }
        return begun.get();
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        writing().write(bytes);
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        return writing().finish(digests);
    }

    @Override
    public TransferUrl location() {
        return hidden.at(url);
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        writing().publish();
    }

    @Override
    public void leave() {
        if (begun.isPresent()) {
            begun.get().leave();
        } else if (!over) {
            session.endWriting();
        }
        over = true;
    }

    @Override
    public void close() {
        if (begun.isPresent()) {
            begun.get().close();
        } else if (!over) {
            boolean interrupted = Thread.interrupted();
            FtpWriting.discard(session, url, hidden);
            session.endWriting();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        over = true;
    }
}
