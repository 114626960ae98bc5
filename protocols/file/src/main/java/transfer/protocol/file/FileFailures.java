package transfer.protocol.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import transfer.protocol.FailureKind;
import transfer.protocol.LocalFailures;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Failures of the file system, where an interrupt is told apart from them. */
final class FileFailures {
    private FileFailures() {}

    /**
     * Translates a failure.
     *
     * @param doing what was attempted: {@code cannot read /data/x}
     * @throws InterruptedException instead, when the failure is that the thread was interrupted
     */
    static TransferException of(IOException failure, TransferUrl url, String doing)
            throws InterruptedException {
        if (failure instanceof ClosedByInterruptException) {
            Thread.interrupted(); // told by the exception from here on, as everywhere
            throw new InterruptedException(doing + ": interrupted");
        }
        return LocalFailures.of(failure, url, doing);
    }

    /** A failure that we see ourselves, without the system being asked. */
    static TransferException because(FailureKind kind, TransferUrl url, String message) {
        return because(kind, url, message, null);
    }

    /**
     * @param cause what the file system said, or {@code null}
     */
    static TransferException because(
            FailureKind kind, TransferUrl url, String message, Throwable cause) {
        TransferException failure =
                new TransferException(kind, url, message, cause).during(Phase.LOCAL);
        return LocalFailures.errno(cause).map(failure::withErrno).orElse(failure);
    }

    /** For loops over operations of the file system that do not notice an interrupt themselves. */
    static void stopWhenInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
