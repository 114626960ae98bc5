package transfer.diagnosis;

import java.util.Map;

/**
 * The names of the system's errors by the texts that Linux and macOS have for them, for results
 * that hold the text only.
 */
final class Errno {
    private static final Map<String, String> BY_TEXT =
            Map.ofEntries(
                    Map.entry("No such file or directory", "ENOENT"),
                    Map.entry("Permission denied", "EACCES"),
                    Map.entry("Operation not permitted", "EPERM"),
                    Map.entry("Read-only file system", "EROFS"),
                    Map.entry("No space left on device", "ENOSPC"),
                    Map.entry("Disk quota exceeded", "EDQUOT"),
                    Map.entry("Disc quota exceeded", "EDQUOT"),
                    Map.entry("File too large", "EFBIG"),
                    Map.entry("Input/output error", "EIO"),
                    Map.entry("Remote I/O error", "EREMOTEIO"),
                    Map.entry("Too many open files", "EMFILE"),
                    Map.entry("Too many open files in system", "ENFILE"),
                    Map.entry("Stale file handle", "ESTALE"),
                    Map.entry("Stale NFS file handle", "ESTALE"),
                    Map.entry("File name too long", "ENAMETOOLONG"),
                    Map.entry("Too many levels of symbolic links", "ELOOP"),
                    Map.entry("Text file busy", "ETXTBSY"),
                    Map.entry("Is a directory", "EISDIR"),
                    Map.entry("Not a directory", "ENOTDIR"),
                    Map.entry("Invalid cross-device link", "EXDEV"),
                    Map.entry("Cross-device link", "EXDEV"),
                    Map.entry("Invalid argument", "EINVAL"),
                    Map.entry("Invalid or incomplete multibyte or wide character", "EILSEQ"),
                    Map.entry("Illegal byte sequence", "EILSEQ"),
                    Map.entry("File exists", "EEXIST"),
                    Map.entry("Directory not empty", "ENOTEMPTY"),
                    Map.entry("Device or resource busy", "EBUSY"),
                    Map.entry("Resource busy", "EBUSY"),
                    Map.entry("Cannot allocate memory", "ENOMEM"),
                    Map.entry("No locks available", "ENOLCK"),
                    Map.entry("Operation not supported", "ENOTSUP"),
                    Map.entry("Function not implemented", "ENOSYS"),
                    Map.entry("Required key not available", "ENOKEY"),
                    Map.entry("Key has expired", "EKEYEXPIRED"),
                    Map.entry("No such device or address", "ENXIO"),
                    Map.entry("No such device", "ENODEV"),
                    Map.entry("Transport endpoint is not connected", "ENOTCONN"),
                    Map.entry("Resource temporarily unavailable", "EAGAIN"),
                    Map.entry("Connection refused", "ECONNREFUSED"),
                    Map.entry("Connection reset", "ECONNRESET"),
                    Map.entry("Connection reset by peer", "ECONNRESET"),
                    Map.entry("Broken pipe", "EPIPE"),
                    Map.entry("No route to host", "EHOSTUNREACH"),
                    Map.entry("Host is down", "EHOSTDOWN"),
                    Map.entry("Network is unreachable", "ENETUNREACH"),
                    Map.entry("Cannot assign requested address", "EADDRNOTAVAIL"),
                    Map.entry("Connection timed out", "ETIMEDOUT"),
                    Map.entry("Operation timed out", "ETIMEDOUT"));

    private Errno() {}

    /** The name of the error with whose text a message ends; empty when it ends with none. */
    static String endOf(String message) {
        int colon = message.lastIndexOf(": ");
        return BY_TEXT.getOrDefault(message.substring(colon < 0 ? 0 : colon + 2), "");
    }
}
