package transfer.protocol;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Optional;

/** Failures of the operating system, for everybody who works with local files or with sockets. */
public final class LocalFailures {
    private LocalFailures() {}

    /**
     * Translates a failure of the local file system.
     *
     * @param doing what was attempted, in words that go before the reason: {@code cannot write to
     *     /data/x}
     */
    public static TransferException of(IOException failure, TransferUrl url, String doing) {
        if (failure instanceof TransferException known) {
            return known;
        }
        Optional<Errno> errno = Errno.of(failure);
        TransferException translated =
                new TransferException(
                                errno.map(Errno::kind).orElse(FailureKind.UNEXPECTED),
                                url,
                                doing + ": " + reason(failure, errno),
                                failure)
                        .during(Phase.LOCAL);
        return errno.isPresent() ? translated.withErrno(errno.get().name()) : translated;
    }

    /**
     * The name of the operating system's reason, such as {@code ECONNREFUSED}; empty where neither
     * the exception nor any of its causes tells one.
     */
    public static Optional<String> errno(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            Optional<Errno> errno = Errno.of(t);
            if (errno.isPresent()) {
                return errno.map(Errno::name);
            }
        }
        return Optional.empty();
    }

    private static String reason(IOException failure, Optional<Errno> errno) {
        if (failure instanceof FileSystemException e) {
            // the runtime adds a guess of its own to what the system says of a loop
            boolean told = e.getReason() != null && errno.orElse(null) != Errno.ELOOP;
            if (told || errno.isPresent()) {
                return told ? e.getReason() : errno.get().text();
            }
        }
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage();
    }
}
