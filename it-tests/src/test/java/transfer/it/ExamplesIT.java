package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example lists under the drop-in name, as a Pegasus job would give them. Where the reference
 * falls short, the better behaviour is expected and the test says so.
 */
class ExamplesIT {
    @TempDir Path folder;
    private Path in;
    private Path out;
    private Web web;

    @BeforeEach
    void prepare() throws IOException {
        in = Files.createDirectory(folder.resolve("in"));
        out = folder.resolve("out");
        Files.writeString(in.resolve("hello.txt"), "hello\n");
        Files.writeString(in.resolve("to-move.txt"), "move me\n");
        Files.writeString(in.resolve("with blank and %20.txt"), "names\n");
        Files.writeString(folder.resolve("checksums.meta"), example("checksums.meta"));
        web = Web.open();
        web.file("/hello.txt", "hello\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        web.close();
    }

    private String example(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/examples", name))
                .replace("@DIR@", folder.toString())
                .replace("@WEB@", web == null ? "" : web.root());
    }

    private Program program() throws IOException {
        return Program.pegasusTransfer(folder)
                .with("PT_EXAMPLE_DIR", folder.toString())
                .with("KICKSTART_INTEGRITY_DATA", folder.resolve("integrity").toString());
    }

    private Ended run(String name) throws IOException, InterruptedException {
        Path list = Files.writeString(folder.resolve(name), example(name));
        return program().run("--max-attempts", "1", "--file", list.toString());
    }

    @Test
    void fewestFields() throws Exception {
        run("transfer-01-minimal.in").exited(0).says("1 transfers loaded");
        assertEquals("hello\n", Files.readString(out.resolve("01/hello.txt")));
    }

    @Test
    void allFieldsWithAlternativesByPriority() throws Exception {
        run("transfer-02-all-fields.in")
                .exited(0)
                .says("\"file_type\": \"input\", \"succeeded\": 1, \"failed\": 0")
                .says("Stats: Total 2 transfers");
        assertEquals("hello\n", Files.readString(out.resolve("02/hello.txt")));
        assertFalse(Files.exists(out.resolve("02/unused.txt")));
        String records = Files.readString(folder.resolve("integrity"));
        assertEquals(1, records.lines().filter(line -> line.equals("    \"hello.txt\":")).count());
        assertTrue(
                records.contains(
                        "      sha256: 5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"));
    }

    @Test
    void links() throws Exception {
        run("transfer-03-symlink.in").exited(0);
        assertEquals(in.resolve("hello.txt"), Files.readSymbolicLink(out.resolve("03/link.txt")));
        assertEquals(
                in.resolve("not-there-yet.txt"),
                Files.readSymbolicLink(out.resolve("03/dangling.txt")));
        assertEquals(in, Files.readSymbolicLink(out.resolve("03/dir")));
    }

    @Test
    void aLinkToNothingFails() throws Exception {
        run("transfer-04-symlink-fails.in")
                .exited(1)
                .says("Some transfers failed! See above, and possibly stderr.");
        assertFalse(Files.exists(out.resolve("04/nope.txt"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void moving() throws Exception {
        run("transfer-05-moveto.in").exited(0);
        assertEquals("move me\n", Files.readString(out.resolve("05/moved.txt")));
        assertFalse(Files.exists(in.resolve("to-move.txt")));
    }

    @Test
    void unusualNames() throws Exception {
        run("transfer-06-names.in").exited(0);
        assertEquals("names\n", Files.readString(out.resolve("06/with blank and %20.txt")));
        assertEquals("hello\n", Files.readString(out.resolve("06/deep/er/été.txt")));
    }

    /** Families that are not there yet are named before anything moves. */
    @Test
    void schemesWithoutAFamilyAreNamed() throws Exception {
        run("transfer-07-containers.in").exited(1).says("docker").says("library");
        run("transfer-08-protocols.in").exited(1).says("gsiftp").says("hpss");
        assertFalse(Files.exists(out.resolve("07")));
    }

    @Test
    void aLinkToARemoteFileBecomesACopy() throws Exception {
        run("transfer-09-two-stage.in").exited(0);
        assertEquals("hello\n", Files.readString(out.resolve("09/hello.txt")));
        assertFalse(Files.isSymbolicLink(out.resolve("09/hello.txt")));
    }

    @Test
    void aDirectoryWithThoseAboveIt() throws Exception {
        run("mkdir-01.in").exited(0).says("Stats: no local files in the transfer set");
        assertTrue(Files.isDirectory(out.resolve("mkdir/a/b")));
    }

    @Test
    void removing() throws Exception {
        run("transfer-01-minimal.in").exited(0);
        run("transfer-03-symlink.in").exited(0);
        run("transfer-06-names.in").exited(0);
        run("mkdir-01.in").exited(0);
        run("remove-01.in").exited(0);
        assertFalse(Files.exists(out.resolve("01/hello.txt")));
        assertFalse(Files.exists(out.resolve("mkdir")));
        assertFalse(Files.exists(out.resolve("06")));
        assertFalse(Files.exists(out.resolve("03/link.txt"), LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.exists(in.resolve("hello.txt")), "what the link pointed to stays");
    }

    @Test
    void theOldTextFormat() throws Exception {
        run("v1-01-basic.in").exited(0).says("2 transfers loaded").says("compute_site->local");
        assertEquals("hello\n", Files.readString(out.resolve("v1/hello.txt")));
        assertEquals("names\n", Files.readString(out.resolve("v1/with blank and %20.txt")));
    }

    @Test
    void aTransferThatIsNotFinishedInTheOldTextFormatIsADefect() throws Exception {
        // the reference drops it without a word
        run("v1-02-shortcuts.in").exited(1);
        assertFalse(Files.exists(out.resolve("v1")));
    }

    @Test
    void aMalformedCommentInTheOldTextFormat() throws Exception {
        run("v1-03-bad-comment.in").exited(1).says("Unable to parse comment on line 1");
    }

    @Test
    void anUnknownType() throws Exception {
        run("bad-01-unknown-type.in").exited(1).says("Unknown JSON entry:");
    }

    @Test
    void aMissingField() throws Exception {
        run("bad-02-missing-label.in")
                .exited(1)
                .says("Error parsing the transfer specification JSON: 'site_label'");
        assertFalse(Files.exists(out));
    }

    @Test
    void anUnknownSchemeStopsEverythingBeforeAnythingMoves() throws Exception {
        run("bad-03-unknown-scheme.in").exited(1).says("oras");
        assertFalse(Files.exists(out));
    }

    @Test
    void kindsMayBeMixed() throws Exception {
        // the reference crashes while it sorts them
        run("bad-04-mixed-kinds.in").exited(0);
        assertEquals("hello\n", Files.readString(out.resolve("m/hello.txt")));
    }
}
