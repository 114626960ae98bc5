package transfer.protocol.ftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import transfer.checksum.Checksum;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/**
 * A file that goes over a data connection to a hidden name, and gets its own by RNFR and RNTO. A
 * server that renames over no other file has the old one moved aside: for a moment there is none.
 */
final class FtpWriting implements Writing {
    private static final String DOING = "cannot write";

    private static final int LOCAL_ERROR = 451;

    /** Leaves room for the rest also where names are short. */
    private static final int NAME_BYTES = 100;

    private final FtpSession session;
    private final FtpConnection connection;
    private final FtpChannel data;
    private final TransferUrl url;
    private final FtpPath target;
    private final FtpPath hidden;
    private final boolean wentOn;
    private long written;
    private State state = State.WRITING;
    private boolean ended;
    private boolean released;

    private enum State {
        WRITING,
        PUBLISHED,
        CLOSED
    }

    private FtpWriting(
            FtpSession session,
            FtpConnection connection,
            FtpStream stream,
            TransferUrl url,
            FtpPath hidden)
            throws TransferException {
        this.session = session;
        this.connection = connection;
        this.data = stream.data();
        this.written = stream.offset();
        this.wentOn = stream.offset() > 0;
        this.url = url;
        this.target = FtpPath.of(url);
        this.hidden = hidden;
        session.beginWriting();
    }

    /** Under a name that nobody has. */
    static FtpWriting begin(FtpSession session, TransferUrl url)
            throws TransferException, InterruptedException {
        return begin(session, url, hiddenBeside(url, token()), 0);
    }

    private static String token() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /**
     * Under this name.
     *
     * @param offset how much is there already and stays
     */
    static FtpWriting begin(FtpSession session, TransferUrl url, FtpPath hidden, long offset)
            throws TransferException, InterruptedException {
        return session.begin(
                url,
                DOING,
                connection ->
                        new FtpWriting(
                                session,
                                connection,
                                offset > 0
                                        ? goOn(connection, url, hidden, offset)
                                        : new FtpStream(store(connection, url, hidden), 0),
                                url,
                                hidden));
    }

    /** A hidden name in the same directory. */
    static FtpPath hiddenBeside(TransferUrl url, String token) throws TransferException {
        FtpPath target = FtpPath.of(url);
        if (target.isTop()) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST, url, DOING + " " + url + ": is a directory")
                    .during(Phase.REQUEST);
        }
        String name = target.name();
        String hidden =
                "."
                        + name.substring(0, Math.min(name.length(), NAME_BYTES))
                        + "."
                        + token
                        + ".part";
        return target.parent().orElseThrow().child(hidden);
    }

    /** Where the server does not want to, now or later, what is there is of no use any more. */
    private static FtpStream goOn(
            FtpConnection connection, TransferUrl url, FtpPath hidden, long offset)
            throws IOException {
        try {
            return connection.transfer("STOR", hidden.argument(), offset);
        } catch (FtpRefusal e) {
            if (FtpFailures.kind(e.code()).isPassing()) {
                throw e;
            }
            connection.send("DELE", hidden.argument());
            throw FtpFailures.as(
                    FailureKind.UNEXPECTED,
                    url,
                    "has to begin again, for the server does not go on with",
                    e,
                    Phase.REQUEST);
        }
    }

    /** What is to hold the file is made only when it turns out to be missing. */
    private static FtpChannel store(FtpConnection connection, TransferUrl url, FtpPath hidden)
            throws IOException {
        try {
            return connection.transfer("STOR", hidden.argument());
        } catch (FtpRefusal e) {
            if (e.code() != 550 && e.code() != 553 && e.code() != 451) {
                throw e;
            }
            FtpPath directory = hidden.parent().orElseThrow();
            // others may be making it at this moment
            if (!connection.canEnter(directory)) {
                new FtpTree(connection, url).make(directory);
            }
        }
        try {
            return connection.transfer("STOR", hidden.argument());
        } catch (FtpRefusal e) {
            throw denied(url, e);
        }
    }

    /** Of a new name in a directory that is there, 550 says that we may not. */
    private static TransferException denied(TransferUrl url, FtpRefusal refusal) {
        FailureKind kind = FtpFailures.kind(refusal.code());
        return FtpFailures.as(
                kind == FailureKind.NOT_FOUND ? FailureKind.ACCESS_DENIED : kind,
                url,
                DOING,
                refusal,
                Phase.REQUEST);
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        int before = bytes.remaining();
        try {
            data.write(bytes);
            written += before;
        } catch (IOException e) {
            FtpFailures.throwIfInterrupted(e);
            throw broken(e);
        }
    }

    /** Why a server has closed the data connection it says on the other one. */
    private TransferException broken(IOException failure) {
        boolean silent = FtpFailures.kind(failure) == FailureKind.TIMED_OUT;
        IOException why = breakOff(!silent).map(IOException.class::cast).orElse(failure);
        return failed(DOING + " more than " + written + " bytes to", why);
    }

    /** Most servers have the same answer for every trouble with their disk. */
    private TransferException failed(String doing, IOException why) {
        boolean local = why instanceof FtpRefusal refusal && refusal.code() == LOCAL_ERROR;
        return FtpFailures.by(
                connection,
                local
                        ? FtpFailures.withHint(
                                url, doing, why, Phase.BODY, "it may be that its disk is full")
                        : FtpFailures.of(url, doing, why, Phase.BODY));
    }

    /**
     * Ends the data connection, once; the other one stays, to remove what has arrived.
     *
     * @param inOrder whether the server is still to be heard
     * @return why it broke off the transfer, if it did and says so
     */
    private Optional<FtpRefusal> breakOff(boolean inOrder) {
        if (ended) {
            return Optional.empty();
        }
        ended = true;
        closeData();
        if (inOrder && connection.isOpen()) {
            return connection.endBroken();
        }
        connection.close();
        return Optional.empty();
    }

    private void closeData() {
        try {
            data.close();
        } catch (IOException _) {
            // it was broken already
        }
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        try {
            data.finish();
        } catch (IOException e) {
            // with TLS, a server that has had enough may be noticed only now
            FtpFailures.throwIfInterrupted(e);
            throw broken(e);
        }
        try {
            connection.end();
            FtpState stored = new FtpLook(connection).briefly(hidden);
            long size = stored.size().orElse(written);
            if (size != written) {
                if (wentOn) {
                    // whoever goes on with it once more gets no further
                    connection.send("DELE", hidden.argument());
                }
                throw new TransferException(
                                FailureKind.TRUNCATED,
                                url,
                                DOING
                                        + " "
                                        + url
                                        + ": "
                                        + written
                                        + " bytes were sent, the server has "
                                        + size)
                        .during(Phase.BODY);
            }
            FileStat stat = stored.stat(Clock.systemUTC(), connection.provenance());
            giveBack();
            return stat;
        } catch (FtpRefusal | TransferException e) {
            closeData();
            giveBack();
            throw failed(DOING, e);
        } catch (IOException e) {
            breakOff(false);
            FtpFailures.throwIfInterrupted(e);
            throw failed(DOING, e);
        }
    }

    /** Not to others before {@link #end}: verification and publishing use it. */
    private void giveBack() {
        ended = true;
        if (!released) {
            released = true;
            session.giveBack(connection);
        }
    }

    @Override
    public TransferUrl location() {
        return hidden.at(url);
    }

    @Override
    public void publish() throws TransferException, InterruptedException {
        String doing = "cannot give its name to";
        session.ask(
                url,
                doing,
                connection -> {
                    FtpReply reply = rename(connection, hidden, target);
                    if (mayBeInTheWay(reply) && isFile(connection)) {
                        reply = renameInPlace(connection, reply);
                    }
                    if (!reply.isDone()) {
                        throw refused(connection, doing, new FtpRefusal(reply));
                    }
                    return true;
                });
        end(State.PUBLISHED);
    }

    private void end(State how) {
        state = how;
        giveBack();
        session.endWriting();
    }

    private static FtpReply rename(FtpConnection connection, FtpPath from, FtpPath to)
            throws IOException {
        FtpReply reply = connection.send("RNFR", from.argument());
        return reply.isHalfDone() ? connection.send("RNTO", to.argument()) : reply;
    }

    private static boolean mayBeInTheWay(FtpReply reply) {
        return switch (FtpFailures.kind(reply.code())) {
            case NOT_FOUND, ACCESS_DENIED, ALREADY_EXISTS -> !reply.isDone();
            default -> false;
        };
    }

    /**
     * Moves the old file aside, and back where that was not what the server had against the name.
     */
    private FtpReply renameInPlace(FtpConnection connection, FtpReply refusal) throws IOException {
        FtpPath aside = hiddenBeside(url, token());
        if (!rename(connection, target, aside).isDone()) {
            return refusal;
        }
        FtpReply reply = rename(connection, hidden, target);
        if (reply.isDone()) {
            connection.send("DELE", aside.argument());
        } else {
            rename(connection, aside, target);
        }
        return reply;
    }

    private boolean isFile(FtpConnection connection) throws IOException {
        try {
            return new FtpLook(connection).at(target).kind() == FtpEntry.Kind.FILE;
        } catch (FtpRefusal _) {
            return false;
        }
    }

    private TransferException refused(FtpConnection connection, String doing, FtpRefusal refusal)
            throws IOException {
        boolean directory = connection.canEnter(target);
        FailureKind kind =
                directory ? FailureKind.ALREADY_EXISTS : FtpFailures.kind(refusal.code());
        return FtpFailures.as(
                kind == FailureKind.NOT_FOUND ? FailureKind.ACCESS_DENIED : kind,
                url,
                doing,
                refusal,
                Phase.PUBLISH);
    }

    @Override
    public void leave() {
        if (state == State.PUBLISHED || state == State.CLOSED) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        breakOff(true);
        end(State.CLOSED);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server takes what came until now for the whole, so it is removed. */
    @Override
    public void close() {
        if (state == State.PUBLISHED || state == State.CLOSED) {
            return;
        }
        // what an interrupt has stopped still has to be tidied up
        boolean interrupted = Thread.interrupted();
        breakOff(true);
        if (released || !isRemovedOverThis()) {
            giveBack();
            discard(session, url, hidden);
        }
        end(State.CLOSED);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server may have no room for another connection. */
    private boolean isRemovedOverThis() {
        try {
            return connection.isOpen() && connection.send("DELE", hidden.argument()).code() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    /** Removes a hidden file, if that is possible. */
    static void discard(FtpSession session, TransferUrl url, FtpPath hidden) {
        try {
            session.ask(
                    url,
                    "cannot remove what was written of",
                    c -> c.send("DELE", hidden.argument()));
        } catch (TransferException _) {
            // the server cannot be reached any more; a hidden file stays there
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
