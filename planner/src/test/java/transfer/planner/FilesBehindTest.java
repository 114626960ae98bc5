package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many small files, written on another thread. */
class FilesBehindTest {
    @TempDir Path directory;

    private Path file(int number) {
        return directory.resolve("f" + number);
    }

    @Test
    void allAreThereWhenItIsFinishedEachWithItsText() throws IOException {
        int count = 2_000;
        try (FilesBehind files = new FilesBehind()) {
            for (int i = 0; i < count; i++) {
                files.add(file(i), "größe " + i, false);
            }
            files.finish();
            for (int i = 0; i < count; i++) {
                assertEquals("größe " + i, Files.readString(file(i)));
            }
        }
    }

    @Test
    void aScriptCanBeRunByThoseWhoMayReadIt() throws IOException {
        try (FilesBehind files = new FilesBehind()) {
            files.add(file(1), "#!/bin/sh\n", true);
            files.add(file(2), "no script", false);
            files.finish();
        }
        assertTrue(Files.isExecutable(file(1)));
        assertEquals(
                Files.getPosixFilePermissions(file(1)).toString().contains("GROUP_READ"),
                Files.getPosixFilePermissions(file(1)).toString().contains("GROUP_EXECUTE"));
        assertFalse(Files.getPosixFilePermissions(file(2)).toString().contains("EXECUTE"));
    }

    @Test
    void aFileThatCannotBeWrittenShowsAtTheEnd() throws IOException {
        try (FilesBehind files = new FilesBehind()) {
            files.add(directory.resolve("missing").resolve("f"), "text", false);
            assertThrows(NoSuchFileException.class, files::finish);
        }
    }

    @Test
    void nobodyWaitsForRoomBehindAFailure() {
        assertThrows(
                NoSuchFileException.class,
                () -> {
                    try (FilesBehind files = new FilesBehind()) {
                        for (int i = 0; i < 2_000; i++) {
                            files.add(directory.resolve("missing").resolve("f" + i), "text", false);
                        }
                        files.finish();
                    }
                });
    }

    /** As it would be without memory; else a plan seems whole that lacks files, or never ends. */
    @Test
    void whatEndsTheWriterOtherwiseShowsToo() throws IOException {
        Path nowhere;
        try (FileSystem closed =
                FileSystems.newFileSystem(directory.resolve("zip"), Map.of("create", "true"))) {
            nowhere = closed.getPath("f");
        }
        try (FilesBehind files = new FilesBehind()) {
            files.add(nowhere, "text", false);
            assertThrows(ClosedFileSystemException.class, files::finish);
        }
        assertThrows(
                ClosedFileSystemException.class,
                () -> {
                    try (FilesBehind files = new FilesBehind()) {
                        for (int i = 0; i < 2_000; i++) {
                            files.add(nowhere, "text", false);
                        }
                    }
                });
    }

    @Test
    void nothingIsWrittenOver() throws IOException {
        Files.writeString(file(1), "old");
        try (FilesBehind files = new FilesBehind()) {
            files.add(file(1), "new", false);
            assertThrows(FileAlreadyExistsException.class, files::finish);
        }
        assertEquals("old", Files.readString(file(1)));
    }

    @Test
    void aNameThatIsNoTextIsNotWrittenAsAnother() throws IOException {
        try (FilesBehind files = new FilesBehind()) {
            files.add(file(2), "\uD83D\uDE00", false);
            assertThrows(CharacterCodingException.class, () -> files.add(file(1), "\uDC80", false));
            files.finish();
        }
        assertEquals("\uD83D\uDE00", Files.readString(file(2)));
    }

    @Test
    void afterClosingNothingComesAnyMore() throws IOException {
        try (FilesBehind files = new FilesBehind()) {
            for (int i = 0; i < 200; i++) {
                files.add(file(i), "text", false);
            }
        }
        try (Stream<Path> first = Files.list(directory)) {
            first.forEach(FilesBehindTest::remove);
        }
        try (Stream<Path> later = Files.list(directory)) {
            assertEquals(0, later.count());
        }
    }

    private static void remove(Path file) {
        assertTrue(file.toFile().delete());
    }
}
