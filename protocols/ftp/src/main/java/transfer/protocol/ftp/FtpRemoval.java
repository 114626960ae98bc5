package transfer.protocol.ftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Removes files, links and trees. DELE comes first for everything: it takes a link away without
 * looking where it leads, and leaves directories alone.
 */
final class FtpRemoval {
    private static final String DOING = "cannot remove";

    /** A path on Linux has at most 4096 bytes; a server may make up more. */
    private static final int MOST_LEVELS = 2048;

    private final FtpConnection connection;
    private final TransferUrl url;

    /**
     * @param url whose work it is, for messages
     */
    FtpRemoval(FtpConnection connection, TransferUrl url) {
        this.connection = connection;
        this.url = url;
    }

    /**
     * Removes what is there.
     *
     * @return whether anything was
     */
    boolean of(FtpPath path, boolean recursive) throws IOException {
        if (path.isTop() || path.name().equals(".") || path.name().equals("..")) {
            throw failed(FailureKind.BAD_REQUEST, "this directory is never removed");
        }
        FtpReply reply = connection.send("DELE", path.argument());
        if (reply.isDone()) {
            return true;
        }
        FtpRefusal refusal = new FtpRefusal(reply);
        FtpLook look = new FtpLook(connection);
        if (!isDirectory(look, path)) {
            FailureKind kind =
                    refusal.isUnclear() ? look.why(path) : FtpFailures.kind(refusal.code());
            if (kind == FailureKind.NOT_FOUND && listed(path).isEmpty()) {
                return false;
            }
            throw FtpFailures.as(
                    kind == FailureKind.NOT_FOUND ? FailureKind.ACCESS_DENIED : kind,
                    url,
                    DOING,
                    refusal,
                    Phase.REQUEST);
        }
        if (!recursive) {
            throw failed(FailureKind.BAD_REQUEST, "is a directory, to be removed with -r only");
        }
        if (isLink(path)) {
            throw FtpFailures.as(FailureKind.ACCESS_DENIED, url, DOING, refusal, Phase.REQUEST);
        }
        removeTree(path);
        return true;
    }

    private boolean isDirectory(FtpLook look, FtpPath path) throws IOException {
        try {
            return look.at(path).isDirectory();
        } catch (FtpRefusal _) {
            return false;
        }
    }

    /** A directory on the way down, and what is still to be removed in it. */
    private record Level(FtpPath directory, Deque<FtpPath> directories) {}

    private void removeTree(FtpPath top) throws IOException {
        Deque<Level> levels = new ArrayDeque<>();
        emptied(top).ifPresent(levels::push);
        while (!levels.isEmpty()) {
            Level level = levels.peek();
            FtpPath next = level.directories.poll();
            if (next == null) {
                FtpReply reply = connection.send("RMD", level.directory.argument());
                if (!reply.isDone()) {
                    throw refused(level.directory, new FtpRefusal(reply));
                }
                levels.pop();
            } else if (levels.size() == MOST_LEVELS) {
                throw failed(
                        FailureKind.UNSUPPORTED,
                        "has directories in one another, more than " + MOST_LEVELS);
            } else {
                emptied(next).ifPresent(levels::push);
            }
        }
    }

    /** The directories in it, once all else is gone; nothing where it is gone itself. */
    private Optional<Level> emptied(FtpPath directory) throws IOException {
        if (connection.send("RMD", directory.argument()).isDone()) {
            return Optional.empty();
        }
        Deque<FtpPath> directories = new ArrayDeque<>();
        Set<String> trueDirectories = null;
        for (FtpEntry entry : new FtpListing(connection).of(directory)) {
            FtpPath path = directory.child(entry.name());
            FtpReply reply = connection.send("DELE", path.argument());
            if (reply.isDone()) {
                continue;
            }
            if (trueDirectories == null) {
                trueDirectories = trueDirectories(directory);
            }
            if (!trueDirectories.contains(entry.name())) {
                throw refused(path, new FtpRefusal(reply));
            }
            directories.add(path);
        }
        return Optional.of(new Level(directory, directories));
    }

    /** MLSD may call a link to a directory a directory, and nothing behind it is to be removed. */
    private Set<String> trueDirectories(FtpPath directory) throws IOException {
        return new FtpListing(connection)
                .trueDirectories(directory).stream()
                        .map(FtpEntry::name)
                        .collect(Collectors.toSet());
    }

    private boolean isLink(FtpPath path) throws IOException {
        return listed(path).filter(entry -> entry.kind() == FtpEntry.Kind.LINK).isPresent();
    }

    private Optional<FtpEntry> listed(FtpPath path) throws IOException {
        try {
            return new FtpListing(connection).findByList(path);
        } catch (FtpRefusal _) {
            return Optional.empty();
        }
    }

    private TransferException refused(FtpPath path, FtpRefusal refusal) throws IOException {
        FailureKind kind =
                refusal.isUnclear()
                        ? new FtpLook(connection).why(path)
                        : FtpFailures.kind(refusal.code());
        return FtpFailures.as(kind, url, DOING + " " + path + " of", refusal, Phase.REQUEST);
    }

    private TransferException failed(FailureKind kind, String why) {
        return new TransferException(kind, url, DOING + " " + url + ": " + why)
                .during(Phase.REQUEST);
    }
}
