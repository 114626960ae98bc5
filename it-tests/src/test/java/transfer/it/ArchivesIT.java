package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Single files out of archives. */
class ArchivesIT {
    /** More than the size from which on files come in several ranges at once, if they can. */
    private static final int LARGE = 65 << 20;

    @TempDir Path folder;

    @BeforeEach
    void makeArchives() throws Exception {
        try (OutputStream file = Files.newOutputStream(folder.resolve("a.zip"));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("in/a name"));
            zip.write("out of a zip".getBytes(StandardCharsets.UTF_8));
        }
        byte[] large = new byte[LARGE];
        new Random(1).nextBytes(large);
        Files.write(folder.resolve("large"), large);
        Process tar =
                new ProcessBuilder("tar", "czf", "a.tgz", "large")
                        .directory(folder.toFile())
                        .inheritIO()
                        .start();
        assertEquals(0, tar.waitFor());
    }

    private Ended copy(String source, String name) throws Exception {
        return Program.transfer(folder)
                .input("\"" + source + "\" " + folder + "/" + name + "\n")
                .run("-m", "2", "--json", "results");
    }

    @Test
    void entryOfAZipIsVerifiedAgainstItsCheck() throws Exception {
        copy("zip:" + folder + "/a.zip!/in/a name", "b").exited(0);
        assertEquals("out of a zip", Files.readString(folder.resolve("b")));
        String results = Files.readString(folder.resolve("results"));
        assertTrue(results.contains("\"evidence\":\"source_digest\""), results);
    }

    @Test
    void largeEntryOfATgzArrivesWhole() throws Exception {
        copy("tgz:" + folder + "/a.tgz!/large", "b").exited(0);
        assertEquals(-1, Files.mismatch(folder.resolve("large"), folder.resolve("b")));
    }

    @Test
    void entryThatIsNotThereFailsForGood() throws Exception {
        copy("zip:" + folder + "/a.zip!/in/another", "b")
                .exited(1)
                .says("nothing of that name is in the archive");
        assertFalse(Files.exists(folder.resolve("b")));
    }

    @Test
    void nothingIsWrittenIntoAnArchive() throws Exception {
        Program.transfer(folder)
                .input(folder + "/large zip:" + folder + "/a.zip!/large\n")
                .run()
                .exited(2)
                .says("zip");
    }

    @Test
    void archiveElsewhereIsRefusedBeforeAnythingMoves() throws Exception {
        copy("zip:http://127.0.0.1:1/a.zip!/in/a", "b").exited(2).says("fetch it first");
    }
}
