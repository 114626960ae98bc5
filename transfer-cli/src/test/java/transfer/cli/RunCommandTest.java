package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    @TempDir Path folder;
    private Path submit;
    private Harness program;
    private final List<String> jobs = new ArrayList<>();

    @BeforeEach
    void begin() throws IOException {
        submit = Files.createDirectory(folder.resolve("run0001"));
        program = new Harness(folder).with("PATH", "/usr/bin:/bin");
    }

    private void list(String name, String from, String to, String more) throws IOException {
        list(name, from, to, more, "\"pegasus-transfer\",\"--threads\",\"2\"");
    }

    private void list(String name, String from, String to, String more, String argv)
            throws IOException {
        Files.writeString(
                submit.resolve(name + ".in"),
                """
                [{"type":"transfer","lfn":"%s","id":1,
                  "src_urls":[{"site_label":"local","url":"%s"}],
                  "dest_urls":[{"site_label":"local","url":"%s"}]}]
                """
                        .formatted(name, from, to));
        jobs.add(
                "{\"name\":\"%s\",\"kind\":\"list\",\"argv\":[%s],\"input\":\"%s.in\","
                                .formatted(name, argv, name)
                        + "\"stdout\":\"%s.out\",\"stderr\":\"%s.err\"%s}"
                                .formatted(name, name, more));
    }

    private void compute(String name, String argv, String more) {
        jobs.add(
                "{\"name\":\"%s\",\"kind\":\"compute\",\"argv\":[%s],\"directory\":\"scratch\","
                                .formatted(name, argv)
                        + "\"stderr\":\"%s.err\"%s}".formatted(name, more));
    }

    private void write() throws IOException {
        Files.writeString(
                submit.resolve("w-0.jobs"),
                "{\"version\":1,\"label\":\"w\",\"jobs\":%d,\"limits\":{}}\n".formatted(jobs.size())
                        + String.join("\n", jobs)
                        + "\n");
    }

    private String url(String name) {
        return "file://" + folder.resolve(name);
    }

    @Test
    void listsAndCommandsBringInputsToVerifiedOutputs() throws Exception {
        Files.writeString(folder.resolve("input"), "b\na\n");
        list("stage_in", url("input"), url("run0001/scratch/input"), "");
        compute("sort", "\"sort\",\"input\",\"-o\",\"sorted\"", ",\"parents\":[\"stage_in\"]");
        list(
                "stage_out",
                url("run0001/scratch/sorted"),
                url("out/sorted"),
                ",\"parents\":[\"sort\"]");
        write();

        program.transfer("run", submit.toString()).exited(0).says("3 of 3 jobs done");

        assertEquals("a\nb\n", Files.readString(folder.resolve("out/sorted")));
        assertTrue(
                Files.readString(submit.resolve("stage_out.err"))
                        .contains("1 of 1 done (1 verified)"));
    }

    @Test
    void aFailedJobIsToldWithItsLastWordsAndHowToGoOn() throws Exception {
        list("stage_in", url("nowhere"), url("out/x"), "");
        compute("bad", "\"ls\",\"/no/such/file\"", "");
        compute("after", "\"true\"", ",\"parents\":[\"bad\"]");
        write();

        Harness.Ended ended = program.transfer("run", submit.toString()).exited(1);

        ended.says("stage_in: 1 of 1 transfers are not done");
        ended.says("bad: it ended with the exit code 2");
        ended.says("No such file or directory");
        ended.says("all it said is in " + submit.resolve("bad.err"));
        ended.says("0 of 3 jobs done, 2 failed, 1 not begun or not ended");
        ended.says("transfer run " + submit);
    }

    @Test
    void whatWasDoneIsNotDoneAgain() throws Exception {
        compute("first", "\"touch\",\"first\"", "");
        compute("second", "\"cp\",\"mended\",\"second\"", ",\"parents\":[\"first\"]");
        write();
        program.transfer("run", submit.toString()).exited(1);
        Files.delete(submit.resolve("scratch/first"));
        Files.createFile(submit.resolve("scratch/mended"));

        program.transfer("run", submit.toString())
                .exited(0)
                .says("1 of 2 jobs were done before, 1 are left");

        assertFalse(Files.exists(submit.resolve("scratch/first")));
        assertTrue(Files.exists(submit.resolve("scratch/second")));
    }

    @Test
    void everyJobIsToldWithVerbose() throws Exception {
        compute("only", "\"true\"", "");
        write();

        program.transfer("run", "-v", submit.toString())
                .exited(0)
                .says("begins only")
                .says("done only (1/1)");
    }

    @Test
    void atATerminalALineCounts() throws Exception {
        compute("only", "\"true\"", "");
        write();

        program.atTerminal()
                .transfer("run", submit.toString())
                .exited(0)
                .says("0/1 jobs, 1 running")
                .says("1/1 jobs, 0 running")
                .saysNot("begins only");
    }

    @Test
    void aListMakesLinksWhenItsArgumentsSaySo() throws Exception {
        Files.writeString(folder.resolve("input"), "x");
        list(
                "stage_in",
                url("input"),
                url("out/link"),
                "",
                "\"/opt/bin/pegasus-transfer\",\"--threads\",\"2\",\"--symlink\"");
        write();

        program.transfer("run", submit.toString()).exited(0);

        assertTrue(Files.isSymbolicLink(folder.resolve("out/link")));
    }

    @Test
    void argumentsThatTheListDoesNotKnowAreAFailureThatStays() throws Exception {
        list("in", url("input"), url("out"), ",\"retries\":3", "\"transfer\",\"--colour\"");
        write();

        program.transfer("run", submit.toString())
                .exited(1)
                .says("in: the arguments of the list")
                .saysNot("follows in");
    }

    @Test
    void aListThatIsNotThereIsNamed() throws Exception {
        list("in", url("input"), url("out"), "");
        Files.delete(submit.resolve("in.in"));
        write();

        program.transfer("run", submit.toString())
                .exited(1)
                .says("the list cannot be read from " + submit.resolve("in.in"));
    }

    @Test
    void variablesOfTheJobAreVariablesOfItsList() throws Exception {
        Files.writeString(folder.resolve("input"), "x");
        list("in", url("$WHERE/input"), url("out/x"), ",\"environment\":{\"WHERE\":\".\"}");
        write();

        program.transfer("run", submit.toString()).exited(0);

        assertTrue(Files.exists(folder.resolve("out/x")));
    }

    /** A list of several files; it may have been ended in its middle. */
    private void files(String name, String... files) throws IOException {
        List<String> items = new ArrayList<>();
        for (String file : files) {
            items.add(
                    """
                    {"type":"transfer","lfn":"%s","id":%d,"generate_checksum":true,
                     "src_urls":[{"site_label":"local","url":"%s"}],
                     "dest_urls":[{"site_label":"local","url":"%s"}]}
                    """
                            .formatted(file, items.size() + 1, url(file), url("out/" + file)));
        }
        Files.writeString(submit.resolve(name + ".in"), "[" + String.join(",", items) + "]");
        jobs.add(
                "{\"name\":\"%s\",\"kind\":\"list\",\"argv\":[\"pegasus-transfer\"],\"input\":\"%s.in\","
                                .formatted(name, name)
                        + "\"environment\":{\"TRANSFER_META_FILE\":\"%s\"},\"stderr\":\"%s.err\"}"
                                .formatted(submit.resolve(name + ".meta"), name));
    }

    private void halfDone() throws IOException {
        Files.writeString(folder.resolve("a"), "one");
        Files.writeString(folder.resolve("b"), "two");
        files("in", "a", "b", "c");
        write();
        program.transfer("run", submit.toString()).exited(1).says("in: 1 of 3 transfers");
        Files.writeString(folder.resolve("a"), "ONE");
        Files.writeString(folder.resolve("c"), "three");
    }

    private String out(String file) throws IOException {
        return Files.readString(folder.resolve("out").resolve(file));
    }

    @Test
    void ofAListThatWasNotDoneOnlyWhatIsLeftIsDoneAndLaterJobsAreToldOfAll() throws Exception {
        halfDone();

        program.transfer("run", submit.toString()).exited(0);

        assertEquals("one", out("a"), "it was moved again");
        assertEquals("three", out("c"));
        String told = Files.readString(submit.resolve("in.err"));
        assertTrue(told.contains("2 of 3 items were done before"), told);
        String meta = Files.readString(submit.resolve("in.meta"));
        for (String file : List.of("a", "b", "c")) {
            assertTrue(meta.contains("\"_id\":\"" + file + "\""), meta);
        }
        assertTrue(meta.contains(sha256("one")), meta);
        assertFalse(Files.exists(submit.resolve("in.in.journal")));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes()));
    }

    @Test
    void whatIsNotAsItWasLeftIsDoneAgain() throws Exception {
        halfDone();
        Files.writeString(folder.resolve("out/a"), "torn");

        program.transfer("run", submit.toString()).exited(0);

        assertEquals("ONE", out("a"));
        assertEquals("two", out("b"));
    }

    /** A power failure may leave a file its size and its time, and not what was in it. */
    @Test
    void withRecheckDigestFilesAreReadBeforeTheyCountAsDone() throws Exception {
        halfDone();
        Path arrived = folder.resolve("out/a");
        FileTime time = Files.getLastModifiedTime(arrived);
        Files.writeString(arrived, "0ne");
        Files.setLastModifiedTime(arrived, time);

        program.transfer("run", "--recheck", "digest", submit.toString()).exited(0);

        assertEquals("ONE", out("a"));
    }

    @Test
    void aJournalThatCannotBeUsedIsToldAndTheListBeginsAnew() throws Exception {
        halfDone();
        Files.writeString(submit.resolve("in.in.journal"), "no journal at all, nothing of ours\n");

        program.transfer("run", submit.toString()).exited(0);

        assertEquals("ONE", out("a"));
        String told = Files.readString(submit.resolve("in.err"));
        assertTrue(told.contains("Nothing is known of earlier tries"), told);
    }

    @Test
    void commandsGetOfTheUsersEnvironmentOnlyWhatEveryProgramNeeds() throws Exception {
        jobs.add(
                "{\"name\":\"e\",\"kind\":\"command\",\"argv\":[\"env\"],\"directory\":\"x\","
                        + "\"stdout\":\"out\"}");
        write();

        program.with("HOME", "/home/of/test")
                .with("SECRET_TOKEN", "x")
                .transfer("run", submit.toString())
                .exited(0);

        assertEquals(
                List.of("HOME=/home/of/test", "PATH=/usr/bin:/bin", "TMPDIR=" + folder),
                Files.readAllLines(submit.resolve("out")).stream().sorted().toList());
    }

    @Test
    void aSignalBeforeTheBeginningEndsItThere() throws Exception {
        compute("only", "\"touch\",\"made\"", "");
        write();
        Cancellation cancellation = new Cancellation();
        cancellation.request();

        program.cancelledBy(cancellation)
                .transfer("run", submit.toString())
                .exited(ExitCode.INTERRUPTED)
                .says("ended by a signal");
    }

    @Test
    void aDirectoryThatWasNotPlannedIsBadUsage() {
        program.transfer("run", folder.toString())
                .exited(ExitCode.BAD_USAGE)
                .says("has no workflow for this engine");
        program.transfer("run", folder + "/nowhere")
                .exited(ExitCode.BAD_USAGE)
                .says("is no directory");
        program.transfer("run").exited(ExitCode.BAD_USAGE).says("SUBMITDIR");
    }
}
