package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.cli.Harness.Ended;

/** {@code pegasus-integrity --verify}: what is compared, said, counted and recorded. */
class IntegrityCheckTest {
    private static final String ONE =
            "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26";
    private static final String TWO =
            "cda6cdd121c2ac84c7aa12e15cfc7e07503ca7a4d11f4f3df791d4e0fbc7d80f";
    private static final String MD5_OF_ONE = "e59ff97941044f85df5297e1c302d260";

    @TempDir Path folder;

    private Harness program;
    private Path multipart;

    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder);
        multipart = Files.createDirectory(folder.resolve("multipart"));
        Files.writeString(folder.resolve("data.1"), "Hello World\n");
        Files.writeString(folder.resolve("data.2"), "This is some other data\n");
        meta("data", Map.of("data.1", ONE, "foo.2", TWO));
    }

    private void meta(String name, Map<String, String> checksums) throws IOException {
        List<String> entries = new ArrayList<>();
        checksums.forEach((id, value) -> entries.add(entry(id, "sha256", value)));
        Files.writeString(folder.resolve(name + ".meta"), entries.toString());
    }

    private static String entry(String id, String type, String value) {
        return """
        {"_type": "file", "_id": "%s",
         "_attributes": {"checksum.type": "%s", "checksum.value": "%s", "size": "1"}}
        """
                .formatted(id, type, value);
    }

    private void failsWith(String arguments, String... patterns) {
        Ended ended = program.integrity("--verify=" + arguments).exited(1);
        List<String> lines = ended.out().lines().toList();
        assertEquals(patterns.length, lines.size(), ended::toString);
        for (int i = 0; i < patterns.length; i++) {
            String pattern = "Integrity check: " + patterns[i];
            assertTrue(lines.get(i).matches(pattern), () -> pattern + "\n" + ended);
        }
        assertEquals("", ended.err());
    }

    private static String mismatch(String name, String expected, String found) {
        return name
                + ": Expected checksum \\("
                + expected
                + "\\) does not match the calculated checksum \\("
                + found
                + "\\) \\(timing: \\d+\\.\\d{3}\\)";
    }

    // ---- the result

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.1",
                "foo.2=data.2",
                "data.1;;;foo.2=data.2",
                "data.1=data.1",
                "=data.1"
            })
    void whatAgreesIsPassedOverInSilence(String files) {
        assertEquals("", program.integrity("--verify=" + files).exited(0).out());
    }

    @Test
    void standardInputIsTrimmed() {
        program.input(" data.1;;;foo.2=data.2 \n\n");
        assertEquals("", program.integrity("--verify=stdin").exited(0).out());
    }

    @Test
    void anEmptyStandardInputFails() {
        program.input("\n");
        failsWith("stdin", "No checksum in the meta data for ");
    }

    @Test
    void aWrongFileIsSaidWithBothChecksums() {
        failsWith("foo.2=data.1", mismatch("data.1", TWO, ONE));
    }

    @Test
    void aFileThatNobodyKnowsFails() {
        failsWith("data.2", "No checksum in the meta data for data.2");
        failsWith("bar=data.2", "No checksum in the meta data for bar");
    }

    @Test
    void aMissingFileHasTheChecksumNone() {
        failsWith("foo.2=nowhere", "File nowhere does not exist", mismatch("nowhere", TWO, "None"));
    }

    @Test
    void allFilesAreLookedAt() {
        failsWith(
                "data.2;;;foo.2=data.1;;;data.1;;;data.1=data.2",
                "No checksum in the meta data for data.2",
                mismatch("data.1", TWO, ONE),
                mismatch("data.2", ONE, TWO));
    }

    @Test
    void aLineEndInANameCannotFakeALine() throws IOException {
        Files.writeString(folder.resolve("a\nIntegrity check: b"), "");
        failsWith(
                "foo.2=a\nIntegrity check: b",
                mismatch("a\\\\nIntegrity check: b", TWO, "[0-9a-f]{64}"));
    }

    // ---- what is known

    @Test
    void theLastMetaFileByNameCounts() throws IOException {
        meta("zzz", Map.of("data.1", TWO));
        failsWith("data.1", mismatch("data.1", TWO, ONE));
    }

    @Test
    void aMetaFileThatIsNoneIsSaidAndCountsAsEmpty() throws IOException {
        Files.writeString(folder.resolve("bad.meta"), "[{]");
        Ended ended = program.integrity("--verify=data.1").exited(0);
        assertTrue(
                ended.out().startsWith("Integrity check: Error parsing the meta data: bad.meta: "),
                ended::toString);
        assertEquals(1, ended.out().lines().count());
    }

    @Test
    void anotherAlgorithmIsComparedAsWhatItIs() throws IOException {
        Files.writeString(
                folder.resolve("data.meta"), "[" + entry("data.1", "md5", MD5_OF_ONE) + "]");
        program.integrity("--verify=data.1").exited(0);
        failsWith("data.1=data.2", mismatch("data.2", MD5_OF_ONE, "[0-9a-f]{32}"));
    }

    @Test
    void digitsMayBeInUpperCase() throws IOException {
        meta("data", Map.of("data.1", ONE.toUpperCase(Locale.ROOT)));
        program.integrity("--verify=data.1").exited(0);
    }

    @Test
    void debugShowsWhatIsKnown() {
        program.integrity("--debug", "--verify=data.1")
                .exited(0)
                .prints("Integrity check: metadata: foo.2: sha-256:" + TWO + "\n");
    }

    // ---- the record

    private List<Path> records() throws IOException {
        try (Stream<Path> files = Files.list(multipart)) {
            return files.toList();
        }
    }

    private String record() throws IOException {
        assertEquals(1, records().size(), () -> "one record is written");
        assertTrue(records().getFirst().getFileName().toString().matches("\\d+-integrity"));
        return Files.readString(records().getFirst());
    }

    @Test
    void everyComparisonIsRecorded() throws IOException {
        program.with("PEGASUS_MULTIPART_DIR", multipart.toString())
                .input("data.1;;;foo.2=./data.1;;;unknown;;;foo.2=none")
                .integrity("--print-timings", "--verify=stdin")
                .exited(1);
        String expected =
                """
                - integrity_verification_attempts:
                  - lfn: "data.1"
                    pfn: "data.1"
                    sha256: ONE
                    success: True
                  - lfn: "foo.2"
                    pfn: "./data.1"
                    sha256: ONE
                    success: False
                    sha256_expected: TWO
                  - lfn: "foo.2"
                    pfn: "none"
                    sha256: None
                    success: False
                    sha256_expected: TWO
                - integrity_summary:
                    succeeded: 1
                    failed: 2
                    duration: TIME
                """
                        .replace("ONE", ONE)
                        .replace("TWO", TWO);
        assertEquals(
                expected, record().replaceFirst("duration: \\d+\\.\\d{3}\n", "duration: TIME\n"));
    }

    @Test
    void theDurationIsTheSumOfTheFilesOwn() throws IOException {
        program.with("PEGASUS_MULTIPART_DIR", multipart.toString());
        Ended ended = program.integrity("--print-timings", "--verify=foo.2=data.1").exited(1);
        String timing = ended.out().replaceAll("(?s).*timing: ([0-9.]+)\\).*", "$1");
        assertTrue(record().endsWith("    duration: " + timing + "\n"), ended::toString);
    }

    @Test
    void nothingIsRecordedUnlessAskedFor() throws IOException {
        program.with("PEGASUS_MULTIPART_DIR", multipart.toString())
                .integrity("--verify=data.1")
                .exited(0);
        assertEquals(List.of(), records());
    }

    @Test
    void withoutADirectoryNothingIsRecordedAndNothingSaid() {
        assertEquals("", program.integrity("--print-timings", "--verify=data.1").exited(0).out());
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsALineAndCostsNothingElse() {
        program.with("PEGASUS_MULTIPART_DIR", folder + "/nowhere");
        Ended ended = program.integrity("--print-timings", "--verify=data.1").exited(0);
        assertTrue(
                ended.out()
                        .startsWith(
                                "Integrity check: Unable to write stats to $PEGASUS_MULTIPART_DIR: "),
                ended::toString);
        assertEquals(1, ended.out().lines().count());
    }
}
