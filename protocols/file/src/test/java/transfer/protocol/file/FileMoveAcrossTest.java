package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferException;

/** Moves by copying, which is how another file system is reached. */
class FileMoveAcrossTest {
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06.789012345Z");

    @TempDir private Path directory;
    private FileRig rig;
    private DirectCopy.CopyOptions options = new DirectCopy.CopyOptions(true);

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    private FileStat moveAcross(String from, String to) throws Exception {
        try (FileDraft draft = FileDraft.beside(rig.moveto(to))) {
            return new FileMove(rig.url(from), rig.moveto(to), options).moveAcross(draft);
        }
    }

    private void age(String name, String permissions) throws IOException {
        Files.setPosixFilePermissions(rig.path(name), PosixFilePermissions.fromString(permissions));
        Files.setLastModifiedTime(rig.path(name), FileTime.from(LONG_AGO));
    }

    private void expectAged(String name, String permissions) throws Exception {
        FileState state = FileState.of(rig.path(name));
        assertEquals(permissions, PosixFilePermissions.toString(state.permissions()));
        assertEquals(FileTime.from(LONG_AGO), state.modified());
    }

    @Test
    void fileKeepsModeAndTimeAndIsHashedOnTheWay() throws Exception {
        rig.write("source", "abc");
        age("source", "rwxrw-r-x");

        FileStat stat = moveAcross("source", "new/target");

        assertEquals("abc", rig.text("new/target"));
        expectAged("new/target", "rwxrw-r-x");
        assertEquals(
                Optional.of(
                        Checksum.sha256(
                                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")),
                stat.digest(DigestAlgorithm.SHA_256));
        assertEquals(List.of(rig.url("new")), rig.content());
        assertEquals(1, Files.list(rig.path("new")).count());
    }

    @Test
    void directoryKeepsEverything() throws Exception {
        rig.write("source/a/file", "text");
        rig.write("source/empty", "");
        rig.write("source/.hidden \udcff", "bytes");
        Files.createDirectory(rig.path("source/bare"));
        Files.createSymbolicLink(rig.path("source/link"), Path.of("a/file"));
        Files.createSymbolicLink(rig.path("source/dangling"), Path.of("/missing"));
        age("source/a/file", "r--r-----");
        age("source/a", "r-xr-x---");
        age("source", "rwx--x--x");
        if (!Files.isWritable(rig.path("source/a"))) {
            age("source/a", "rwxr-x---"); // an ordinary user could not remove what is in it
        }
        String mode =
                PosixFilePermissions.toString(FileState.of(rig.path("source/a")).permissions());

        FileStat stat = moveAcross("source", "target");

        assertEquals(FileStat.Kind.DIRECTORY, stat.kind());
        assertEquals("text", rig.text("target/a/file"));
        assertEquals("", rig.text("target/empty"));
        assertEquals("bytes", rig.text("target/.hidden \udcff"));
        assertTrue(Files.isDirectory(rig.path("target/bare")));
        assertEquals(Path.of("a/file"), Files.readSymbolicLink(rig.path("target/link")));
        assertEquals(Path.of("/missing"), Files.readSymbolicLink(rig.path("target/dangling")));
        expectAged("target/a/file", "r--r-----");
        expectAged("target/a", mode);
        expectAged("target", "rwx--x--x");
        assertEquals(List.of(rig.url("target")), rig.content());
    }

    @Test
    void everythingIsOnTheDiskBeforeTheSourceGoesAway() throws Exception {
        rig.write("source/a/file", "text");
        Files.createSymbolicLink(rig.path("source/link"), Path.of("/missing"));
        options = new DirectCopy.CopyOptions(true, true, _ -> {});
        Path record = directory.resolve("record.jfr");

        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withoutThreshold();
            recording.start();
            moveAcross("source", "target");
            recording.stop();
            recording.dump(record);
        }

        assertEquals("text", rig.text("target/a/file"));
        List<Path> forced =
                RecordingFile.readAllEvents(record).stream()
                        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                        .map(event -> Path.of(event.getString("path")))
                        .filter(path -> path.startsWith(directory))
                        .toList();
        assertEquals(4, forced.size(), forced::toString);
        Path hidden = forced.get(2);
        assertTrue(hidden.getFileName().toString().startsWith(".target."), forced::toString);
        assertEquals(
                List.of(
                        hidden.resolve("a/file"),
                        hidden.resolve("a"),
                        hidden,
                        rig.path("target").getParent()),
                forced);
    }

    @Test
    void pipeInADirectoryStopsTheMoveBeforeAnythingIsLost() throws Exception {
        rig.write("source/file", "text");
        rig.pipe("source/pipe");

        FileRig.failure(FailureKind.BAD_REQUEST, () -> moveAcross("source", "target"));

        assertEquals("text", rig.text("source/file"));
        assertEquals(List.of(rig.url("source")), rig.content());
    }

    @Test
    void interruptLeavesTheSourceAndNothingElse() throws Exception {
        rig.write("source/file", "text");
        rig.write("file", "text");

        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> moveAcross("source", "target"));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> moveAcross("file", "target"));

        assertEquals("text", rig.text("source/file"));
        assertEquals("text", rig.text("file"));
        assertEquals(2, rig.content().size());
    }

    @Test
    void sourceThatCameToDifferFromItsCopyStays() throws Exception {
        rig.write("source/same", "text");
        rig.write("source/longer", "text and more");
        rig.write("source/newer", "TEXT");
        rig.write("source/new/file", "text");
        rig.write("target/same", "text");
        rig.write("target/longer", "text");
        rig.write("target/newer", "text");
        for (String name :
                List.of("source/same", "target/same", "source/longer", "target/longer")) {
            age(name, "rw-------");
        }
        FileRemoval removal = new FileRemoval(Set.of(), FileTree.sameAt(rig.url("target")));

        TransferException failure =
                FileRig.failure(FailureKind.BAD_REQUEST, () -> removal.tree(rig.path("source")));

        assertTrue(failure.getMessage().contains("came to differ"));
        assertEquals(3, removal.failures());
        assertFalse(Files.exists(rig.path("source/same")));
        assertEquals("text and more", rig.text("source/longer"));
        assertEquals("TEXT", rig.text("source/newer"));
        assertEquals("text", rig.text("source/new/file"));
    }

    @Test
    void timesThatAFileSystemCutDownCountAsTheSame() throws Exception {
        rig.write("source/file", "text");
        rig.write("target/file", "text");
        age("source/file", "rw-------");
        for (String kept :
                List.of("06.789012300Z", "06.789012Z", "06.789Z", "06Z", "06.789012345Z")) {
            rig.write("source/file", "text");
            age("source/file", "rw-------");
            Files.setLastModifiedTime(
                    rig.path("target/file"),
                    FileTime.from(Instant.parse("2001-02-03T04:05:" + kept)));
            new FileRemoval(Set.of(), FileTree.sameAt(rig.url("target"))).tree(rig.path("source"));
            assertFalse(Files.exists(rig.path("source"), LinkOption.NOFOLLOW_LINKS), kept);
        }
    }

    @Test
    void everyWayToAnotherFileSystemEndsTheSame() throws Exception {
        Path elsewhere = Files.createTempDirectory(otherFileSystem(), "transfer-move");
        FileRig other = new FileRig(elsewhere);
        try {
            rig.write("file", "text");
            rig.write("tree/a/file", "text");
            age("file", "rwx------");

            rig.make(rig.url("file"), other.moveto("new/file"));
            rig.make(rig.url("tree"), other.moveto("new/tree"));
            Files.createSymbolicLink(rig.path("link"), other.path("new/file"));
            rig.make(rig.url("link"), other.moveto("link"));

            assertEquals("text", other.text("new/file"));
            assertEquals("text", other.text("new/tree/a/file"));
            assertEquals("text", other.text("link"));
            assertEquals(
                    FileTime.from(LONG_AGO), Files.getLastModifiedTime(other.path("new/file")));
            assertEquals(List.of(), rig.content());
            assertEquals(2, Files.list(other.path("new")).count());
        } finally {
            FileRemoval.discard(elsewhere);
        }
    }

    /** One that is not the test's own where the machine has one. */
    private Path otherFileSystem() throws IOException {
        for (String candidate : List.of("/dev/shm", "/var/tmp", "/tmp", "target")) {
            Path path = Path.of(candidate);
            if (Files.isWritable(path)
                    && !Files.getAttribute(path, "unix:dev")
                            .equals(Files.getAttribute(directory, "unix:dev"))) {
                return path;
            }
        }
        return directory.getParent();
    }
}
