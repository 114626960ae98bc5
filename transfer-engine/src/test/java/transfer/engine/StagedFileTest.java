package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.Identity;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

class StagedFileTest {
    private static final String PART = ".a.transfer.part";
    private static final String BLOCKS = ".a.transfer.blocks";

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

    @Test
    void aReadOnlySourceMakesAReadOnlyFileThatCouldBeWritten() throws Exception {
        Path target = folder.resolve("a");
        try (StagedFile staged = staged(target, OptionalInt.of(0440))) {
            assertEquals(
                    "rw-r-----",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(staged.part())));
            staged.publish(false);
        }
        assertEquals(
                "r--r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }

    @Test
    void atRestItKeepsNothingOpenAndGoesOnAfterwards() throws Exception {
        Path target = folder.resolve("a");
        try (StagedFile staged = staged(target, OptionalInt.of(0444))) {
            staged.write(bytes("hello "), 0);
            staged.rest();
            assertThrows(TransferException.class, () -> staged.write(bytes("x"), 6));
            assertTrue(staged.wake());
            staged.write(bytes("world"), 6);
            staged.publish(false);
        }
        assertEquals("hello world", Files.readString(target));
        assertEquals(List.of("a"), names());
    }

    @Test
    void aFileWithAMapGoesOnAfterARest() throws Exception {
        try (StagedFile staged = resumable()) {
            staged.whole(0, 7);
            staged.rest();
            assertTrue(staged.wake());
            staged.whole(1, 8);
            staged.rest();
            staged.leave();
        }
        assertEquals(List.of(BLOCKS, PART), names().stream().sorted().toList());
        assertEquals(
                Map.of(0, 7, 1, 8), BlockMap.read(folder.resolve(BLOCKS)).orElseThrow().checks());
    }

    @Test
    void atRestItVanishesLikeAnyOther() throws Exception {
        try (StagedFile staged = resumable()) {
            staged.rest();
        }
        assertEquals(List.of(), names());
    }

    @Test
    void whatSomebodyElseTookMeanwhileIsLeftToThem() throws Exception {
        try (StagedFile staged = resumable()) {
            staged.writeAt(bytes("hello"), 0);
            staged.rest();
            Files.writeString(folder.resolve(PART), "others were here");
            assertFalse(staged.wake());
        }
        assertEquals("others were here", Files.readString(folder.resolve(PART)));
    }

    @Test
    void whatSomebodyElseWritesJustNowIsLeftToThem() throws Exception {
        StagedFile staged = resumable();
        try (FileChannel other = FileChannel.open(folder.resolve(PART), StandardOpenOption.WRITE);
                staged) {
            staged.rest();
            other.lock();
            assertFalse(staged.wake());
        }
        assertEquals(List.of(BLOCKS, PART), names().stream().sorted().toList());
    }

    /** An interrupt closes the file, and with it goes the lock. */
    @Test
    void afterAnInterruptWhatSomebodyElseBeganIsLeftToThem() throws Exception {
        StagedFile first = resumable();
        interruptedWrite(first);
        try (StagedFile second = resumable()) {
            second.write(bytes("theirs"), 0);
            first.close();
            assertEquals("theirs", Files.readString(second.part()));
            assertEquals(List.of(BLOCKS, PART), names().stream().sorted().toList());
        }
    }

    @Test
    void afterAnInterruptItVanishesLikeAnyOther() throws Exception {
        StagedFile staged = resumable();
        interruptedWrite(staged);
        staged.close();
        assertEquals(List.of(), names());
    }

    private static void interruptedWrite(StagedFile staged) {
        Thread.currentThread().interrupt();
        assertThrows(TransferException.class, () -> staged.write(bytes("x"), 0));
        assertTrue(Thread.interrupted());
    }

    private StagedFile resumable() throws TransferException {
        return StagedFile.resumable(
                TransferUrl.ofPath(folder.resolve("a")),
                "run-1",
                OptionalInt.empty(),
                new BlockMap.Origin("digest", 3L * BlockMap.BLOCK, new Identity("v1")));
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
