package transfer.protocol;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Failures of the local file system, for everybody who writes or reads there. */
public final class LocalFailures {
    private LocalFailures() {}

    /**
     * Translates a failure.
     *
     * @param doing what was attempted, in words that go before the reason: {@code cannot write to
     *     /data/x}
     */
    public static TransferException of(IOException failure, TransferUrl url, String doing) {
        if (failure instanceof TransferException known) {
            return known;
        }
        return new TransferException(kind(failure), url, doing + ": " + reason(failure), failure);
    }

    private static FailureKind kind(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> FailureKind.NOT_FOUND;
            case AccessDeniedException _ -> FailureKind.ACCESS_DENIED;
            case FileAlreadyExistsException _, DirectoryNotEmptyException _ ->
                    FailureKind.ALREADY_EXISTS;
            case NotDirectoryException _, FileSystemLoopException _ -> FailureKind.BAD_REQUEST;
            default -> kindOfErrno(reason(failure));
        };
    }

    /**
     * The JDK hands an errno on as the C library's text only, so this is the one place that
     * compares texts; the launcher starts the program in the C.UTF-8 locale, where they are these.
     */
    private static FailureKind kindOfErrno(String text) {
        return switch (text) {
            case "No such file or directory" -> FailureKind.NOT_FOUND;
            case "Permission denied", "Operation not permitted", "Read-only file system" ->
                    FailureKind.ACCESS_DENIED;
            case "File exists", "Directory not empty" -> FailureKind.ALREADY_EXISTS;
            case "No space left on device", "Disk quota exceeded", "File too large" ->
                    FailureKind.NO_SPACE;
            case "Is a directory",
                    "Not a directory",
                    "Too many levels of symbolic links",
                    "File name too long",
                    "Invalid argument",
                    "Text file busy" ->
                    FailureKind.BAD_REQUEST;
            case "Operation not supported", "Function not implemented" -> FailureKind.UNSUPPORTED;
            case "Connection timed out", "Stale file handle", "Resource temporarily unavailable" ->
                    FailureKind.UNAVAILABLE;
            default -> FailureKind.UNEXPECTED;
        };
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileAlreadyExistsException _ -> "File exists";
            case DirectoryNotEmptyException _ -> "Directory not empty";
            case NotDirectoryException _ -> "Not a directory";
            case FileSystemLoopException _ -> "Too many levels of symbolic links";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default ->
                    failure.getMessage() == null
                            ? failure.getClass().getSimpleName()
                            : failure.getMessage();
        };
    }
}
