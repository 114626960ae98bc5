package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
    @TempDir Path folder;
    private Harness program;
    private String receipts;
    private Path bag;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        for (String name : new String[] {"a", "b"}) {
            program.store.put("mem://h/" + name, "hello\n".getBytes(StandardCharsets.UTF_8));
        }
        receipts = folder.resolve("receipts").toString();
        bag = folder.resolve("bag");
        run(
                "mem://h/a "
                        + folder
                        + "/in/a.txt\n"
                        + "mem://h/b "
                        + folder
                        + "/in/d/b.txt\n"
                        + "ln "
                        + folder
                        + "/in/a.txt "
                        + folder
                        + "/in/link\n");
    }

    private void run(String list) {
        program.input(list).transfer("--receipts", receipts).exited(ExitCode.DONE);
    }

    private Harness.Ended export(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "export";
        System.arraycopy(more, 0, arguments, 1, more.length);
        arguments[more.length + 1] = receipts;
        return program.transfer(arguments);
    }

    @Test
    void aBagHoldsTheFiles() throws IOException {
        export("--bagit", bag.toString())
                .exited(ExitCode.DONE)
                .says("1 links and directories are left out")
                .says(bag + " is a bag of 2 files, 12 B: 2 linked, 0 copied, 0 to be fetched");
        assertEquals("hello\n", Files.readString(bag.resolve("data/d/b.txt")));
        String manifest = Files.readString(bag.resolve("manifest-sha256.txt"));
        assertTrue(manifest.contains("  data/d/b.txt\n"), manifest);
    }

    @Test
    void aBagMaySayWhereToFetchThem() throws IOException {
        export("--bagit", bag.toString(), "--payload", "fetch").exited(ExitCode.DONE);
        assertEquals(
                List.of("mem://h/a 6 data/a.txt", "mem://h/b 6 data/d/b.txt"),
                Files.readAllLines(bag.resolve("fetch.txt")).stream().sorted().toList());
    }

    @Test
    void filesMayHaveComeToAnotherPlace() throws IOException {
        Files.move(folder.resolve("in"), folder.resolve("moved"));
        export("--bagit", bag.toString(), "--map", folder + "/in=" + folder + "/moved")
                .exited(ExitCode.DONE);
        assertTrue(Files.exists(bag.resolve("data/a.txt")));
    }

    @Test
    void aFileThatIsNotAsItArrivedIsInNoBag() throws IOException {
        Files.writeString(folder.resolve("in/a.txt"), "other");
        export("--bagit", bag.toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("has 5 bytes, not 6 as its receipt says");
        Files.delete(folder.resolve("in/a.txt"));
        export("--bagit", bag + "2")
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("nothing was exported: ");
        assertFalse(Files.exists(bag.resolve("bagit.txt")));
    }

    @Test
    void receiptsThatWereTamperedWithAreNotExported() throws IOException {
        Path file = Path.of(receipts);
        Files.writeString(file, Files.readString(file).replace("\"size\":6", "\"size\":7"));
        export("--bagit", bag.toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("is not as it was written; 'transfer verify' says what is wrong");
    }

    @Test
    void aCrateDescribesTheFilesBelowIt() throws IOException {
        Path crate = folder.resolve("in/ro-crate-metadata.json");
        export("--ro-crate", crate.toString(), "--name", "Test", "--license", "free for all")
                .exited(ExitCode.DONE)
                .says(crate + " describes 2 files");
        String text = Files.readString(crate);
        assertTrue(text.contains("\"@id\" : \"d/b.txt\""), text);
        assertTrue(text.contains("\"name\" : \"Test\""), text);
        assertTrue(text.contains("\"license\" : \"free for all\""), text);
    }

    @Test
    void aCrateElsewhereWarns() {
        export("--ro-crate", folder + "/in/d/ro-crate-metadata.json")
                .exited(ExitCode.DONE)
                .says("WARNING:  1 files are not below the directory of");
    }

    @Test
    void anExportNeedsAForm() {
        export().exited(ExitCode.BAD_USAGE).says("nothing to export to");
        export("--ro-crate", folder + "/crate.json")
                .exited(ExitCode.BAD_USAGE)
                .says("is called ro-crate-metadata.json");
    }
}
