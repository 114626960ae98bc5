package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Site;
import transfer.protocol.Identity;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

class UploadNoteTest {
    @TempDir Path folder;

    private static Place place(String url) throws Exception {
        return new Place(TransferUrl.parse(url), Site.UNNAMED);
    }

    private static WorkItem.Transfer item(String target) throws Exception {
        return new WorkItem.Transfer(
                new ListPosition(1, 0),
                List.of(place("file:///data/f")),
                place(target),
                TransferTerms.PLAIN);
    }

    private static UploadNote.Left left() throws Exception {
        TransferUrl url = TransferUrl.parse("file:///data/f");
        return new UploadNote.Left(
                BlockMap.Origin.of(url, 20_000_000, new Identity("a b\nc")), "k3v-1");
    }

    private UploadNote note(String target) throws Exception {
        return UploadNote.of(folder, item(target)).orElseThrow();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aLaterRunOfTheSameTransferFindsIt() throws Exception {
        try (UploadNote note = note("mem://h/f")) {
            assertTrue(note.write(left()));
        }
        try (UploadNote note = note("mem://h/f")) {
            assertEquals(Optional.of(left()), note.left());
        }
    }

    @Test
    void aNameMayHoldAnyBytes() throws Exception {
        String path = "/a b/\udcff\n\u00e4*";
        try (UploadNote note = note("mem://h/f")) {
            note.write(new UploadNote.Left(left().origin(), path));
        }
        try (UploadNote note = note("mem://h/f")) {
            assertEquals(path, note.left().orElseThrow().hidden());
            assertTrue(note.left().orElseThrow().isPath());
            assertFalse(left().isPath());
        }
    }

    @Test
    void anotherTransferDoesNot() throws Exception {
        try (UploadNote note = note("mem://h/f")) {
            note.write(left());
        }
        try (UploadNote note = note("mem://h/g")) {
            assertEquals(Optional.empty(), note.left());
        }
    }

    @Test
    void twoDoNotHaveItAtOnce() throws Exception {
        try (UploadNote _ = note("mem://h/f")) {
            assertEquals(Optional.empty(), UploadNote.of(folder, item("mem://h/f")));
        }
        note("mem://h/f").close();
    }

    @Test
    void aSecondNoteTakesThePlaceOfTheFirst() throws Exception {
        UploadNote.Left other = new UploadNote.Left(left().origin(), "k");
        try (UploadNote note = note("mem://h/f")) {
            note.write(left());
            note.write(other);
        }
        try (UploadNote note = note("mem://h/f")) {
            assertEquals(Optional.of(other), note.left());
        }
    }

    @Test
    void oneThatNotesNothingGoesAway() throws Exception {
        note("mem://h/f").close();
        assertEquals(List.of(), files());
        try (UploadNote note = note("mem://h/f")) {
            note.write(left());
        }
        assertEquals(1, files().size());
        try (UploadNote note = note("mem://h/f")) {
            note.drop();
        }
        assertEquals(List.of(), files());
    }

    @Test
    void aTornOneIsNone() throws Exception {
        try (UploadNote note = note("mem://h/f")) {
            note.write(left());
        }
        Path file = files().getFirst();
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() - 3));
        try (UploadNote note = note("mem://h/f")) {
            assertEquals(Optional.empty(), note.left());
        }
    }

    @Test
    void aHugeOneIsNone() throws Exception {
        try (UploadNote note = note("mem://h/f")) {
            note.write(left());
        }
        Files.write(files().getFirst(), new byte[1 << 20]);
        try (UploadNote note = note("mem://h/f")) {
            assertEquals(Optional.empty(), note.left());
        }
    }

    @Test
    void itShowsNoUrl() throws Exception {
        try (UploadNote note = note("mem://user:open-sesame@h/f")) {
            note.write(left());
        }
        Path file = files().getFirst();
        assertFalse((file + Files.readString(file)).contains("open-sesame"));
        assertFalse(Files.readString(file).contains("data"));
    }

    @Test
    void somebodyElsesDirectoryTakesNone() throws Exception {
        Path taken = Files.createFile(folder.resolve("file"));
        assertEquals(Optional.empty(), UploadNote.of(taken, item("mem://h/f")));
    }
}
