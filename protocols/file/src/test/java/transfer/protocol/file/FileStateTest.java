package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferUrl;

class FileStateTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    private FileStat stat(String name) throws Exception {
        return rig.endpoint().stat(rig.url(name));
    }

    @Test
    void everythingKnownIsTold() throws Exception {
        Path file = rig.write("file", "0123456789");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x--x"));
        Instant time = Instant.parse("2020-02-29T12:34:56.123456789Z");
        Files.setLastModifiedTime(file, FileTime.from(time));

        FileStat stat = stat("file");

        assertEquals(FileStat.Kind.FILE, stat.kind());
        assertEquals(OptionalLong.of(10), stat.size());
        assertEquals(OptionalInt.of(0751), stat.mode());
        assertEquals(Optional.of(time), stat.modified());
        assertEquals(
                PosixFilePermissions.fromString("rwxr-x--x"), FileState.of(file).permissions());
    }

    @Test
    void directoryHasNoSizeButIsKnownThroughEveryLink() throws Exception {
        Files.createDirectory(rig.path("directory"));
        Files.createSymbolicLink(rig.path("directory/again"), Path.of("."));
        Files.createDirectory(rig.path("other"));
        Optional<?> empty = stat("directory").identity();
        rig.write("directory/file", "text");

        assertEquals(FileStat.Kind.DIRECTORY, stat("directory").kind());
        assertEquals(OptionalLong.empty(), stat("directory").size());
        assertTrue(empty.isPresent());
        assertEquals(empty, stat("directory/again/again").identity());
        assertNotEquals(empty, stat("other").identity());
    }

    @Test
    void deviceIsNeitherFileNorDirectory() throws Exception {
        FileStat stat = rig.endpoint().stat(TransferUrl.parse("/dev/null"));

        assertEquals(FileStat.Kind.OTHER, stat.kind());
        assertEquals(Optional.empty(), stat.identity());
    }

    @Test
    void identityChangesWithInodeSizeAndTime() throws Exception {
        Path file = rig.write("file", "0123456789");
        Optional<?> first = stat("file").identity();
        Files.setLastModifiedTime(
                file, FileTime.from(Files.getLastModifiedTime(file).toInstant().plusNanos(1)));
        Optional<?> touched = stat("file").identity();
        Files.move(rig.write("other", "0123456789"), rig.path("file2"));
        Files.setLastModifiedTime(rig.path("file2"), Files.getLastModifiedTime(file));

        assertNotEquals(first, touched);
        assertNotEquals(touched, stat("file2").identity());
    }

    @Test
    void identityOutlivesARename() throws Exception {
        Path file = rig.write("file", "0123456789");
        Optional<?> before = stat("file").identity();
        Files.move(file, rig.path("renamed"));

        assertEquals(before, stat("renamed").identity());
    }

    @Test
    void anotherKeyIsAnotherFile() throws Exception {
        FileState here = FileState.of(rig.write("file", "0123456789"));
        FileState elsewhere = new FileState("another", here.bits(), here.size(), here.modified());

        assertTrue(here.isSameFile(FileState.of(rig.path("file"))));
        assertFalse(here.isSameFile(elsewhere));
        assertFalse(here.isSameContent(elsewhere));
        assertNotEquals(here.identity(), elsewhere.identity());
    }

    @Test
    void linkIsFollowedAndMissingIsNotFound() throws Exception {
        rig.write("file", "0123456789");
        Files.createSymbolicLink(rig.path("link"), Path.of("file"));
        Files.createSymbolicLink(rig.path("dangling"), Path.of("missing"));

        assertEquals(stat("file"), stat("link"));
        FileRig.failure(FailureKind.NOT_FOUND, () -> stat("missing"));
        FileRig.failure(FailureKind.NOT_FOUND, () -> stat("dangling"));
    }
}
