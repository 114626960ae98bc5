package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static transfer.cli.ReferenceList.item;
import static transfer.cli.ReferenceList.list;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import transfer.cli.Harness.Ended;

/** {@code pegasus-transfer}: what other programs depend on, as far as it is the program's doing. */
class PegasusProgramTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);
    private static final String RULE = "-".repeat(80);

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        program.store.put("mem://h/a", HELLO);
        program.store.put("mem://h/b", HELLO);
    }

    private String fetch(String name, String... fields) {
        return item("mem://h/" + name, "file://" + folder + "/in/" + name, fields);
    }

    @Test
    void aRunIsToldInTheReferencesWords() {
        Ended ended = program.input(list(fetch("a"))).pegasus("-d");
        ended.exited(0);
        assertEquals("", ended.out());
        List<String> told = ended.logged(Log.Level.INFO);
        assertEquals("Reading URL pairs from stdin", told.get(0));
        assertEquals("1 transfers loaded", told.get(1));
        assertEquals(RULE, told.get(2));
        assertEquals("Starting transfers - attempt 1", told.get(3));
        assertEquals(RULE, told.get(5));
        assertTrue(told.get(6).startsWith("Stats: Total 1 transfers, 6.0 B transferred in "));
        assertTrue(
                told.get(7)
                        .startsWith(
                                "       Between sites my_site->local : 1 transfers, 6.0 B transferred in "));
        assertEquals("All transfers completed successfully.", told.get(8));
        assertEquals(9, told.size());
        assertEquals(
                List.of("Using 1 threads for this set of transfers"),
                ended.logged(Log.Level.DEBUG));
        assertTrue(
                ended.err()
                        .lines()
                        .allMatch(line ->
                                line.matches(
                                        "\\d{4}(-\\d\\d){2} (\\d\\d:){2}\\d\\d,\\d{3} .{7}:  .*")));
    }

    @Test
    void aListInAFileIsNamed() throws IOException {
        Path list = Files.writeString(folder.resolve("list"), list(fetch("a")));
        program.pegasus("stray", "--file=" + list, "stray")
                .exited(0)
                .says("INFO:  Reading transfer specification from " + list + "\n");
    }

    @Test
    void aFailureIsCriticalAtTheEnd() {
        Ended ended = program.input(list(fetch("a"), fetch("none"))).pegasus("-m1").exited(1);
        assertEquals(
                List.of("Some transfers failed! See above, and possibly stderr."),
                ended.logged(Log.Level.CRITICAL));
        assertEquals(1, ended.logged(Log.Level.ERROR).size());
        assertTrue(Files.exists(folder.resolve("in/a")));
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "50, 9", "1, 1"})
    void theNumberOfThreadsIsTold(int asked, int told) {
        String nine = fetch("a") + (", " + fetch("a")).repeat(8);
        program.input(list(nine))
                .pegasus("-d", "-n", Integer.toString(asked))
                .says("Using " + told + " threads for this set of transfers");
    }

    @Test
    void theEnvironmentSaysHowManyThreadsUnlessTheOptionDoes() {
        program.with("PEGASUS_TRANSFER_THREADS", "2")
                .input(list(fetch("a"), fetch("b"), fetch("b")));
        program.pegasus("-d").says("Using 2 threads for this set of transfers");
        program.pegasus("-d", "-n", "3").says("Using 3 threads for this set of transfers");
        program.pegasus("-d", "-n", "0").says("Using 2 threads for this set of transfers");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc|invalid literal for int() with base 10: 'abc'",
                "0|Invalid value for PEGASUS_TRANSFER_THREADS: 0",
                "-2|Invalid value for PEGASUS_TRANSFER_THREADS: -2"
            })
    void aBadNumberOfThreadsInTheEnvironmentIsCritical(String value, String words) {
        Ended ended =
                program.with("PEGASUS_TRANSFER_THREADS", value)
                        .input(list(fetch("a")))
                        .pegasus()
                        .exited(1);
        assertEquals(List.of(words), ended.logged(Log.Level.CRITICAL));
    }

    @Test
    void usageErrorsAreAsTheReferencePrintsThem() {
        assertEquals(
                "Usage: pegasus-transfer [options]\n\npegasus-transfer: error: no such option: --bogus\n",
                program.pegasus("--bogus").exited(2).err());
        assertEquals(
                "Usage: pegasus-transfer [options]\n\npegasus-transfer: error: option -m: at least 1, not 0\n",
                program.pegasus("-m", "0").exited(2).err());
    }

    @Test
    void helpGoesToStandardOutput() {
        Ended ended = program.pegasus("-h").exited(0);
        assertEquals("", ended.err());
        assertTrue(ended.out().startsWith("Usage: pegasus-transfer [options]\n\nOptions:\n"));
        for (String option :
                List.of("--file", "--max-attempts", "--threads", "--symlink", "--debug")) {
            ended.prints(option);
        }
    }

    @Test
    void aMissingListIsCriticalTwice() {
        Ended ended = program.pegasus("-f", folder + "/badfile").exited(1);
        String reason = "[Errno 2] No such file or directory: '" + folder + "/badfile'";
        assertEquals(
                List.of("Error opening input file: " + reason, reason),
                ended.logged(Log.Level.CRITICAL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"type\": \"badtype\"}]|Unknown JSON entry: ",
                "[{}]|Unknown JSON entry: ",
                "[{\"type\": \"transfer\", \"dest_urls\": []}]|Error parsing the transfer specification JSON: '",
                "[{\"type\": \"mkdir\"}]|Error parsing the transfer specification JSON: 'target'",
                "[{\"type\": \"mkdir\", \"target\": {\"site_label\": \"x\"}}]|Error parsing the transfer specification JSON: 'url'",
                "[{\"type\": \"mkdir\", \"target\": {\"url\": \"/x\"}}]|Error parsing the transfer specification JSON: 'site_label'",
                "[{\"type\": \"mkdir\", \"target\": {\"site_label\": \"x\", \"url\": \"a:b\"}}]|Error parsing the transfer specification JSON: Unable to parse URL: ",
                "[|Error parsing the transfer specification JSON: ",
                "''|Error parsing the transfer specification JSON: ",
                "# src 1|Error reading url list: Unable to parse comment on line 1",
                "one|Error reading transfer list: "
            })
    void badInputIsCriticalInWordsThatBeginAsTheReferences(String input, String words) {
        Ended ended = program.input(input).pegasus().exited(1);
        List<String> critical = ended.logged(Log.Level.CRITICAL);
        assertEquals(1, critical.size(), ended::toString);
        assertTrue(critical.getFirst().startsWith(words), ended::toString);
        ended.saysNot("transfers loaded");
    }

    @Test
    void everyDefectIsNamedBelowTheFirst() {
        program.input("[{\"type\": \"mkdir\"},\n{\"type\": \"badtype\"}]")
                .pegasus()
                .exited(1)
                .says("\n  line 1, item 1, field target: ")
                .says("\n  line 2, item 2, field type: ");
    }

    @Test
    void aPairThatNobodyCanDoIsNamedBeforeAnythingMoves() {
        Ended ended =
                program.input(list(fetch("a"), item("oras://h/x", "file:///x")))
                        .pegasus()
                        .exited(1)
                        .says("CRITICAL:  Unable to find handlers for 'oras' to 'file' transfers\n")
                        .says("item 2");
        assertEquals(1, ended.logged(Log.Level.CRITICAL).size());
        assertFalse(Files.exists(folder.resolve("in")));
    }

    @Test
    void aTargetThatNobodyCanRemoveIsNamed() {
        program.input(
                        "[{\"type\": \"remove\", \"target\": {\"site_label\": \"x\", \"url\": \"oras://h/x\"}}]")
                .pegasus()
                .exited(1)
                .says("CRITICAL:  Unable to find handlers for target 'oras'\n");
    }

    // ---- credentials

    private Path credentials(String text, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve("credentials"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        program.with("PEGASUS_CREDENTIALS", file.toString());
        return file;
    }

    private void assertRefused(String words) {
        Ended ended = program.input("[]").pegasus().exited(1);
        List<String> critical = ended.logged(Log.Level.CRITICAL);
        assertTrue(
                critical.getFirst().startsWith("Unable to load credentials: " + words),
                ended::toString);
        assertTrue(critical.getLast().startsWith(words), ended::toString);
        ended.says("INFO:  0 transfers loaded");
    }

    @Test
    void aMissingCredentialsFileStopsEvenAnEmptyList() {
        program.with("PEGASUS_CREDENTIALS", folder + "/none");
        assertRefused("Credentials file does not exist: " + folder + "/none");
    }

    @Test
    void aCredentialsFileThatOthersMayReadStopsEvenAnEmptyList() throws IOException {
        Path file = credentials("[a]\nb = c\n", "rw-r-----");
        assertRefused("Permissions of credentials file " + file + " are too liberal");
    }

    @Test
    void aCredentialsFileThatIsMalformedStopsEvenAnEmptyList() throws IOException {
        credentials("access_key = 99001122\n", "rw-------");
        assertRefused("Credentials file ");
    }

    @Test
    void badInputIsToldBeforeBadCredentials() {
        program.with("PEGASUS_CREDENTIALS", folder + "/none")
                .input("[{\"type\": \"badtype\"}]")
                .pegasus()
                .exited(1)
                .says("Unknown JSON entry")
                .saysNot("credentials");
    }

    // ---- links, checksums, damage

    @Test
    void everyLocalCopyIsALinkWhenAskedForWhateverTheSites() throws IOException {
        Files.write(folder.resolve("local"), HELLO);
        program.input(list(item("file://" + folder + "/local", "file://" + folder + "/link")))
                .pegasus("--symlink")
                .exited(0);
        assertTrue(Files.isSymbolicLink(folder.resolve("link")));
    }

    @Test
    void aRecordIsWrittenForWhatAsksForOne() throws IOException {
        Path records = folder.resolve("records");
        program.with("KICKSTART_INTEGRITY_DATA", records.toString())
                .input(
                        list(
                                fetch("a", "\"lfn\": \"f.a\"", "\"generate_checksum\": true"),
                                fetch("b")))
                .pegasus()
                .exited(0);
        String text = Files.readString(records);
        assertTrue(text.startsWith("    \"f.a\":\n      comment: entry generated by"), text);
        assertTrue(text.contains("      sha256: " + Examples.HELLO_SHA256 + "\n"), text);
        assertEquals(17, text.lines().count());
    }

    @Test
    void laterJobsAreToldWhatWasMoved() throws IOException {
        Path meta = folder.resolve("told.meta");
        program.with("TRANSFER_META_FILE", meta.toString())
                .with("USER", "me")
                .input(
                        list(
                                fetch("a", "\"lfn\": \"f \\\"a\"", "\"generate_checksum\": true"),
                                fetch("b")))
                .pegasus()
                .exited(0);
        String text = Files.readString(meta);
        assertTrue(text.startsWith("[{\"_type\":\"file\",\"_id\":\"f \\\"a\","), text);
        assertTrue(text.contains("\"checksum.value\":\"" + Examples.HELLO_SHA256 + "\""), text);
        assertTrue(text.contains("\"size\":\"6\"") && text.contains("\"user\":\"me\""), text);
        program.input(list(fetch("none"))).pegasus("-m", "1");
        assertEquals("[]\n", Files.readString(meta));
    }

    @Test
    void checksumsThatLaterJobsNeedButNobodyCanWriteAreAFailure() throws IOException {
        program.with("TRANSFER_META_FILE", folder + "/none/told.meta")
                .input(list(fetch("a")))
                .pegasus()
                .exited(1)
                .says("The checksums for later jobs are not written");
    }

    @Test
    void aStoredFileIsComparedWithItsMetadata() throws IOException {
        String[] asks = {
            "\"lfn\": \"f.a\"", "\"linkage\": \"output\"", "\"verify_checksum_remote\": true"
        };
        Path meta = folder.resolve("job.meta");
        String entry =
                "[{\"_id\": \"f.a\", \"_attributes\": {\"checksum.type\": \"sha256\", \"checksum.value\": \"%s\"}}]";
        Files.writeString(meta, entry.formatted(Examples.HELLO_SHA256));
        program.input(list(fetch("a", asks)))
                .pegasus("-m", "1")
                .exited(0)
                .says("\"file_type\": \"output\", \"succeeded\": 1, \"failed\": 0, ");
        Files.writeString(meta, entry.formatted("0".repeat(64)));
        program.input(list(fetch("b", asks)))
                .pegasus("-m", "1")
                .exited(1)
                .says("\"file_type\": \"output\", \"succeeded\": 0, \"failed\": 1, ");
        assertFalse(Files.exists(folder.resolve("in/b")));
    }

    @Test
    void metadataOfJobsElsewhereIsNamedInAFile() throws IOException {
        Path meta = Files.createDirectory(folder.resolve("jobs")).resolve("maker.meta");
        Files.writeString(
                meta,
                "[{\"_id\": \"f.a\", \"_attributes\": {\"checksum.value\": \"%s\"}}]"
                        .formatted("0".repeat(64)));
        Path list = folder.resolve("out.metas");
        program.with("TRANSFER_META_LIST", list.toString());
        String asking = list(fetch("a", "\"lfn\": \"f.a\"", "\"verify_checksum_remote\": true"));
        program.input(asking)
                .pegasus("-m", "1")
                .exited(1)
                .says("TRANSFER_META_LIST cannot be read");
        Files.writeString(list, meta + "\n");
        program.input(asking).pegasus("-m", "1").exited(1);
        assertFalse(Files.exists(folder.resolve("in/a")));
        Files.delete(meta);
        program.input(asking).pegasus("-m", "1").exited(0).says("maker.meta: it is no file");
    }

    @Test
    void metadataThatCannotBeReadIsToldAndCountsAsEmpty() throws IOException {
        Files.writeString(folder.resolve("job.meta"), "not json at all");
        program.input(list(fetch("a", "\"lfn\": \"f.a\"", "\"verify_checksum_remote\": true")))
                .pegasus()
                .says("ERROR:  Error parsing the meta data: ");
        program.input(list(fetch("a"))).pegasus().saysNot("meta data");
    }

    @Test
    void filesAreDamagedWhenATestAsksForIt() throws IOException {
        program.with("PEGASUS_TRANSFER_ERROR_RATE", "100").input(list(fetch("a"))).pegasus();
        assertEquals(
                "hello\nHere be dragons! Eh, I mean pegai!",
                Files.readString(folder.resolve("in/a")).stripTrailing());
    }

    @ParameterizedTest
    @CsvSource({"101", "-1"})
    void anErrorRateOutOfRangeIsToldAndIsNone(String rate) throws IOException {
        program.with("PEGASUS_TRANSFER_ERROR_RATE", rate)
                .input(list(fetch("a")))
                .pegasus()
                .exited(0)
                .says("ERROR:  Invalid value for PEGASUS_TRANSFER_ERROR_RATE: " + rate + "\n");
        assertEquals("hello\n", Files.readString(folder.resolve("in/a")));
    }

    @Test
    void anErrorRateThatIsNoNumberIsCritical() {
        program.with("PEGASUS_TRANSFER_ERROR_RATE", "abc")
                .input(list(fetch("a")))
                .pegasus()
                .exited(1)
                .says("CRITICAL:  invalid literal for int() with base 10: 'abc'\n");
    }
}
