package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class FileMoveTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    @Test
    void fileIsRenamed() throws Exception {
        Path source = rig.write("source", "text");
        Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwx-wx--x"));
        Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
        Optional<?> identity = rig.endpoint().stat(rig.url("source")).identity();

        FileStat stat = rig.move("source", "new directory/target");

        assertEquals(identity, stat.identity());
        assertEquals(OptionalLong.of(4), stat.size());
        assertEquals("text", rig.text("new directory/target"));
        assertEquals(List.of(rig.url("new directory")), rig.content());
        assertEquals(1, Files.list(rig.path("new directory")).count());
    }

    @Test
    void fileInTheWayIsReplaced() throws Exception {
        rig.write("source", "new");
        rig.write("target", "old");

        rig.move("source", "target");

        assertEquals("new", rig.text("target"));
        assertEquals(List.of(rig.url("target")), rig.content());
    }

    @Test
    void directoryIsRenamedWithItsContent() throws Exception {
        rig.write("source/a/file", "text");

        FileStat stat = rig.move("source", "target");

        assertEquals(FileStat.Kind.DIRECTORY, stat.kind());
        assertEquals("text", rig.text("target/a/file"));
        assertEquals(List.of(rig.url("target")), rig.content());
    }

    @Test
    void missingSourceIsNotFound() throws Exception {
        Files.createSymbolicLink(rig.path("dangling"), rig.path("missing"));

        TransferException failure =
                FileRig.failure(FailureKind.NOT_FOUND, () -> rig.move("missing", "target"));
        FileRig.failure(FailureKind.NOT_FOUND, () -> rig.move("dangling", "target"));

        assertEquals(
                "Moveto source (" + rig.path("missing") + ") does not exist", failure.getMessage());
        assertEquals(1, rig.content().size());
    }

    @Test
    void directoryInTheWayIsRefusedEvenWhenEmpty() throws Exception {
        rig.write("file", "text");
        rig.write("directory/file", "text");
        Files.createDirectory(rig.path("empty"));

        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.move("file", "empty"));
        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.move("directory", "empty"));
        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.move("directory", "file"));

        assertEquals(0, Files.list(rig.path("empty")).count());
        assertEquals(3, rig.content().size());
    }

    @Test
    void directoryIsNotMovedIntoItself() throws Exception {
        rig.write("directory/file", "text");
        Files.createSymbolicLink(rig.path("link"), Path.of("directory"));

        FileRig.failure(
                FailureKind.BAD_REQUEST, () -> rig.move("directory", "directory/a/b/target"));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.move("directory", "link/target"));

        assertEquals(1, Files.list(rig.path("directory")).count());
    }

    @Test
    void pipeIsRefusedAtEitherEnd() throws Exception {
        rig.write("file", "text");
        rig.pipe("pipe");

        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.move("pipe", "target"));
        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.move("file", "pipe"));
        assertEquals("text", rig.text("file"));
    }

    @Test
    void fileOntoItselfStays() throws Exception {
        rig.write("file", "text");
        Files.createSymbolicLink(rig.path("here"), Path.of("."));

        rig.move("file", "file");
        rig.move("here/file", "file");

        assertEquals("text", rig.text("file"));
    }

    @Test
    void secondNameOfTheTargetGoesAway() throws Exception {
        rig.write("target", "text");
        Files.createLink(rig.path("source"), rig.path("target"));

        rig.move("source", "target");

        assertEquals("text", rig.text("target"));
        assertEquals(List.of(rig.url("target")), rig.content());
    }

    @Test
    void linkToTheTargetGoesAwayAndNeverReplacesIt() throws Exception {
        rig.write("target", "text");
        Files.createSymbolicLink(rig.path("source"), Path.of("target"));

        rig.move("source", "target");

        assertEquals("text", rig.text("target"));
        assertFalse(Files.isSymbolicLink(rig.path("target")));
        assertEquals(List.of(rig.url("target")), rig.content());
    }

    @Test
    void targetThatIsALinkToTheSourceBecomesTheFile() throws Exception {
        rig.write("source", "text");
        Files.createSymbolicLink(rig.path("target"), Path.of("source"));

        rig.move("source", "target");

        assertTrue(Files.isRegularFile(rig.path("target"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(List.of(rig.url("target")), rig.content());
    }

    @Test
    void targetThatLeadsThroughTheSourceLinkStillLeadsToTheFile() throws Exception {
        rig.write("file", "text");
        Files.createSymbolicLink(rig.path("source"), Path.of("file"));
        Files.createSymbolicLink(rig.path("target"), Path.of("source"));

        rig.move("source", "target");

        assertEquals("text", rig.text("target"));
        assertFalse(Files.exists(rig.path("source"), LinkOption.NOFOLLOW_LINKS));
        assertEquals(2, rig.content().size());
    }

    @Test
    void movedLinkLeadsWhereItLedBefore() throws Exception {
        rig.write("data/file", "text");
        Files.createSymbolicLink(rig.path("data/link"), Path.of("file"));

        FileStat stat = rig.move("data/link", "target");

        assertEquals("text", rig.text("target"));
        assertTrue(Files.isSymbolicLink(rig.path("target")));
        assertEquals(OptionalLong.of(4), stat.size());
        assertFalse(Files.exists(rig.path("data/link"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(rig.path("data/file")));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // only there is /proc, where nobody may remove anything
    void sourceThatMayNotBeRemovedIsDeniedAndTheCopyIsWhole() throws Exception {
        TransferUrl source = TransferUrl.parse("/proc/version");
        FileMove move =
                new FileMove(source, rig.moveto("target"), new DirectCopy.CopyOptions(true));

        FileRig.failure(FailureKind.ACCESS_DENIED, move::run);

        assertEquals(Files.readString(source.toPath()), rig.text("target"));
    }

    @Test
    void interruptBeforeARenameIsNoReasonToLoseAFile() throws Exception {
        rig.write("source", "text");

        Thread.currentThread().interrupt();
        rig.move("source", "target");

        assertTrue(Thread.interrupted());
        assertEquals("text", rig.text("target"));
        assertThrows(NoSuchFileException.class, () -> rig.text("source"));
    }
}
