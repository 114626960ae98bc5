package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The test cases of the tool that {@code pegasus-transfer} replaces, against the packaged program
 * under that name. A web server inside the test stands for the servers of the originals.
 */
class PegasusCasesIT {
    private static final byte[] PAGE = "<html>the index</html>\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private Web web;
    private Path integrity;

    @BeforeEach
    void prepare() throws IOException {
        web = Web.open();
        web.file("/index.html", PAGE);
        integrity = folder.resolve("ks.integrity");
    }

    @AfterEach
    void close() {
        web.close();
    }

    private Program program() throws IOException {
        return Program.pegasusTransfer(folder)
                .with("KICKSTART_INTEGRITY_DATA", integrity.toString())
                .with("PWD", folder.toString());
    }

    private Ended run(Program program, String list) throws IOException, InterruptedException {
        return program.input(list).run("--max-attempts=1");
    }

    private String download(int number) {
        return Json.transfer(web.url("/index.html"), "file://" + folder + "/index." + number);
    }

    private String downloads(int count) {
        return IntStream.range(0, count)
                .mapToObj(this::download)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    // ---- the unit tests

    @Test
    void aMisspeltKeyIsNamed() throws Exception {
        run(
                        program(),
                        """
                        [{"type": "transfer",
                          "src_urls": [{"site_lael": "web", "url": "http://localhost/"}],
                          "dest_urls": [{"site_label": "local", "url": "file:///tmp/index.html"}]}]
                        """)
                .exited(1)
                .says("Error parsing the transfer");
    }

    @Test
    void aBadTypeIsNamed() throws Exception {
        run(program(), "[{\"type\": \"badtype\"}]").exited(1).says("Unknown JSON entry:");
    }

    @Test
    void anEvenlyIndentedCredentialsFileIsRead() throws Exception {
        String indent = " ".repeat(12);
        Path file =
                Secrets.file(
                        folder.resolve("credentials"),
                        (indent + "[" + web.root() + "]\n")
                                + (indent + "header.real_custom = " + Secrets.TOKEN + "\n"));
        run(program().with("PEGASUS_CREDENTIALS", file.toString()), "[" + download(1) + "]")
                .exited(0);
        assertEquals(Secrets.TOKEN, web.asked().getLast().custom());
    }

    @Test
    void aMissingCredentialsFileIsNamed() throws Exception {
        run(program().with("PEGASUS_CREDENTIALS", "/nowhere"), "[" + download(1) + "]")
                .exited(1)
                .says("Credentials file does not exist");
    }

    @Test
    void aCredentialsFileThatOthersMayReadIsRefused() throws Exception {
        Path file = Secrets.file(folder.resolve("credentials"), "[a]\nb = c\n", "---rwx---");
        run(program().with("PEGASUS_CREDENTIALS", file.toString()), "[" + download(1) + "]")
                .exited(1)
                .says("Permissions of credentials file");
        assertEquals(
                "---rwx---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aCredentialsFileWithoutASectionIsRefused() throws Exception {
        Path file = Secrets.file(folder.resolve("credentials"), "access_key = 99001122\n");
        run(program().with("PEGASUS_CREDENTIALS", file.toString()), "[" + download(1) + "]")
                .exited(1)
                .says("Unable to load credentials");
    }

    @Test
    void aMissingListIsNamed() throws Exception {
        program().run("-f", "badfile").exited(1).says("Error opening input file");
    }

    @Test
    void fiveTransfersOnStandardInput() throws Exception {
        program()
                .input(downloads(5))
                .run("-m", "1", "-n", "8")
                .exited(0)
                .says("5 transfers loaded")
                .says("All transfers completed");
        for (int i = 0; i < 5; i++) {
            assertTrue(Files.isRegularFile(folder.resolve("index." + i)));
        }
    }

    @Test
    void eightTransfersFromAFile() throws Exception {
        Path list = Files.writeString(folder.resolve("list"), downloads(8));
        program()
                .run("-m", "1", "-n", "8", "-d", "-f", list.toString())
                .exited(0)
                .says("8 transfers loaded")
                .says("All transfers completed")
                .says("Using 8 threads for this set of transfers");
        for (int i = 0; i < 8; i++) {
            assertTrue(Files.isRegularFile(folder.resolve("index." + i)));
        }
    }

    @Test
    void aHostThatDoesNotExistFails() throws Exception {
        run(program(), Json.list(Json.transfer("http://no-such-host.invalid/a", folder + "/a")))
                .exited(1)
                .says("Some transfers failed!");
        assertFalse(Files.exists(folder.resolve("a")));
    }

    // ---- the shell tests

    private String toLocal(String... fields) {
        return Json.list(Json.transfer(web.url("/index.html"), "file://$PWD/index.html", fields));
    }

    @Test
    void checksumsAreOursWhateverIsOnThePath() throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("pegasus-integrity"), Path.of("/bin/false"));
        run(
                        program().with("PATH", tools + ":/usr/bin:/bin"),
                        toLocal(
                                "\"lfn\": \"index.html\"",
                                "\"linkage\": \"input\"",
                                "\"generate_checksum\": true"))
                .exited(0);
        assertTrue(Files.readString(integrity).contains("\"index.html\":"));
    }

    @Test
    void aLocalCopyRecordsItsChecksumOnce() throws Exception {
        Files.write(folder.resolve("index.html"), PAGE);
        run(
                        program(),
                        Json.list(
                                Json.transfer(
                                        "file://$PWD/index.html",
                                        "file://$PWD/data.txt",
                                        "\"lfn\": \"data.txt\"",
                                        "\"linkage\": \"output\"",
                                        "\"generate_checksum\": true")))
                .exited(0);
        assertEquals(
                1,
                Files.readString(integrity)
                        .lines()
                        .filter(line -> line.contains("entry generated"))
                        .count());
    }

    /** The reference prints the header's value; a token would be in the log then. */
    @Test
    void headersOfTheCredentialsFileAreSentButNotPrinted() throws Exception {
        Path file =
                Secrets.file(
                        folder.resolve("credentials"),
                        "[" + web.root() + "]\nheader.real_custom = " + Secrets.TOKEN + "\n");
        run(program().with("PEGASUS_CREDENTIALS", file.toString()), toLocal()).exited(0);
        assertEquals(Secrets.TOKEN, web.asked().getLast().custom());
        Secrets.assertNoneBelow(folder, file);
    }

    @Test
    void linksInPlaceOfCopiesWhenAskedFor() throws Exception {
        Files.write(folder.resolve("index.html"), PAGE);
        program()
                .input(
                        Json.list(
                                Json.transfer(
                                        "file://$PWD/index.html",
                                        "file://$PWD/deep/index.html",
                                        "\"id\": 1"),
                                Json.transfer(
                                        "file://$PWD/missing.html",
                                        "symlink://$PWD/deep/deeper/index.html",
                                        "\"id\": 1",
                                        "\"verify_symlink_source\": false")))
                .run("--max-attempts=1", "--symlink")
                .exited(0);
        assertTrue(Files.isSymbolicLink(folder.resolve("deep/index.html")));
        assertTrue(Files.isSymbolicLink(folder.resolve("deep/deeper/index.html")));
    }

    @Test
    void aLinkToNothingFails() throws Exception {
        Ended ended =
                program()
                        .input(
                                Json.list(
                                        Json.transfer(
                                                "file://$PWD/missing.html",
                                                "symlink://$PWD/deep/deeper/index.html")))
                        .run("--max-attempts=1", "--symlink");
        assertTrue(ended.exit() != 0, ended::toString);
        assertFalse(
                Files.exists(folder.resolve("deep/deeper/index.html"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void storedFilesAreVerifiedAgainstTheirMetadata() throws Exception {
        Files.writeString(folder.resolve("data.txt"), "Hello World!!\n");
        Files.writeString(
                folder.resolve("data.meta"),
                """
                [{"_type": "file", "_id": "data.txt", "_attributes": {"checksum.type": "sha256",
                  "checksum.value": "6d98c47ed9d05469abd6a22aed3d7ca30a5a1118b5cad241bfbbb483a8aa50c4"}},
                 {"_type": "file", "_id": "test.txt", "_attributes": {"checksum.type": "sha256",
                  "checksum.value": "9537f177655939dac0c41f1744daaec8f969cec9033c60e1df69139b56fc37a3"}}]
                """);
        web.file("/data.txt", "Hello World!!\n".getBytes(StandardCharsets.UTF_8));
        String[] fields = {"\"lfn\": \"data.txt\"", "\"verify_checksum_remote\": true"};
        String output = "\"linkage\": \"output\"";
        run(
                        program(),
                        Json.list(
                                Json.transfer("file://$PWD/data.txt", "file://$PWD/1", fields),
                                Json.transfer("file://$PWD/data.txt", "symlink://$PWD/2", fields),
                                Json.transfer(
                                        web.url("/data.txt"),
                                        "file://$PWD/3",
                                        Stream.concat(Stream.of(fields), Stream.of(output))
                                                .toArray(String[]::new))))
                .exited(0)
                .says("\"file_type\": \"output\", \"succeeded\": 1, \"failed\": 0");
    }

    @Test
    void aStoredFileThatIsNotWhatItsMetadataSaysFails() throws Exception {
        Files.writeString(folder.resolve("data.txt"), "Hello World?!\n");
        Files.writeString(
                folder.resolve("data.meta"),
                """
                [{"_type": "file", "_id": "data.txt", "_attributes": {"checksum.type": "sha256",
                  "checksum.value": "6d98c47ed9d05469abd6a22aed3d7ca30a5a1118b5cad241bfbbb483a8aa50c4"}}]
                """);
        run(
                        program(),
                        Json.list(
                                Json.transfer(
                                        "file://$PWD/data.txt",
                                        "file://$PWD/1",
                                        "\"lfn\": \"data.txt\"",
                                        "\"verify_checksum_remote\": true")))
                .exited(1);
        assertFalse(Files.exists(folder.resolve("1")), "a wrong file has no final name");
    }

    @Test
    void aThousandCopiesLeaveAThousandWholeRecords() throws Exception {
        Files.write(folder.resolve("data"), new byte[512]);
        String list =
                IntStream.range(0, 1000)
                        .mapToObj(i ->
                                Json.transfer(
                                        "file://$PWD/data",
                                        "file://$PWD/copies/" + i,
                                        "\"lfn\": \"data." + i + "\"",
                                        "\"generate_checksum\": true"))
                        .collect(Collectors.joining(",\n", "[", "]"));
        program().input(list).run("--max-attempts=1", "--threads=50").exited(0);
        String records = Files.readString(integrity);
        for (int i = 0; i < 1000; i++) {
            assertTrue(records.contains("    \"data." + i + "\":\n"), "record of data." + i);
        }
        assertEquals(1000, records.lines().filter(l -> l.equals("      output: True")).count());
        assertEquals(
                1000,
                records.lines()
                        .filter(l ->
                                l.equals(
                                        "      sha256: 076a27c79e5ace2a3d47f9dd2e83e4ff6ea8872b3c2218f66c92b89b55f36560"))
                        .count());
    }
}
