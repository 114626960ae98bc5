package transfer.protocol.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import transfer.protocol.LocalFailures;
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

    /** For loops over operations of the file system that do not notice an interrupt themselves. */
    static void stopWhenInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
