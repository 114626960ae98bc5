package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class StagedFileTest {
    @TempDir Path folder;

    @Test
    void nothingIsUnderTheFinalNameBeforeItIsPublished() throws Exception {
        Path target = folder.resolve("a");
        try (StagedFile staged = staged(target, OptionalInt.empty())) {
            staged.write(bytes("hello"), 0);
            assertFalse(Files.exists(target));
            assertTrue(Files.isHidden(staged.part()));
            staged.publish(false);
        }
        assertEquals("hello", Files.readString(target));
        assertEquals(List.of("a"), names());
    }

    @Test
    void unpublishedItVanishes() throws Exception {
        try (StagedFile staged = staged(folder.resolve("a"), OptionalInt.empty())) {
            staged.write(bytes("hello"), 0);
        }
        assertEquals(List.of(), names());
    }

    @Test
    void missingDirectoriesAreMade() throws Exception {
        Path target = folder.resolve("x/y/a");
        try (StagedFile staged = staged(target, OptionalInt.empty())) {
            staged.publish(false);
        }
        assertTrue(Files.exists(target));
    }

    @Test
    void aNewFileGetsTheSourcesPermissionBits() throws Exception {
        Path target = folder.resolve("a");
        try (StagedFile staged = staged(target, OptionalInt.of(0500))) {
            staged.write(bytes("x"), 0);
            staged.publish(false);
        }
        assertEquals(
                "r-x------", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void anExistingFileKeepsItsPermissionBits() throws Exception {
        Path target = Files.writeString(folder.resolve("a"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        try (StagedFile staged = staged(target, OptionalInt.of(0777))) {
            staged.write(bytes("new"), 0);
            staged.publish(false);
        }
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void aLinkIsWrittenThrough() throws Exception {
        Path real = Files.createDirectory(folder.resolve("d")).resolve("real");
        Files.writeString(real, "old");
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        try (StagedFile staged = staged(link, OptionalInt.empty())) {
            assertEquals(real.getParent(), staged.part().getParent());
            staged.write(bytes("new"), 0);
            staged.publish(false);
        }
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(real));
    }

    @Test
    void aDanglingLinkIsReplaced() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        try (StagedFile staged = staged(link, OptionalInt.empty())) {
            staged.write(bytes("new"), 0);
            staged.publish(false);
        }
        assertFalse(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(link));
    }

    @Test
    void aDirectoryIsNotWrittenInto() throws Exception {
        Path target = Files.createDirectory(folder.resolve("d"));
        TransferException e =
                assertThrows(TransferException.class, () -> staged(target, OptionalInt.empty()));
        assertEquals(FailureKind.ALREADY_EXISTS, e.kind());
        assertEquals(List.of("d"), names());
    }

    @Test
    void aDeviceIsNeverRenamedOver() {
        TransferException e =
                assertThrows(
                        TransferException.class,
                        () -> staged(Path.of("/dev/null"), OptionalInt.empty()));
        assertEquals(FailureKind.BAD_REQUEST, e.kind());
    }

    @Test
    void theLongestNameStillHasAHiddenOne() throws Exception {
        Path target = folder.resolve("é".repeat(127) + "x");
        try (StagedFile staged = staged(target, OptionalInt.empty())) {
            staged.publish(false);
        }
        assertTrue(Files.exists(target));
    }

    @Test
    void bytesThatAreNoTextAreKeptInTheName() throws Exception {
        String name =
                ByteText.decode(new byte[] {'a', (byte) 0xFF, (byte) 0xC3, '(', '\n', '\'', '"'});
        TransferUrl url =
                TransferUrl.parse("file://" + TransferUrl.ofPath(folder).path() + "/" + name);
        try (StagedFile staged = StagedFile.beside(url, "r", OptionalInt.empty())) {
            staged.publish(false);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            assertEquals(url, TransferUrl.ofPath(entries.findFirst().orElseThrow()));
        }
    }

    @Test
    void startingOverForgetsWhatWasWritten() throws Exception {
        Path target = folder.resolve("a");
        try (StagedFile staged = staged(target, OptionalInt.empty())) {
            staged.write(bytes("hello world"), 0);
            assertEquals(11, staged.contiguous());
            staged.restart(java.util.Optional.empty());
            assertEquals(0, staged.contiguous());
            staged.write(bytes("bye"), 0);
            staged.publish(true);
        }
        assertEquals("bye", Files.readString(target));
    }

    private static StagedFile staged(Path target, OptionalInt mode) throws TransferException {
        return StagedFile.beside(TransferUrl.ofPath(target), "run-1", mode);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString()).toList();
        }
    }
}
