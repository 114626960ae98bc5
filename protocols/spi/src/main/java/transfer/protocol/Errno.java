package transfer.protocol;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The operating system's reasons, and what they mean for a file.
 *
 * <p>The JDK hands an errno on as the C library's text only, so this is the one place where a
 * failure's kind depends on texts; the launcher starts the program in the C.UTF-8 locale, where
 * they are these. Where Linux and macOS differ both are here.
 */
enum Errno {
    ENOENT(FailureKind.NOT_FOUND, "No such file or directory"),
    ENXIO(FailureKind.NOT_FOUND, "No such device or address"),
    ENODEV(FailureKind.NOT_FOUND, "No such device"),

    EACCES(FailureKind.ACCESS_DENIED, "Permission denied"),
    EPERM(FailureKind.ACCESS_DENIED, "Operation not permitted"),
    EROFS(FailureKind.ACCESS_DENIED, "Read-only file system"),
    ENOKEY(FailureKind.ACCESS_DENIED, "Required key not available"),
    EKEYEXPIRED(FailureKind.ACCESS_DENIED, "Key has expired"),

    EEXIST(FailureKind.ALREADY_EXISTS, "File exists"),
    ENOTEMPTY(FailureKind.ALREADY_EXISTS, "Directory not empty"),

    ENOSPC(FailureKind.NO_SPACE, "No space left on device"),
    EDQUOT(FailureKind.NO_SPACE, "Disk quota exceeded", "Disc quota exceeded"),
    EFBIG(FailureKind.NO_SPACE, "File too large"),

    EISDIR(FailureKind.BAD_REQUEST, "Is a directory"),
    ENOTDIR(FailureKind.BAD_REQUEST, "Not a directory"),
    ELOOP(FailureKind.BAD_REQUEST, "Too many levels of symbolic links"),
    ENAMETOOLONG(FailureKind.BAD_REQUEST, "File name too long"),
    EINVAL(FailureKind.BAD_REQUEST, "Invalid argument"),
    EILSEQ(
            FailureKind.BAD_REQUEST,
            "Invalid or incomplete multibyte or wide character",
            "Illegal byte sequence"),
    ETXTBSY(FailureKind.BAD_REQUEST, "Text file busy"),

    ENOTSUP(FailureKind.UNSUPPORTED, "Operation not supported"),
    ENOSYS(FailureKind.UNSUPPORTED, "Function not implemented"),
    EXDEV(FailureKind.UNSUPPORTED, "Invalid cross-device link", "Cross-device link"),

    // what is wrong with the machine, a disk's server or the way to it, and may pass
    ETIMEDOUT(FailureKind.UNAVAILABLE, "Connection timed out", "Operation timed out"),
    ECONNREFUSED(FailureKind.UNAVAILABLE, "Connection refused"),
    // "Connection reset" is what Java's sockets say
    ECONNRESET(FailureKind.UNAVAILABLE, "Connection reset by peer", "Connection reset"),
    EPIPE(FailureKind.UNAVAILABLE, "Broken pipe"),
    EHOSTUNREACH(FailureKind.UNAVAILABLE, "No route to host"),
    ENETUNREACH(FailureKind.UNAVAILABLE, "Network is unreachable"),
    EHOSTDOWN(FailureKind.UNAVAILABLE, "Host is down"),
    EADDRNOTAVAIL(
            FailureKind.UNAVAILABLE,
            "Cannot assign requested address",
            "Can't assign requested address"),
    ENOTCONN(FailureKind.UNAVAILABLE, "Transport endpoint is not connected"),
    EREMOTEIO(FailureKind.UNAVAILABLE, "Remote I/O error"),
    ESTALE(FailureKind.UNAVAILABLE, "Stale file handle", "Stale NFS file handle"),
    EAGAIN(FailureKind.UNAVAILABLE, "Resource temporarily unavailable"),
    EBUSY(FailureKind.UNAVAILABLE, "Device or resource busy", "Resource busy"),
    EMFILE(FailureKind.UNAVAILABLE, "Too many open files"),
    ENFILE(FailureKind.UNAVAILABLE, "Too many open files in system"),
    ENOMEM(FailureKind.UNAVAILABLE, "Cannot allocate memory"),
    ENOLCK(FailureKind.UNAVAILABLE, "No locks available"),

    EIO(FailureKind.UNEXPECTED, "Input/output error");

    /** What the JDK makes of {@link #ELOOP}. */
    private static final String LOOP_OR_UNKNOWN =
            ELOOP.texts.getFirst() + " or unable to access attributes of symbolic link";

    private static final Map<String, Errno> BY_TEXT = byText();

    private final FailureKind kind;
    private final List<String> texts;

    Errno(FailureKind kind, String... texts) {
        this.kind = kind;
        this.texts = List.of(texts);
    }

    private static Map<String, Errno> byText() {
        Map<String, Errno> byText = new HashMap<>();
        for (Errno errno : values()) {
            errno.texts.forEach(text -> byText.put(text, errno));
        }
        byText.put(LOOP_OR_UNKNOWN, ELOOP);
        return Map.copyOf(byText);
    }

    /** What it is a failure of where a file was worked on. */
    FailureKind kind() {
        return kind;
    }

    /** The C library's text. */
    String text() {
        return texts.getFirst();
    }

    /** The reason that an exception gives; empty where that is none of the system's. */
    static Optional<Errno> of(Throwable failure) {
        return switch (failure) {
            case NoSuchFileException _ -> Optional.of(ENOENT);
            // the JDK's for EACCES alone
            case AccessDeniedException _ -> Optional.of(EACCES);
            case FileAlreadyExistsException _ -> Optional.of(EEXIST);
            case DirectoryNotEmptyException _ -> Optional.of(ENOTEMPTY);
            case NotDirectoryException _ -> Optional.of(ENOTDIR);
            case FileSystemLoopException _ -> Optional.of(ELOOP);
            case FileSystemException e when e.getReason() != null -> ofText(e.getReason());
            case IOException e when e.getMessage() != null -> ofText(e.getMessage());
            default -> Optional.empty();
        };
    }

    private static Optional<Errno> ofText(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }
}
