package transfer.protocol.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.TransferUrl;

class FileCopyTest {
    @TempDir private Path directory;
    private FileRig rig;

    @BeforeEach
    void begin() {
        rig = new FileRig(directory);
    }

    private Set<PosixFilePermission> mode(String name) throws Exception {
        return Files.getPosixFilePermissions(rig.path(name));
    }

    @Test
    void bytesArriveWholeAndNothingElseStays() throws Exception {
        byte[] content = new byte[70_000_001]; // more than one step of the kernel's copy
        new Random(1).nextBytes(content);
        Files.write(rig.path("source"), content);

        FileStat stat = rig.copy("source", "new directory/target");

        assertEquals(OptionalLong.of(content.length), stat.size());
        assertArrayEquals(content, Files.readAllBytes(rig.path("new directory/target")));
        assertEquals(1, Files.list(rig.path("new directory")).count());
        assertEquals(rig.endpoint().stat(rig.url("new directory/target")), stat);
    }

    @Test
    void emptyFileIsCopied() throws Exception {
        rig.write("source", "");

        rig.copy("source", "target");

        assertEquals("", rig.text("target"));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // only there is /proc
    void fileOfTheKernelIsCopiedThoughItHasNoSize() throws Exception {
        TransferUrl source = TransferUrl.parse("/proc/version");

        rig.make(source, rig.url("target"));

        assertEquals(Files.readString(source.toPath()), rig.text("target"));
    }

    @Test
    @EnabledOnOs(OS.LINUX) // only there is /sys
    @Timeout(60)
    void fileOfTheKernelThatIsShorterThanItSaysIsTruncated() throws Exception {
        TransferUrl source = TransferUrl.parse("/sys/kernel/uevent_seqnum");

        FileRig.failure(FailureKind.TRUNCATED, () -> rig.make(source, rig.url("target")));

        assertEquals(List.of(), rig.content());
    }

    @Test
    void newFileGetsTheSourcesModeAsFarAsTheMaskAllows() throws Exception {
        Set<PosixFilePermission> wanted = PosixFilePermissions.fromString("rwxrwxr-x");
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(wanted);
        Files.setPosixFilePermissions(rig.write("source", "text"), wanted);
        Files.createFile(rig.path("ordinary"), attribute);

        rig.copy("source", "target");

        assertEquals(mode("ordinary"), mode("target"));
    }

    @Test
    void readOnlyFileIsCopied() throws Exception {
        Files.setPosixFilePermissions(
                rig.write("source", "text"), PosixFilePermissions.fromString("r--r-----"));

        rig.copy("source", "target");

        assertEquals("r--r-----", PosixFilePermissions.toString(mode("target")));
        assertEquals("text", rig.text("target"));
    }

    @Test
    void replacedFileKeepsItsMode() throws Exception {
        rig.write("source", "new");
        Files.setPosixFilePermissions(
                rig.write("target", "old"), PosixFilePermissions.fromString("rw-rw-rwx"));

        rig.copy("source", "target");

        assertEquals("new", rig.text("target"));
        assertEquals("rw-rw-rwx", PosixFilePermissions.toString(mode("target")));
    }

    @Test
    void linkToAFileStaysALink() throws Exception {
        rig.write("source", "new");
        rig.write("elsewhere/file", "old");
        Files.createSymbolicLink(rig.path("link"), Path.of("elsewhere/file"));
        Files.createSymbolicLink(rig.path("dangling"), Path.of("missing"));

        rig.copy("source", "link");
        rig.copy("source", "dangling");

        assertEquals("new", rig.text("elsewhere/file"));
        assertTrue(Files.isSymbolicLink(rig.path("link")));
        assertTrue(Files.isRegularFile(rig.path("dangling"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void fileOntoItselfStaysAsItIs() throws Exception {
        rig.write("file", "text");
        Files.createLink(rig.path("hard"), rig.path("file"));
        Files.createSymbolicLink(rig.path("soft"), Path.of("file"));

        for (String target : List.of("file", "hard", "soft")) {
            rig.copy("file", target);
        }

        assertTrue(Files.isSameFile(rig.path("file"), rig.path("hard")));
        assertTrue(Files.isSymbolicLink(rig.path("soft")));
        assertEquals("text", rig.text("file"));
    }

    @Test
    void directoryAtEitherEndIsRefused() throws Exception {
        rig.write("source", "text");
        Files.createDirectory(rig.path("directory"));

        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.copy("source", "directory"));
        FileRig.failure(FailureKind.BAD_REQUEST, () -> rig.copy("directory", "target"));

        assertEquals(0, Files.list(rig.path("directory")).count());
        assertEquals(2, rig.content().size());
    }

    @Test
    void missingSourceLeavesTheTargetAlone() throws Exception {
        rig.write("target", "old");

        FileRig.failure(FailureKind.NOT_FOUND, () -> rig.copy("missing", "target"));

        assertEquals("old", rig.text("target"));
    }

    @Test
    void interruptLeavesNothing() throws Exception {
        rig.write("source", "text");

        Thread.currentThread().interrupt();

        assertThrows(InterruptedException.class, () -> rig.copy("source", "target"));
        assertEquals(List.of(rig.url("source")), rig.content());
    }

    @Test
    void pipeInTheWayIsRefused() throws Exception {
        rig.write("source", "text");
        rig.pipe("pipe");

        FileRig.failure(FailureKind.ALREADY_EXISTS, () -> rig.copy("source", "pipe"));
    }
}
