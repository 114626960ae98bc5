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
import transfer.protocol.testkit.Operation;

/** Lists that go on where an earlier run of the same command stopped. */
class JournalTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;
    private Harness program;
    private String journal;
    private Path results;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
        program.store.put("mem://h/a", HELLO);
        program.store.put("mem://h/b", HELLO);
        journal = folder.resolve("journal").toString();
        results = folder.resolve("results");
    }

    private String fetch(String... names) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append("mem://h/").append(name).append(' ').append(folder).append("/in/");
            list.append(name).append('\n');
        }
        return list.toString();
    }

    private Harness.Ended run(String list, String... more) {
        String[] arguments = java.util.Arrays.copyOf(more, more.length + 4);
        System.arraycopy(
                new String[] {"--journal", journal, "--json", results.toString()},
                0,
                arguments,
                more.length,
                4);
        return program.input(list).transfer(arguments);
    }

    private int reads(String name) {
        return program.store.record().count(Operation.READ, "mem://h/" + name);
    }

    private List<String> outcomes() throws IOException {
        return Files.readAllLines(results).stream()
                .map(line ->
                        line.replaceAll(".*\"item\":(\\d+),.*?\"outcome\":\"([^\"]*)\".*", "$1 $2"))
                .sorted()
                .toList();
    }

    @Test
    void afterAFailureTheSameCommandDoesOnlyWhatIsLeft() throws IOException {
        String list = fetch("a", "late", "b");
        run(list)
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("the journal is " + journal + "; the same command goes on after a kill");
        assertEquals(List.of("1 done", "2 failed", "3 done"), outcomes());
        program.store.put("mem://h/late", HELLO);
        run(list)
                .exited(ExitCode.DONE)
                .says("2 of 3 items were done before, as " + journal + " says; 1 are left");
        assertEquals(List.of("1 done", "2 done", "3 done"), outcomes());
        assertEquals(1, reads("a"));
        assertFalse(Files.exists(Path.of(journal)), "everything is done");
    }

    @Test
    void whatIsNotAsItWasLeftIsDoneAgain() throws IOException {
        String list = fetch("a", "b", "missing");
        run(list).exited(ExitCode.FAILED_FOR_GOOD);
        Files.writeString(folder.resolve("in/a"), "something else");
        run(list)
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("2 are left (1 of them because they are not as they were left)");
        assertEquals("hello\n", Files.readString(folder.resolve("in/a")));
        assertEquals(1, reads("b"));
        assertEquals(List.of("1 done", "2 done", "3 failed"), outcomes());
    }

    @Test
    void filesAreReadAgainOnlyWhenThatIsAskedFor() throws IOException {
        String list = fetch("a", "missing");
        run(list).exited(ExitCode.FAILED_FOR_GOOD);
        Path file = folder.resolve("in/a");
        var time = Files.getLastModifiedTime(file);
        Files.writeString(file, "jello\n");
        Files.setLastModifiedTime(file, time);
        run(list).exited(ExitCode.FAILED_FOR_GOOD);
        assertEquals("jello\n", Files.readString(file));
        run(list, "--recheck", "digest").exited(ExitCode.FAILED_FOR_GOOD);
        assertEquals("hello\n", Files.readString(file));
        Files.delete(file);
        run(list, "--recheck", "none").exited(ExitCode.FAILED_FOR_GOOD);
        assertFalse(Files.exists(file));
    }

    @Test
    void resultsGoToStandardOutputOfEveryRunWhole() throws IOException {
        String list = fetch("a", "late");
        program.input(list).transfer("--journal", journal, "--json", "-");
        program.store.put("mem://h/late", HELLO);
        Harness.Ended ended = program.transfer("--journal", journal, "--json", "-");
        ended.exited(ExitCode.DONE);
        assertEquals(2, ended.out().lines().count());
        assertTrue(ended.out().startsWith("{\"item\":1,"), ended.out());
    }

    @Test
    void anotherListUnderTheSameJournalIsRefused() throws IOException {
        run(fetch("a", "missing")).exited(ExitCode.FAILED_FOR_GOOD);
        List<String> before = outcomes();
        Path other = Files.writeString(folder.resolve("other.list"), fetch("b"));
        run("", "-f", other.toString())
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("is that of standard input (2 items, ")
                .says("not of " + other + " (1 items, ");
        assertEquals(before, outcomes());
        assertFalse(Files.exists(folder.resolve("in/b")));
    }

    @Test
    void otherOptionsUnderTheSameJournalAreRefused() {
        run(fetch("a", "missing"), "--verify", "off").exited(ExitCode.FAILED_FOR_GOOD);
        run(fetch("a", "missing"))
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("begun with verify=off,symlinks=none")
                .says("this run has verify=prefer,symlinks=none");
    }

    @Test
    void aJournalNeedsNoResults() {
        program.input(fetch("a", "missing"))
                .transfer("--journal", journal)
                .exited(ExitCode.FAILED_FOR_GOOD);
        program.transfer("--journal", journal).exited(ExitCode.FAILED_FOR_GOOD);
        assertEquals(1, reads("a"));
    }

    @Test
    void aJournalThatCannotBeWrittenStopsTheRunBeforeItBegins() {
        program.input(fetch("a"))
                .transfer("--journal", folder + "/nowhere/journal")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("the journal cannot be used: " + folder + "/nowhere/journal");
        assertFalse(Files.exists(folder.resolve("in/a")));
    }

    @Test
    void aDryRunBeginsNoJournal() {
        run(fetch("a"), "--dry-run").exited(ExitCode.DONE);
        assertFalse(Files.exists(Path.of(journal)));
    }

    private String longList(int items) throws IOException {
        StringBuilder list = new StringBuilder("mem://h/missing " + folder + "/in/missing\n");
        for (int i = 1; i < items; i++) {
            list.append("mkdir ").append(folder).append("/d/").append(i % 10).append('\n');
        }
        return list.toString();
    }

    @Test
    void aLongListWithResultsHasAJournalOfItself() throws IOException {
        Path beside = folder.resolve("results.journal");
        program.input(longList(RecordFlags.ITEMS_WITHOUT_JOURNAL + 1))
                .transfer("--json", results.toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("the journal is " + beside);
        assertTrue(Files.exists(beside));
        program.transfer("--json", results.toString())
                .exited(ExitCode.FAILED_FOR_GOOD)
                .says("1000 of 1001 items were done before");
        assertEquals(1001, Files.readAllLines(results).size());
    }

    @Test
    void noJournalIsKeptWhereNoneIsNeededOrWanted() throws IOException {
        String limit = longList(RecordFlags.ITEMS_WITHOUT_JOURNAL);
        program.input(limit).transfer("--json", results.toString()).saysNot("journal");
        String longer = longList(RecordFlags.ITEMS_WITHOUT_JOURNAL + 1);
        program.input(longer).transfer().saysNot("journal");
        program.input(longer).transfer("--json", "-").saysNot("journal");
        program.input(longer)
                .transfer("--json", results.toString(), "--no-journal")
                .saysNot("journal");
        assertFalse(Files.exists(folder.resolve("results.journal")));
    }

    @Test
    void theDropInNameKeepsNoJournal() throws IOException {
        program.input(longList(RecordFlags.ITEMS_WITHOUT_JOURNAL + 1)).pegasus().saysNot("journal");
    }

    @Test
    void anotherDigestThanSha256IsNotTakenForOne() throws IOException {
        Files.writeString(folder.resolve("from"), "hello\n");
        String list =
                folder
                        + "/from moveto://"
                        + folder
                        + "/to md5:b1946ac92492d2347c6235b4d2611184\n"
                        + fetch("late");
        run(list).exited(ExitCode.FAILED_FOR_GOOD);
        assertFalse(Files.readString(results).contains("\"sha256\""));
        run(list).exited(ExitCode.FAILED_FOR_GOOD).says("1 of 2 items were done before");
    }

    @Test
    void noItemMayChangeARecordOfItsOwnRun() {
        run("mem://h/a " + results + "\n")
                .exited(ExitCode.BAD_USAGE)
                .says("--json names " + results + ", which item 1 is about to change");
        run("mem://h/a " + folder.resolve("in/a") + "\nrm " + folder + "/./journal\n")
                .exited(ExitCode.BAD_USAGE)
                .says("--journal names " + journal + ", which item 2 is about to change");
        assertEquals(0, reads("a"));
    }

    @Test
    void filesOfRecordsAreOfTheirOwn() throws IOException {
        run(fetch("a"), "--receipts", results.toString())
                .exited(ExitCode.BAD_USAGE)
                .says("--json and --receipts both name " + results);
        Path list = Files.writeString(folder.resolve("list"), fetch("a"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), list);
        program.transfer("-f", list.toString(), "--json", link.toString())
                .exited(ExitCode.BAD_USAGE)
                .says("--file and --json both name " + list);
        assertEquals(fetch("a"), Files.readString(list));
        program.input(fetch("a"))
                .transfer("--json", journal, "--journal", folder + "/./journal")
                .exited(ExitCode.BAD_USAGE);
        assertFalse(Files.exists(folder.resolve("in/a")), "nothing was begun");
    }

    @Test
    void theFileThatIsContinuedMayBeThatOfTheNewResults() throws IOException {
        program.input(fetch("a", "late")).transfer("--json", results.toString());
        program.transfer("--retry-from", results.toString(), "--json", results.toString())
                .exited(ExitCode.FAILED_FOR_GOOD);
        assertEquals(1, reads("a"));
    }
}
