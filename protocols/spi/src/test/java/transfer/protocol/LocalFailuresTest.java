package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFailuresTest {
    private static final TransferUrl URL = TransferUrl.ofPath(Path.of("/data/x"));

    @TempDir private Path directory;

    private static TransferException translated(IOException failure) {
        return LocalFailures.of(failure, URL, "cannot write /data/x");
    }

    /** The C library's texts: errno by errno. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "No such file or directory: NOT_FOUND: ENOENT",
                "No such device or address: NOT_FOUND: ENXIO",
                "No such device: NOT_FOUND: ENODEV",
                "Permission denied: ACCESS_DENIED: EACCES",
                "Operation not permitted: ACCESS_DENIED: EPERM",
                "Read-only file system: ACCESS_DENIED: EROFS",
                "Required key not available: ACCESS_DENIED: ENOKEY",
                "Key has expired: ACCESS_DENIED: EKEYEXPIRED",
                "File exists: ALREADY_EXISTS: EEXIST",
                "Directory not empty: ALREADY_EXISTS: ENOTEMPTY",
                "No space left on device: NO_SPACE: ENOSPC",
                "Disk quota exceeded: NO_SPACE: EDQUOT",
                "File too large: NO_SPACE: EFBIG",
                "Is a directory: BAD_REQUEST: EISDIR",
                "Not a directory: BAD_REQUEST: ENOTDIR",
                "Too many levels of symbolic links: BAD_REQUEST: ELOOP",
                "File name too long: BAD_REQUEST: ENAMETOOLONG",
                "Invalid argument: BAD_REQUEST: EINVAL",
                "Invalid or incomplete multibyte or wide character: BAD_REQUEST: EILSEQ",
                "Text file busy: BAD_REQUEST: ETXTBSY",
                "Operation not supported: UNSUPPORTED: ENOTSUP",
                "Function not implemented: UNSUPPORTED: ENOSYS",
                "Invalid cross-device link: UNSUPPORTED: EXDEV",
                "Connection timed out: UNAVAILABLE: ETIMEDOUT",
                "Connection refused: UNAVAILABLE: ECONNREFUSED",
                "Connection reset by peer: UNAVAILABLE: ECONNRESET",
                "No route to host: UNAVAILABLE: EHOSTUNREACH",
                "Network is unreachable: UNAVAILABLE: ENETUNREACH",
                "Host is down: UNAVAILABLE: EHOSTDOWN",
                "Transport endpoint is not connected: UNAVAILABLE: ENOTCONN",
                "Remote I/O error: UNAVAILABLE: EREMOTEIO",
                "Stale file handle: UNAVAILABLE: ESTALE",
                "Resource temporarily unavailable: UNAVAILABLE: EAGAIN",
                "Device or resource busy: UNAVAILABLE: EBUSY",
                "Too many open files: UNAVAILABLE: EMFILE",
                "Too many open files in system: UNAVAILABLE: ENFILE",
                "Cannot allocate memory: UNAVAILABLE: ENOMEM",
                "No locks available: UNAVAILABLE: ENOLCK",
                "Input/output error: UNEXPECTED: EIO",
                "Broken pipe: UNAVAILABLE: EPIPE",
                "Cannot assign requested address: UNAVAILABLE: EADDRNOTAVAIL"
            })
    void errnoIsKnownByItsTextWhereverItCameFrom(String text, FailureKind kind, String errno) {
        TransferException bare = translated(new IOException(text));
        TransferException named = translated(new FileSystemException("/data/x", null, text));
        assertEquals(kind, bare.kind());
        assertEquals(kind, named.kind());
        assertEquals(Optional.of(errno), bare.errno());
        assertEquals(Optional.of(errno), named.errno());
        assertEquals(Optional.of(Phase.LOCAL), named.phase());
        assertEquals(
                "cannot write /data/x: " + text, translated(new IOException(text)).getMessage());
    }

    /** What differs on macOS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "Disc quota exceeded: NO_SPACE: EDQUOT",
                "Operation timed out: UNAVAILABLE: ETIMEDOUT",
                "Stale NFS file handle: UNAVAILABLE: ESTALE",
                "Resource busy: UNAVAILABLE: EBUSY",
                "Cross-device link: UNSUPPORTED: EXDEV",
                "Illegal byte sequence: BAD_REQUEST: EILSEQ"
            })
    void errnoIsKnownByItsTextOfAnotherSystem(String text, FailureKind kind, String errno) {
        assertEquals(kind, translated(new IOException(text)).kind());
        assertEquals(Optional.of(errno), translated(new IOException(text)).errno());
    }

    @Test
    void whatNobodyHasSeenHasNoErrno() {
        TransferException failure = translated(new IOException("Something nobody has seen"));
        assertEquals(FailureKind.UNEXPECTED, failure.kind());
        assertEquals(Optional.empty(), failure.errno());
        assertEquals(Optional.of(Phase.LOCAL), failure.phase());
    }

    @Test
    void errnoIsFoundAmongTheCauses() {
        IOException wrapped =
                new IOException("Failed to connect", new ConnectException("Connection refused"));
        assertEquals(Optional.of("ECONNREFUSED"), LocalFailures.errno(wrapped));
        assertEquals(
                Optional.of("ECONNRESET"),
                LocalFailures.errno(new SocketException("Connection reset")));
        assertEquals(Optional.empty(), LocalFailures.errno(new IOException("no idea")));
    }

    @Test
    void typesOfTheRuntimeAreKnown() {
        assertRow(FailureKind.NOT_FOUND, new NoSuchFileException("f"), "No such file or directory");
        assertRow(FailureKind.ACCESS_DENIED, new AccessDeniedException("f"), "Permission denied");
        assertRow(FailureKind.ALREADY_EXISTS, new FileAlreadyExistsException("f"), "File exists");
        assertRow(
                FailureKind.ALREADY_EXISTS,
                new DirectoryNotEmptyException("f"),
                "Directory not empty");
        assertRow(FailureKind.BAD_REQUEST, new NotDirectoryException("f"), "Not a directory");
        assertRow(
                FailureKind.BAD_REQUEST,
                new FileSystemLoopException("f"),
                "Too many levels of symbolic links");
        assertRow(
                FailureKind.UNSUPPORTED,
                new AtomicMoveNotSupportedException("f", "g", "Invalid cross-device link"),
                "Invalid cross-device link");
        assertRow(FailureKind.UNEXPECTED, new EOFException(), "EOFException");
    }

    private static void assertRow(FailureKind kind, IOException failure, String reason) {
        TransferException translated = translated(failure);
        assertEquals(reason.contains(" "), translated.errno().isPresent(), reason);
        assertEquals(kind, translated.kind());
        assertEquals("cannot write /data/x: " + reason, translated.getMessage());
        assertSame(failure, translated.getCause());
        assertEquals(URL, translated.url());
    }

    @Test
    void whatIsTranslatedAlreadyStays() {
        TransferException known = new TransferException(FailureKind.THROTTLED, URL, "slowly");

        assertSame(known, translated(known));
    }

    /** The rows above are only worth something if this system says the same. */
    @Test
    void failuresOfThisSystemAreKnown() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "text");
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        Path missing = directory.resolve("missing");

        assertKind(FailureKind.NOT_FOUND, () -> Files.size(missing));
        assertKind(FailureKind.NOT_FOUND, () -> Files.size(file.resolve("below")));
        assertKind(FailureKind.BAD_REQUEST, () -> Files.createDirectory(file.resolve("below")));
        assertKind(FailureKind.BAD_REQUEST, () -> Files.size(loop));
        assertKind(FailureKind.BAD_REQUEST, () -> Files.createDirectory(loop.resolve("below")));
        assertKind(
                FailureKind.BAD_REQUEST,
                () -> Files.createDirectory(directory.resolve("n".repeat(256))));
        assertKind(FailureKind.BAD_REQUEST, () -> Files.readString(directory));
        assertKind(FailureKind.BAD_REQUEST, () -> Files.newDirectoryStream(file).close());
        assertKind(FailureKind.ALREADY_EXISTS, () -> Files.createDirectory(file));
        assertKind(FailureKind.ALREADY_EXISTS, () -> Files.delete(directory));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // has a device that is always full, and a file system nobody writes to
    void fullAndForbiddenPlacesOfThisSystemAreKnown() {
        assertKind(
                FailureKind.NO_SPACE,
                () -> {
                    try (FileChannel full =
                            FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
                        full.write(ByteBuffer.allocate(1));
                    }
                });
        assertKind(
                FailureKind.ACCESS_DENIED,
                () -> Files.createDirectory(Path.of("/sys/kernel/transfer")));
    }

    private static void assertKind(FailureKind kind, Executable action) {
        IOException failure = assertThrows(IOException.class, action);
        assertEquals(kind, translated(failure).kind(), failure.toString());
    }
}
