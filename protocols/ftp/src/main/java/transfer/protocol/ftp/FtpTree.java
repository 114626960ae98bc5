package transfer.protocol.ftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Makes directories, one step at a time; others may make the same ones at the same moment. */
final class FtpTree {
    private static final String DOING = "cannot make the directory";

    private final FtpConnection connection;
    private final TransferUrl url;

    /**
     * @param url whose work it is, for messages
     */
    FtpTree(FtpConnection connection, TransferUrl url) {
        this.connection = connection;
        this.url = url;
    }

    /** Makes a directory and those above it; one that is there already is fine. */
    void make(FtpPath path) throws IOException {
        Deque<FtpPath> missing = new ArrayDeque<>();
        FtpPath above = path;
        while (!above.isTop() && !isMade(above)) {
            missing.push(above);
            above = above.parent().orElseThrow();
        }
        for (FtpPath step : missing) {
            FtpReply reply = connection.send("MKD", step.argument());
            if (!reply.isDone() && !isDirectory(step)) {
                throw refused(step, new FtpRefusal(reply));
            }
        }
    }

    /** Most directories are there, or their parent is. */
    private boolean isMade(FtpPath path) throws IOException {
        return connection.send("MKD", path.argument()).isDone() || isDirectory(path);
    }

    private boolean isDirectory(FtpPath path) throws IOException {
        return connection.canEnter(path);
    }

    private TransferException refused(FtpPath path, FtpRefusal refusal) throws IOException {
        FailureKind kind = FtpFailures.kind(refusal.code());
        boolean unclear = kind == FailureKind.NOT_FOUND || kind == FailureKind.BAD_REQUEST;
        if (unclear || kind == FailureKind.ACCESS_DENIED) {
            // the directory above was there a moment ago
            kind = isFile(path) ? FailureKind.ALREADY_EXISTS : FailureKind.ACCESS_DENIED;
        }
        return FtpFailures.as(kind, url, DOING + " " + path + " for", refusal, Phase.REQUEST);
    }

    private boolean isFile(FtpPath path) throws IOException {
        try {
            return !new FtpLook(connection).at(path).isDirectory();
        } catch (FtpRefusal _) {
            return false;
        }
    }
}
