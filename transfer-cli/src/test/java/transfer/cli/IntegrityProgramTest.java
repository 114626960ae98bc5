package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.cli.Harness.Ended;
import transfer.protocol.ByteText;
import transfer.protocol.TransferUrl;

/** What {@code pegasus-integrity} computes, and what it prints or appends. */
class IntegrityProgramTest {
    private static final String ONE =
            "d2a84f4b8b650937ec8f73cd8be2c74add5a911ba64df27458ed8229da804a26";
    private static final String TWO =
            "cda6cdd121c2ac84c7aa12e15cfc7e07503ca7a4d11f4f3df791d4e0fbc7d80f";
    private static final String TIMING = "\\d+\\.\\d{3}";

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder);
        Files.writeString(folder.resolve("data.1"), "Hello World\n");
        Files.writeString(folder.resolve("data.2"), "This is some other data\n");
    }

    private static void assertPrinted(String pattern, Ended ended) {
        assertTrue(ended.out().matches(pattern), ended::toString);
        assertEquals("", ended.err(), "everything goes to standard output");
    }

    // ---- what is asked for

    @Test
    void helpIsPrinted() {
        assertEquals(IntegrityOptions.HELP, program.integrity("-h").exited(0).out());
        assertEquals(IntegrityOptions.HELP, program.integrity("--he").exited(0).out());
    }

    @Test
    void badUsageIsSaidOnStandardOutput() {
        Ended ended = program.integrity("--bogus").exited(2);
        assertEquals(
                """
                Usage: pegasus-integrity [options]

                pegasus-integrity: error: no such option: --bogus
                """,
                ended.out());
        assertEquals("", ended.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--debug", "--print-timings", "--generate=a --verify=b"})
    void exactlyOneActionIsWanted(String arguments) {
        Ended ended = program.integrity(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        ended.exited(1);
        String wanted =
                "Integrity check: One, and only one, of --generate-* and --verify needs to be"
                        + " specified\n"
                        + IntegrityOptions.HELP;
        assertTrue(ended.out().endsWith(wanted), ended::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--generate=",
                "--generate-yaml=",
                "--generate-fullstat-yaml=",
                "--generate-xmls=",
                "--generate-fullstat-xmls=",
                "--verify=",
                "--generate-xml=nowhere",
                "--generate-fullstat-xmls=nowhere"
            })
    void nothingIsDoneForNothingAndForXml(String argument) {
        assertEquals("", program.integrity(argument).exited(0).out());
    }

    @Test
    void debugTellsMore() {
        assertEquals(
                "Integrity check: Logger has been configured\n" + ONE + "  data.1\n",
                program.integrity("--debug", "--generate=data.1").exited(0).out());
    }

    // ---- --generate

    @Test
    void eachFileIsALine() {
        assertEquals(
                ONE + "  data.1\n" + TWO + "  data.2\n",
                program.integrity("--generate=data.1;;;data.2").exited(0).out());
    }

    /** Only the other actions know logical names. */
    @Test
    void anEqualsSignIsAPartOfTheName() throws IOException {
        Files.copy(folder.resolve("data.1"), folder.resolve("a=b"));
        assertEquals(ONE + "  a=b\n", program.integrity("--generate=a=b").exited(0).out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with blank",
                "colon:in:it",
                "file:x",
                "http://host",
                "per%20cent",
                "d'quote",
                ";;",
                "h\u00fctte",
                "latin\udce4",
                "-dash",
                "./dotted"
            })
    void namesAreBytes(String name) throws Exception {
        Path path = TransferUrl.parse(folder + "/" + name).toPath();
        Files.createDirectories(path.getParent());
        Files.writeString(path, "Hello World\n");
        Ended ended = program.integrity("--generate", name).exited(0);
        String bytes = new String(ByteText.encode(name), StandardCharsets.UTF_8);
        assertEquals(ONE + "  " + bytes + "\n", ended.out());
        program.integrity("--generate=" + folder + "/" + name).exited(0);
    }

    @Test
    void manyFilesKeepTheirOrder() throws IOException {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 600; i++) {
            Files.copy(folder.resolve("data." + (i % 2 + 1)), folder.resolve("f" + i));
            expected.append(i % 2 == 0 ? ONE : TWO).append("  f").append(i).append('\n');
        }
        String names =
                IntStream.range(0, 600).mapToObj(i -> "f" + i).collect(Collectors.joining(";;;"));
        assertEquals(expected.toString(), program.integrity("--generate=" + names).exited(0).out());
    }

    @ParameterizedTest
    @CsvSource({
        "nowhere, File nowhere does not exist",
        "dangling, File dangling does not exist",
        "'', File  does not exist",
        "data.1/x, Unable to determine sha256: data.1/x: Not a directory",
        "., Unable to determine sha256: .: Is a directory",
        "loop, Unable to determine sha256: loop: Too many levels of symbolic links"
    })
    void aFileThatCannotBeReadIsALineAndTheOthersAreDone(String name, String words)
            throws IOException {
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Ended ended = program.integrity("--generate=" + name + ";;;data.1").exited(1);
        assertTrue(ended.out().startsWith("Integrity check: " + words), ended::toString);
        assertTrue(ended.out().endsWith("\n" + ONE + "  data.1\n"), ended::toString);
        assertEquals(2, ended.out().lines().count(), ended::toString);
    }

    // ---- --generate-yaml

    @Test
    void yamlHasDigestAndTiming() {
        String one = "      sha256: " + ONE + "\n      checksum_timing: " + TIMING + "\n\n";
        String two = one.replace(ONE, TWO);
        assertPrinted(one, program.integrity("--generate-yaml=data.1").exited(0));
        assertPrinted(one + two, program.integrity("--generate-yaml=data.1;;;x=data.2").exited(0));
    }

    private static void assertPrinted(String pattern, String text) {
        assertTrue(text.matches(pattern), text);
    }

    // ---- --generate-fullstat-yaml

    private String fullstat(String lfn, String name, String sha256) throws IOException {
        Path file = folder.resolve(name);
        return ("    \"%s\":\n"
                        + "      comment: entry generated by pegasus-integrity\n"
                        + "      file_name: \"%s\"\n"
                        + "      mode: 0o100644\n"
                        + "      size: %d\n"
                        + "      inode: %s\n"
                        + "      nlink: 1\n"
                        + "      mtime: 2026-08-22T05:10:04\\+00:00\n"
                        + "      atime: [-T:.0-9]+\\+00:00\n"
                        + "      ctime: [-T:.0-9]+\\+00:00\n"
                        + "      uid: %s\n"
                        + "      user: %s\n"
                        + "      gid: %s\n"
                        + "      group: \\S*\n"
                        + "      output: True\n"
                        + "      sha256: %s\n"
                        + "      checksum_timing: "
                        + TIMING
                        + "\n")
                .formatted(
                        lfn,
                        name,
                        Files.size(file),
                        Files.getAttribute(file, "unix:ino"),
                        Files.getAttribute(file, "unix:uid"),
                        Files.getOwner(file).getName(),
                        Files.getAttribute(file, "unix:gid"),
                        sha256);
    }

    private void settle(String name) throws IOException {
        Files.setPosixFilePermissions(
                folder.resolve(name), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(
                folder.resolve(name), FileTime.from(Instant.parse("2026-08-22T05:10:04Z")));
    }

    @Test
    void theWholeFragmentIsPrintedWithAnEmptyLine() throws IOException {
        settle("data.1");
        settle("data.2");
        assertPrinted(
                fullstat("f.a", "data.1", ONE) + "\n" + fullstat("None", "data.2", TWO) + "\n",
                program.integrity("--generate-fullstat-yaml=f.a=data.1;;;data.2").exited(0));
    }

    @Test
    void theWholeFragmentIsAppendedWithoutOne() throws IOException {
        settle("data.1");
        Path records = Files.writeString(folder.resolve("records"), "before\n");
        program.with("KICKSTART_INTEGRITY_DATA", records.toString());
        Ended ended = program.integrity("--generate-fullstat-yaml=x=data.1;;;y=data.1").exited(0);
        assertEquals("", ended.out());
        assertPrinted(
                "before\n" + fullstat("x", "data.1", ONE) + fullstat("y", "data.1", ONE),
                Files.readString(records));
    }

    @Test
    void recordsThatCannotBeWrittenAreALine() {
        program.with("KICKSTART_INTEGRITY_DATA", folder + "/none/records");
        Ended ended = program.integrity("--generate-fullstat-yaml=x=data.1").exited(1);
        assertTrue(
                ended.out().matches("Integrity check: .*/none/records.*No such file.*\n"),
                ended::toString);
    }

    @Test
    void aFileThatIsNotThereLeavesNoRecord() {
        Path records = folder.resolve("records");
        program.with("KICKSTART_INTEGRITY_DATA", records.toString());
        program.integrity("--generate-fullstat-yaml=x=nowhere")
                .exited(1)
                .prints("Integrity check: File nowhere does not exist\n");
        assertFalse(Files.exists(records));
    }

    @Test
    void whatItCannotPrintIsAFailure() throws IOException {
        try (PrintStream full = new PrintStream("/dev/full")) {
            Surroundings surroundings =
                    new Surroundings(
                            Map.of(),
                            InputStream.nullInputStream(),
                            full,
                            full,
                            folder,
                            false,
                            false,
                            false,
                            Clock.systemUTC(),
                            _ -> List.of());
            IntegrityProgram onFullDisk = new IntegrityProgram(surroundings, new Cancellation());
            assertEquals(1, onFullDisk.run("--generate=data.1"));
        }
    }
}
