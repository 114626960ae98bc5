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
    private static final String LOOP = "Too many levels of symbolic links";

    /** What the JDK makes of it. */
    private static final String LOOP_OR_UNKNOWN =
            LOOP + " or unable to access attributes of symbolic link";

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
     * Where Linux and macOS differ both are here.
     */
    private static FailureKind kindOfErrno(String text) {
        return switch (text) {
            case "No such file or directory", "No such device or address", "No such device" ->
                    FailureKind.NOT_FOUND;
            case "Permission denied",
                    "Operation not permitted",
                    "Read-only file system",
                    "Required key not available",
                    "Key has expired" ->
                    FailureKind.ACCESS_DENIED;
            case "File exists", "Directory not empty" -> FailureKind.ALREADY_EXISTS;
            case "No space left on device",
                    "Disk quota exceeded",
                    "Disc quota exceeded",
                    "File too large" ->
                    FailureKind.NO_SPACE;
            case "Is a directory",
                    "Not a directory",
                    LOOP,
                    "File name too long",
                    "Invalid argument",
                    "Invalid or incomplete multibyte or wide character",
                    "Illegal byte sequence",
                    "Text file busy" ->
                    FailureKind.BAD_REQUEST;
            case "Operation not supported",
                    "Function not implemented",
                    "Invalid cross-device link",
                    "Cross-device link" ->
                    FailureKind.UNSUPPORTED;
            default -> kindOfCondition(text);
        };
    }

    /** What is wrong with the machine, a disk's server or the way to it, and may pass. */
    private static FailureKind kindOfCondition(String text) {
        return switch (text) {
            case "Connection timed out",
                    "Operation timed out",
                    "Connection refused",
                    "Connection reset by peer",
                    "No route to host",
                    "Network is unreachable",
                    "Host is down",
                    "Transport endpoint is not connected",
                    "Remote I/O error",
                    "Stale file handle",
                    "Stale NFS file handle",
                    "Resource temporarily unavailable",
                    "Device or resource busy",
                    "Resource busy",
                    "Too many open files",
                    "Too many open files in system",
                    "Cannot allocate memory",
                    "No locks available" ->
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
            case FileSystemLoopException _ -> LOOP;
            case FileSystemException e when LOOP_OR_UNKNOWN.equals(e.getReason()) -> LOOP;
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default ->
                    failure.getMessage() == null
                            ? failure.getClass().getSimpleName()
                            : failure.getMessage();
        };
    }
}
