package transfer.protocol.ftp;

import java.io.IOException;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferUrl;

/**
 * Finds out what is under a name: by MLST (RFC 3659, 7) where the server has it, else by SIZE and
 * MDTM, by trying to enter it, and by the listing of the directory above.
 */
final class FtpLook {
    private final FtpConnection connection;

    FtpLook(FtpConnection connection) {
        this.connection = connection;
    }

    /**
     * What is there.
     *
     * @throws FtpRefusal when nothing is, or the server does not say; see {@link #of}
     */
    FtpState at(FtpPath path) throws IOException {
        if (path.isTop()) {
            return FtpState.directory();
        }
        if (connection.features().has("MLST")) {
            FtpReply reply = connection.send("MLST", path.argument());
            Optional<FtpState> state = facts(reply).map(FtpState::of);
            if (state.isPresent() && !state.get().mayBeOfALink()) {
                return state.get();
            }
            if (!reply.isDone() && !reply.isUnknownCommand()) {
                throw new FtpRefusal(reply);
            }
        }
        return bySize(path);
    }

    /** As {@link #at}, without a file's time where that would cost a command of its own. */
    FtpState briefly(FtpPath path) throws IOException {
        if (!connection.features().has("MLST")) {
            FtpReply size = connection.send("SIZE", path.argument());
            if (size.code() == 213) {
                return FtpState.file(FtpFacts.number(value(size)), Optional.empty());
            }
        }
        return at(path);
    }

    /** The one line of the answer that begins with a blank. */
    static Optional<FtpFacts> facts(FtpReply reply) {
        return reply.isDone()
                ? reply.lines().stream()
                        .filter(line -> line.startsWith(" "))
                        .findFirst()
                        .flatMap(line -> FtpFacts.parse(line.substring(1)))
                : Optional.empty();
    }

    private FtpState bySize(FtpPath path) throws IOException {
        FtpReply size = connection.send("SIZE", path.argument());
        if (size.code() == 213) {
            FtpReply time = connection.send("MDTM", path.argument());
            return FtpState.file(
                    FtpFacts.number(value(size)),
                    time.code() == 213 ? FtpFacts.time(value(time)) : Optional.empty());
        }
        if (connection.canEnter(path)) {
            return FtpState.directory();
        }
        Optional<FtpEntry> entry = listed(path);
        if (entry.isPresent() && entry.get().kind() != FtpEntry.Kind.LINK) {
            return entry.get().state();
        }
        throw new FtpRefusal(size);
    }

    private static String value(FtpReply reply) {
        String line = reply.lines().getLast();
        return line.length() > 4 ? line.substring(4).strip() : "";
    }

    private Optional<FtpEntry> listed(FtpPath path) throws IOException {
        try {
            return new FtpListing(connection).find(path);
        } catch (FtpRefusal _) {
            return Optional.empty();
        }
    }

    /** A step that the server may refuse. */
    interface Step<T> {
        T take() throws IOException;
    }

    /** What is there, or else a failure that says why it cannot be looked at. */
    FtpState of(FtpPath path, TransferUrl url, String doing) throws IOException {
        return orWhyAbsent(path, url, doing, () -> at(path));
    }

    /** Nothing, where something is there, or else a failure as {@link #of} has it. */
    void require(FtpPath path, TransferUrl url, String doing) throws IOException {
        orWhyAbsent(path, url, doing, () -> briefly(path));
    }

    private <T> T orWhyAbsent(FtpPath path, TransferUrl url, String doing, Step<T> step)
            throws IOException {
        try {
            return step.take();
        } catch (FtpRefusal e) {
            throw e.isUnclear() ? FtpFailures.as(whyAbsent(path), url, doing, e, Phase.REQUEST) : e;
        }
    }

    /**
     * Does something with a name, or else fails in a way that says why it cannot be done: 550 is
     * the answer to a name that is not there and to one that we may not use.
     */
    <T> T explained(FtpPath path, TransferUrl url, String doing, Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (FtpRefusal e) {
            throw e.isUnclear() ? FtpFailures.as(why(path), url, doing, e, Phase.REQUEST) : e;
        }
    }

    /** Why a name is refused: it is missing, or it is there and we may not. */
    FailureKind why(FtpPath path) throws IOException {
        return path.isTop() || isThere(path) ? FailureKind.ACCESS_DENIED : whyAbsent(path);
    }

    private boolean isThere(FtpPath path) throws IOException {
        try {
            at(path);
            return true;
        } catch (FtpRefusal _) {
            return false;
        }
    }

    /** Not to be seen: because it is missing, or because what it is in may not be entered. */
    private FailureKind whyAbsent(FtpPath path) throws IOException {
        for (FtpPath at = path; !at.isTop(); at = at.parent().orElseThrow()) {
            FtpPath parent = at.parent().orElseThrow();
            if (parent.isTop() || connection.canEnter(parent)) {
                return FailureKind.NOT_FOUND;
            }
            if (isThere(parent)) {
                return FailureKind.ACCESS_DENIED;
            }
        }
        return FailureKind.ACCESS_DENIED;
    }
}
