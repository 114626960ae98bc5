package transfer.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
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
                "No such file or directory: NOT_FOUND",
                "No such device or address: NOT_FOUND",
                "No such device: NOT_FOUND",
                "Permission denied: ACCESS_DENIED",
                "Operation not permitted: ACCESS_DENIED",
                "Read-only file system: ACCESS_DENIED",
                "Required key not available: ACCESS_DENIED",
                "Key has expired: ACCESS_DENIED",
                "File exists: ALREADY_EXISTS",
                "Directory not empty: ALREADY_EXISTS",
                "No space left on device: NO_SPACE",
                "Disk quota exceeded: NO_SPACE",
                "File too large: NO_SPACE",
                "Is a directory: BAD_REQUEST",
                "Not a directory: BAD_REQUEST",
                "Too many levels of symbolic links: BAD_REQUEST",
                "File name too long: BAD_REQUEST",
                "Invalid argument: BAD_REQUEST",
                "Invalid or incomplete multibyte or wide character: BAD_REQUEST",
                "Text file busy: BAD_REQUEST",
                "Operation not supported: UNSUPPORTED",
                "Function not implemented: UNSUPPORTED",
                "Invalid cross-device link: UNSUPPORTED",
                "Connection timed out: UNAVAILABLE",
                "Connection refused: UNAVAILABLE",
                "Connection reset by peer: UNAVAILABLE",
                "No route to host: UNAVAILABLE",
                "Network is unreachable: UNAVAILABLE",
                "Host is down: UNAVAILABLE",
                "Transport endpoint is not connected: UNAVAILABLE",
                "Remote I/O error: UNAVAILABLE",
                "Stale file handle: UNAVAILABLE",
                "Resource temporarily unavailable: UNAVAILABLE",
                "Device or resource busy: UNAVAILABLE",
                "Too many open files: UNAVAILABLE",
                "Too many open files in system: UNAVAILABLE",
                "Cannot allocate memory: UNAVAILABLE",
                "No locks available: UNAVAILABLE",
                "Input/output error: UNEXPECTED",
                "Something nobody has seen: UNEXPECTED"
            })
    void errnoIsKnownByItsTextWhereverItCameFrom(String text, FailureKind kind) {
        assertEquals(kind, translated(new IOException(text)).kind());
        assertEquals(kind, translated(new FileSystemException("/data/x", null, text)).kind());
        assertEquals(
                "cannot write /data/x: " + text, translated(new IOException(text)).getMessage());
    }

    /** What differs on macOS. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "Disc quota exceeded: NO_SPACE",
                "Operation timed out: UNAVAILABLE",
                "Stale NFS file handle: UNAVAILABLE",
                "Resource busy: UNAVAILABLE",
                "Cross-device link: UNSUPPORTED",
                "Illegal byte sequence: BAD_REQUEST"
            })
    void errnoIsKnownByItsTextOfAnotherSystem(String text, FailureKind kind) {
        assertEquals(kind, translated(new IOException(text)).kind());
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
