package transfer.protocol.vfs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** What goes wrong with archives: the system's failures, and archives that are none. */
final class VfsFailures {
    private VfsFailures() {}

    /**
     * Translates a failure.
     *
     * @throws InterruptedException instead, when the failure is that the thread was interrupted
     */
    static TransferException of(Exception failure, TransferUrl url) throws InterruptedException {
        String doing = "cannot read " + url;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ClosedByInterruptException) {
                Thread.interrupted(); // told by the exception from here on, as everywhere
                throw new InterruptedException(doing + ": interrupted");
            }
        }
        return switch (failure) {
            case TransferException known -> known;
            case FileSystemException system -> LocalFailures.of(system, url, doing);
            case EOFException _ ->
                    damaged(
                            FailureKind.TRUNCATED,
                            url,
                            doing + ": the archive is cut off; fetch it again",
                            failure);
            case IOException system when LocalFailures.errno(system).isPresent() ->
                    LocalFailures.of(system, url, doing);
            default ->
                    damaged(
                            FailureKind.WRONG_CONTENT,
                            url,
                            doing
                                    + ": the archive is damaged or of another kind ("
                                    + failure.getMessage()
                                    + ")",
                            failure);
        };
    }

    private static TransferException damaged(
            FailureKind kind, TransferUrl url, String message, Exception cause) {
        return new TransferException(kind, url, message, cause).during(Phase.BODY);
    }

    /** A failure that we see ourselves, before any byte of the content. */
    static TransferException because(FailureKind kind, TransferUrl url, String message) {
        return new TransferException(kind, url, message).during(Phase.REQUEST);
    }
}
