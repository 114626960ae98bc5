package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.testkit.Operation;

/** What {@code transfer} tells of a run: results, the screen, a dry run, what Pegasus reads. */
class ListReportsTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private Harness program;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        program.store.put("mem://h/a", HELLO);
        program.store.put("mem://h/b", HELLO);
    }

    private String fetch(String... names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append("mem://h/").append(name).append(' ').append(folder).append("/in/");
            list.append(name).append('\n');
        }
        return list.toString();
    }

    private Path in(String name) {
        return folder.resolve("in").resolve(name);
    }

    private String list(String... names) {
        try {
            return Files.writeString(folder.resolve("list"), fetch(names)).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void resultsAreOneObjectALine() throws IOException {
        Path results = folder.resolve("results");
        program.input(fetch("a", "missing"))
                .transfer("--json", results.toString())
                .exited(ExitCode.FAILED_FOR_GOOD);
        List<String> lines = Files.readAllLines(results);
        assertEquals(2, lines.size());
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"outcome\":\"done\"")));
        assertTrue(lines.stream().anyMatch(line -> line.contains("\"kind\":\"not_found\"")));
    }

    @Test
    void resultsMayGoToStandardOutputAndNothingElseDoes() {
        Harness.Ended ended = program.input(fetch("a")).transfer("--json", "-");
        ended.exited(ExitCode.DONE);
        assertEquals(1, ended.out().lines().count());
        assertTrue(ended.out().startsWith("{\"item\":1,") && ended.out().endsWith("}\n"));
        assertEquals("", program.input(fetch("b")).transfer().out());
    }

    @Test
    void resultsThatCannotBeWrittenStopTheRunBeforeItBegins() {
        program.input(fetch("a"))
                .transfer("--json", folder + "/nowhere/results")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("the results cannot be written: " + folder + "/nowhere/results");
        assertFalse(Files.exists(in("a")));
    }

    @Test
    void onlyWhatFailedIsDoneAgain() throws IOException {
        Path first = folder.resolve("first");
        program.input(fetch("a", "late", "b"))
                .transfer("--json", first.toString())
                .exited(ExitCode.FAILED_FOR_GOOD);
        program.store.put("mem://h/late", HELLO);
        program.input(fetch("a", "late", "b"))
                .transfer("--retry-from", first.toString())
                .exited(ExitCode.DONE)
                .says("1 of 3 items are left to do")
                .says("1 transfers loaded");
        assertArrayEquals(HELLO, Files.readAllBytes(in("late")));
        assertEquals(1, program.store.record().count(Operation.READ, "mem://h/a"));
    }

    @Test
    void itemsThatAreNotWhatTheyWereAreDoneAgainWithAWarning() {
        Path first = folder.resolve("first");
        program.input(fetch("a")).transfer("--json", first.toString()).exited(ExitCode.DONE);
        program.input(fetch("b"))
                .transfer("--retry-from", first.toString())
                .exited(ExitCode.DONE)
                .says("WARNING:  1 items of " + first + " are not those of the list any more");
        assertTrue(Files.exists(in("b")));
    }

    @Test
    void whatIsNoFileOfResultsIsBadUsage() throws IOException {
        Path junk = Files.writeString(folder.resolve("junk"), "junk\n");
        program.input(fetch("a"))
                .transfer("--retry-from", junk.toString())
                .exited(ExitCode.BAD_USAGE)
                .says("line 1: is not JSON");
        program.input(fetch("a"))
                .transfer("--retry-from", folder + "/none")
                .exited(ExitCode.BAD_USAGE)
                .says("the earlier results cannot be read");
    }

    @Test
    void somebodyAtATerminalReadsOneLineWhenAllIsWell() {
        Harness.Ended ended =
                program.input(fetch("a"))
                        .atTerminal()
                        .transfer("--progress", "never", "-f", list("a"));
        ended.exited(ExitCode.DONE);
        assertTrue(
                ended.err()
                        .matches(
                                "1 of 1 done \\(1 verified\\): 6 B in \\d+\\.\\d s, [0-9.]+ K?i?B/s\n"),
                ended::toString);
    }

    @Test
    void somebodyAtATerminalReadsWhatFailed() {
        Harness.Ended ended =
                program.atTerminal().transfer("--progress", "never", "-f", list("missing"));
        ended.exited(ExitCode.FAILED_FOR_GOOD)
                .says(
                        "transfer: item 1 (line 1): mem://h/missing -> "
                                + in("missing")
                                + ": failed: ");
        ended.says("1 item: Nothing is under that name.");
        assertEquals(5, ended.err().lines().count(), ended::toString);
    }

    @Test
    void whatPegasusReadsIsWrittenUnderThisNameToo() throws IOException {
        Path multipart = Files.createDirectory(folder.resolve("multipart"));
        program.with("PEGASUS_MULTIPART_DIR", multipart.toString())
                .input(fetch("a"))
                .transfer()
                .exited(ExitCode.DONE);
        try (var files = Files.list(multipart)) {
            Path log = files.findFirst().orElseThrow();
            assertTrue(log.getFileName().toString().matches("\\d+-transfer"), log.toString());
            assertTrue(Files.readString(log).contains("    success: True\n"));
        }
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndDoesNothing() {
        Harness.Ended ended =
                program.input(fetch("a") + "mkdir mem://h/d\nrm -r mem://h/b\n")
                        .transfer("--dry-run");
        ended.exited(ExitCode.DONE)
                .prints("item 1: mem://h/a -> " + in("a") + "\n  ")
                .prints("  credential: mem://h: anonymous\n")
                .prints("item 2: mkdir mem://h/d\n")
                .prints("item 3: rm -r mem://h/b\n");
        assertFalse(Files.exists(in("a")));
        assertTrue(program.store.exists("mem://h/b"));
        assertEquals(0, program.store.record().count(Operation.READ));
    }

    @Test
    void aDryRunNamesTheCredentialWithoutShowingIt() throws IOException {
        Path credentials =
                Files.writeString(
                        folder.resolve("credentials"),
                        "[h]\nusername = joe\npassword = hunter2hunter2\n");
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-------"));
        Harness.Ended ended =
                program.with("PEGASUS_CREDENTIALS", credentials.toString())
                        .input(fetch("a"))
                        .transfer("--dry-run", "-d");
        ended.exited(ExitCode.DONE).prints("  credential: mem://h: section [h] of " + credentials);
        assertFalse((ended.out() + ended.err()).contains("hunter2"));
    }
}
