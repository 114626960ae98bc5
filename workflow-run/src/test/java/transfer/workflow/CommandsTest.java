package transfer.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir Path directory;
    private SubmitFolder folder;

    @BeforeEach
    void begin() {
        folder = new SubmitFolder(directory);
    }

    private void job(String fields) {
        folder.line("{\"name\":\"a\",\"kind\":\"compute\"," + fields + "}");
    }

    @Test
    void wordsReachTheProgramAsTheyAreBecauseThereIsNoShell() throws Exception {
        job(
                "\"argv\":[\"/usr/bin/printf\",\"%s|\",\"$HOME\",\"a b\",\"*\",\"'\",\"\u00e4\"],"
                        + "\"directory\":\"data\",\"stdout\":\"out\"");
        folder.write();

        assertTrue(folder.run().isComplete());

        assertEquals("$HOME|a b|*|'|\u00e4|", Files.readString(folder.path("out")));
    }

    @Test
    void inputAndBothOutputsAreFiles() throws Exception {
        Files.writeString(folder.path("in"), "b\na\n");
        job(
                "\"argv\":[\"/bin/sh\",\"-c\",\"sort; echo oops >&2\"],\"directory\":\"data\","
                        + "\"input\":\"in\",\"stdout\":\"deep/out\",\"stderr\":\"deep/err\"");
        folder.write();

        assertTrue(folder.run().isComplete());

        assertEquals("a\nb\n", Files.readString(folder.path("deep/out")));
        assertEquals("oops\n", Files.readString(folder.path("deep/err")));
    }

    @Test
    void withoutInputThereIsNothingToRead() throws Exception {
        job("\"argv\":[\"/bin/cat\"],\"directory\":\"data\",\"stdout\":\"out\"");
        folder.write();

        assertTrue(folder.run().isComplete());
        assertEquals(0, Files.size(folder.path("out")));
    }

    @Test
    void theEnvironmentIsWhatThePlanSaysAndWhatAllHave() throws Exception {
        job(
                "\"argv\":[\"/usr/bin/env\"],\"directory\":\"data\",\"stdout\":\"out\","
                        + "\"environment\":{\"COLOUR\":\"green\"}");
        folder.write();

        assertTrue(folder.run().isComplete());

        assertEquals(
                List.of("COLOUR=green", "PATH=/usr/bin:/bin"),
                Files.readAllLines(folder.path("out")).stream().sorted().toList());
    }

    @Test
    void aMissingInputIsNamed() throws Exception {
        job("\"argv\":[\"/bin/cat\"],\"directory\":\"data\",\"input\":\"nowhere\"");
        folder.write();

        assertEquals(
                "a file is missing: " + folder.path("nowhere"),
                folder.run().failed().getFirst().reason());
    }

    private void writing(String script, String outputs) {
        job(
                "\"argv\":[\"/bin/sh\",\"-c\",\""
                        + script
                        + "\"],\"directory\":\"data\",\"outputs\":["
                        + outputs
                        + "]");
    }

    @Test
    void whatItWroteIsForcedToTheDisk() throws Exception {
        writing("ln -s loop loop", "\"data/loop\"");
        folder.write();

        String reason = folder.run().failed().getFirst().reason();

        assertTrue(reason.startsWith("what it wrote cannot be forced to the disk: "), reason);
        assertTrue(reason.contains(folder.path("data/loop").toString()), reason);
    }

    @Test
    void outputsThatAreNotThereOrHaveNoBytesOnADiskAreLetBe() throws Exception {
        writing(
                "mkfifo pipe; mkdir tree; echo x >file",
                "\"data/pipe\",\"data/none\",\"data/tree\",\"data/file\"");
        folder.write();

        assertTrue(folder.run().isComplete());
    }

    @Test
    void aProcessThatASignalEndedSaysWhich() throws Exception {
        job("\"argv\":[\"/bin/sh\",\"-c\",\"kill -9 $$\"],\"directory\":\"data\"");
        folder.write();

        assertEquals("it was ended by the signal 9", folder.run().failed().getFirst().reason());
    }

    @Test
    void theLastWordsAreTheLastLinesWithoutWhatMovesACursor() throws Exception {
        job(
                "\"argv\":[\"/bin/sh\",\"-c\",\"for i in 1 2 3 4 5 6 7; do echo line $i; done;"
                        + " printf 'x\\\\033[2Jy'; exit 1\"],\"stdout\":\"out\",\"stderr\":\"err\"");
        folder.write();

        assertEquals(
                List.of("line 4", "line 5", "line 6", "line 7", "x [2Jy"),
                folder.run().failed().getFirst().lastWords());
    }
}
