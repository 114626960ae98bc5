package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** {@code transfer checksum} of several files, and {@code --check}. */
class ChecksumCheckTest {
    private static final byte[] HELLO = "hello\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void makeFiles() throws IOException {
        program = new Harness(folder);
        program.store.put("mem://h/d/a", HELLO);
        Files.write(folder.resolve("good"), HELLO);
        Files.write(folder.resolve("bad"), new byte[] {1});
    }

    private Path list(String... lines) throws IOException {
        return Files.writeString(folder.resolve("list"), String.join("\n", lines) + "\n");
    }

    private String line(String name) {
        return Examples.HELLO_SHA256 + "  " + folder + "/" + name;
    }

    @Test
    void digestsOfManyComeInTheirOrder() throws IOException {
        String[] arguments = new String[41];
        arguments[0] = "checksum";
        StringBuilder expected = new StringBuilder();
        for (int i = 1; i < arguments.length; i++) {
            arguments[i] = Files.write(folder.resolve("f" + i), HELLO).toString();
            expected.append(line("f" + i)).append('\n');
        }
        Harness.Ended ended = program.transfer(arguments).exited(ExitCode.DONE);
        assertEquals(expected.toString(), ended.out());
    }

    @Test
    void oneThatCannotBeReadDoesNotKeepTheOthersBack() {
        Harness.Ended ended =
                program.transfer("checksum", folder + "/good", folder + "/none", folder + "/good");
        assertEquals(line("good") + "\n" + line("good") + "\n", ended.out());
        ended.exited(ExitCode.FAILED_FOR_GOOD).says(folder + "/none");
    }

    @Test
    void filesThatAreAsTheListSaysAreOk() throws IOException {
        Path list = list("# of today", line("good"), "", Examples.HELLO_SHA256 + " *mem://h/d/a");
        Harness.Ended ended = program.transfer("checksum", "--check", list.toString());
        assertEquals(folder + "/good: OK\nmem://h/d/a: OK\n", ended.exited(ExitCode.DONE).out());
    }

    @Test
    void whatItPrintsItAlsoChecks() throws IOException {
        Path odd = Files.write(folder.resolve("a\\b\nc"), HELLO);
        String printed = program.transfer("checksum", odd.toString(), folder + "/good").out();
        program.input(printed)
                .transfer("checksum", "-c", "-")
                .exited(ExitCode.DONE)
                .prints("\\" + folder + "/a\\\\b\\nc: OK\n")
                .prints(folder + "/good: OK\n");
    }

    @Test
    void otherContentIsAFailureForGood() throws IOException {
        program.transfer("checksum", "-c", list(line("bad"), line("good")).toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints(folder + "/bad: FAILED\n")
                .prints(folder + "/good: OK\n")
                .says(folder + "/bad is not the right content: the list has ");
    }

    @Test
    void aFileThatIsMissingIsAFailureForGood() throws IOException {
        program.transfer("checksum", "-c", list(line("none")).toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints(folder + "/none: FAILED open or read\n")
                .says("No such file or directory");
    }

    @Test
    void aServerThatDoesNotAnswerIsAFailureForNow() throws IOException {
        program.store.always(MemoryFault.fails(Operation.DIGEST, FailureKind.CONNECTION));
        Path list = list(Examples.HELLO_SHA256 + "  mem://h/d/a");
        program.transfer("checksum", "-m", "1", "-c", list.toString())
                .exited(ExitCode.FAILED_FOR_NOW)
                .prints("mem://h/d/a: FAILED open or read\n");
    }

    @Test
    void aLineOfAnotherFormIsAFailureForGood() throws IOException {
        program.transfer("checksum", "-c", list("good", line("good")).toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .prints(folder + "/good: OK\n")
                .says("list, line 1: no digest as sha256sum prints it: it has not their form");
    }

    @Test
    void aListWithoutAnyDigestIsBadUsage() throws IOException {
        program.transfer("checksum", "-c", list("good").toString())
                .exited(ExitCode.BAD_USAGE)
                .says("holds no digests as sha256sum prints them");
    }

    @ParameterizedTest
    @CsvSource({"/nowhere, No such file or directory", "mem://h/list, is no local file"})
    void aListThatCannotBeReadIsBadUsage(String name, String words) {
        program.transfer("checksum", "-c", name).exited(ExitCode.BAD_USAGE).says(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03  /f",
                "F572D396FAE9206628714FB2CE00F72E94F2258F  /f",
                "b1946ac92492d2347c6235b4d2611184 */f",
                "SHA1 (/f) = f572d396fae9206628714fb2ce00f72e94f2258f",
                "CRC32C (/f) = 363a3020",
                "b1946ac92492d2347c6235b4d2611184  /f\r"
            })
    void bothFormsAreUnderstood(String line) {
        ChecksumList list = ChecksumList.parse(line, "list", Optional.empty());
        assertEquals(1, list.lines().size(), list.defects()::toString);
        assertEquals("/f", list.lines().getFirst().shown());
    }

    @ParameterizedTest
    @CsvSource({
        "'363a3020  /f', which algorithm has 8 digits",
        "'ROT13 (/f) = 363a3020', 'rot13'",
        "'MD5 (/f) = 363a3020', has 32 digits",
        "'\\b1946ac92492d2347c6235b4d2611184  /f\\', a lone backslash",
        "'b1946ac92492d2347c6235b4d2611184  ', it has not their form"
    })
    void whatIsWrongWithALineIsSaid(String line, String why) {
        ChecksumList list = ChecksumList.parse(line, "list", Optional.empty());
        assertEquals(0, list.lines().size());
        String defect = list.defects().getFirst().toLowerCase(java.util.Locale.ROOT);
        assertTrue(defect.contains(why), defect);
    }

    @Test
    void theAlgorithmOfTheCommandLineCounts() {
        ChecksumList list =
                ChecksumList.parse("363a3020  /f", "list", Optional.of(DigestAlgorithm.CRC32));
        assertEquals(DigestAlgorithm.CRC32, list.lines().getFirst().expected().algorithm());
    }

    @Test
    void secretsInTheListAreNotPrinted() {
        ChecksumList list =
                ChecksumList.parse(
                        "b1946ac92492d2347c6235b4d2611184  mem://joe:hunter2hunter2@h/f",
                        "list",
                        Optional.empty());
        assertEquals("mem://joe:***@h/f", list.lines().getFirst().shown());
    }
}
