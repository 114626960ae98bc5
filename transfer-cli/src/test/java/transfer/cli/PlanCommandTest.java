package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanCommandTest {
    @TempDir Path folder;
    private Harness program;

    @BeforeEach
    void writeWorkflow() throws IOException {
        program = new Harness(folder).with("HOME", folder.toString()).with("USER", "me");
        Files.writeString(
                folder.resolve("workflow.yml"),
                """
                pegasus: "5.0"
                name: one
                jobs:
                  - type: job
                    name: work
                    id: ID1
                    uses:
                      - {lfn: in, type: input}
                      - {lfn: out, type: output}
                """);
        Files.writeString(
                folder.resolve("sites.yml"),
                """
                pegasus: "5.0"
                sites:
                  - name: here
                    directories:
                      - type: sharedScratch
                        path: /scratch
                        fileServers: [{operation: all, url: "file:///scratch"}]
                    profiles: {pegasus: {style: condor}}
                """);
        Files.writeString(
                folder.resolve("replicas.yml"),
                """
                pegasus: "5.0"
                replicas:
                  - {lfn: in, pfns: [{site: local, pfn: "file:///data/in"}]}
                """);
        Files.writeString(
                folder.resolve("transformations.yml"),
                """
                pegasus: "5.0"
                transformations:
                  - name: work
                    sites: [{name: here, type: installed, pfn: /bin/work}]
                """);
    }

    private void replace(String file, String old, String changed) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertTrue(text.contains(old), () -> file + " has no " + old);
        Files.writeString(folder.resolve(file), text.replace(old, changed));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Harness.Ended check(String... more) {
        String[] all =
                Stream.concat(
                                Stream.of(
                                        "plan",
                                        "--check",
                                        "--output-sites",
                                        "local",
                                        "--sites",
                                        "here"),
                                Stream.of(more))
                        .toArray(String[]::new);
        return program.transfer(all);
    }

    private Harness.Ended plan(String... more) {
        return program.transfer(
                Stream.concat(
                                Stream.of(
                                        "plan",
                                        "--output-sites",
                                        "local",
                                        "--sites",
                                        "here",
                                        "--dir",
                                        "runs"),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void aSignalEndsItAndNothingIsLeft() throws IOException {
        List<String> before = names();
        Cancellation cancellation = new Cancellation();
        cancellation.request();

        Harness.Ended ended = program.cancelledBy(cancellation).transfer("plan", "workflow.yml");

        assertEquals(ExitCode.INTERRUPTED.number(), ended.code(), ended.err());
        assertTrue(ended.err().contains("ended by a signal, nothing was planned"));
        assertEquals("", ended.out());
        assertEquals(before, names());
    }

    @Test
    void aPlanIsWrittenIntoADirectoryOfItsOwnWhosePathIsAllThatIsPrinted() {
        for (String run : List.of("run0001", "run0002")) {
            Path directory = folder.resolve("runs/me/pegasus/one").resolve(run);
            Harness.Ended ended = plan("workflow.yml").exited(ExitCode.DONE);
            assertEquals(directory + "\n", ended.out());
            ended.says("to start: condor_submit_dag " + directory + "/one-0.dag\n");
            assertTrue(Files.isRegularFile(directory.resolve("one-0.dag")));
        }
    }

    @Test
    void aPathWithABlankIsQuotedForTheShell() {
        plan("--dir", "my runs", "--relative-dir", "it's", "workflow.yml")
                .exited(ExitCode.DONE)
                .prints(folder + "/my runs/it's\n")
                .says("condor_submit_dag '" + folder + "/my runs/it'\\''s/one-0.dag'");
    }

    @Test
    void theArchiveOfOurProgramsGoesWithJobsElsewhere() throws IOException {
        Files.writeString(folder.resolve("mine.tar.gz"), "an archive");
        plan("--worker-package", "mine.tar.gz", "--relative-dir", "r", "workflow.yml")
                .exited(ExitCode.DONE);
        try (Stream<Path> files = Files.list(folder.resolve("runs/r"))) {
            Path copy =
                    files.filter(file -> file.toString().endsWith(".tar.gz"))
                            .findFirst()
                            .orElseThrow();
            assertEquals("an archive", Files.readString(copy));
        }
    }

    @Test
    void ofAPlanThatCannotBeMadeNothingIsLeft() throws IOException {
        replace("workflow.yml", "{lfn: in, type: input}", "{lfn: in2, type: input}");
        replace("workflow.yml", "out, type", "out, size: big, type");
        List<String> before = names();
        Harness.Ended ended =
                plan("workflow.yml")
                        .exited(ExitCode.BAD_USAGE)
                        .says("workflow.yml:9: jobs[0].uses[1].size: must be")
                        .says("1 error, nothing was planned");
        assertEquals("", ended.out());
        assertEquals(before, names());
    }

    @Test
    void aDirectoryThatCannotBeMadeIsToldWithItsName() throws IOException {
        Files.writeString(folder.resolve("runs"), "a file");
        plan("workflow.yml").exited(ExitCode.BAD_CONFIGURATION).says(folder + "/runs");
        assertEquals("a file", Files.readString(folder.resolve("runs")));
    }

    @Test
    void aSimulationPrintsAndWritesNothing() throws IOException {
        List<String> before = names();
        assertFalse(plan("--simulate", "workflow.yml").exited(ExitCode.DONE).out().isEmpty());
        assertTrue(
                plan("--simulate", "--json", "workflow.yml")
                        .exited(ExitCode.DONE)
                        .out()
                        .startsWith("{"));
        assertEquals(before, names());
    }

    @Test
    void aSimulationCanBeDrawnAsAPage() throws IOException {
        List<String> before = names();
        plan("--simulate", "--page", "plan.html", "workflow.yml")
                .exited(ExitCode.DONE)
                .prints("Bytes per link");
        assertTrue(Files.readString(folder.resolve("plan.html")).startsWith("<!DOCTYPE html>"));
        Files.delete(folder.resolve("plan.html"));
        assertEquals(before, names());
    }

    @Test
    void aPageThatCannotBeWrittenLeavesNothing() throws IOException {
        List<String> before = names();
        plan("--simulate", "--page", "nowhere/plan.html", "workflow.yml")
                .exited(ExitCode.BAD_CONFIGURATION)
                .says("nowhere");
        Path taken = Files.createDirectory(folder.resolve("taken"));
        plan("--simulate", "--page", "taken", "workflow.yml").exited(ExitCode.BAD_CONFIGURATION);
        Files.delete(taken);
        assertEquals(before, names());
    }

    @Test
    void aPageReplacesNothingButAFile() throws IOException {
        Path special = folder.resolve("special");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(special));
            List<String> before = names();

            plan("--simulate", "--page", "special", "workflow.yml")
                    .exited(ExitCode.BAD_CONFIGURATION)
                    .says("special: Not a regular file");

            assertEquals(before, names());
            assertTrue(Files.readAttributes(special, BasicFileAttributes.class).isOther());
        }
    }

    @Test
    void aPageBehindALinkStaysThereAndKeepsItsMode() throws IOException {
        Path page = Files.writeString(folder.resolve("old.html"), "old");
        Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(folder.resolve("plan.html"), page);

        plan("--simulate", "--page", "plan.html", "workflow.yml").exited(ExitCode.DONE);

        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
        assertEquals(
                "rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(page)));
    }

    /** In a directory where others may write, somebody may have put a link in its way. */
    @Test
    void aPageIsNotWrittenThroughWhatLiesBesideIt() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Files.createSymbolicLink(folder.resolve(".plan.html.part"), victim);

        plan("--simulate", "--page", "plan.html", "workflow.yml").exited(ExitCode.DONE);

        assertEquals("mine", Files.readString(victim));
        assertTrue(Files.exists(folder.resolve(".plan.html.part"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aPageIsDrawnOfASimulationOnly() {
        plan("--page", "plan.html", "workflow.yml")
                .exited(ExitCode.BAD_USAGE)
                .says("--page goes with --simulate only");
    }

    @Test
    void whatIsRightIsFoundRightAndNothingIsWritten() throws IOException {
        List<String> before = names();
        Harness.Ended ended = check("workflow.yml").exited(ExitCode.DONE);
        assertEquals("", ended.out());
        assertEquals("0 errors, 0 warnings\n", ended.err());
        assertEquals(before, names());
    }

    @Test
    void everyDefectHasALineOfItsOwnWithFileLineAndField() throws IOException {
        replace("workflow.yml", "{lfn: in, type: input}", "{lfn: in2, type: input}");
        replace("sites.yml", "operation: all", "operation: any");
        replace("replicas.yml", "site: local", "sight: local");

        Harness.Ended ended = check("workflow.yml").exited(ExitCode.BAD_USAGE);

        assertEquals(
                List.of(
                        folder.resolve("sites.yml")
                                + ":7: sites[0].directories[0].fileServers[0].operation: must be"
                                + " one of all, get, put, not 'any'",
                        folder.resolve("replicas.yml")
                                + ":3: replicas[0].pfns[0].sight: unknown field; known are pfn,"
                                + " site",
                        "workflow.yml:4: jobs: the job ID1 reads 'in2', for which no catalog has"
                                + " a replica and which no job makes",
                        "3 errors, 0 warnings"),
                ended.err().lines().toList());
        assertEquals("", ended.out());
    }

    @Test
    void warningsAloneAreNoFailure() throws IOException {
        check("-Dpegasus.mod=debug", "workflow.yml")
                .exited(ExitCode.DONE)
                .says("command line: warning: pegasus.mod: unknown property; did you mean")
                .says("0 errors, 1 warning\n");
    }

    @Test
    void schemesAreThoseOfThisProgram() throws IOException {
        replace("replicas.yml", "site: local, pfn: \"file://", "site: x, pfn: \"mem://");
        check("workflow.yml").exited(ExitCode.DONE);
        replace("replicas.yml", "mem://", "gopher://");
        check("workflow.yml")
                .exited(ExitCode.BAD_USAGE)
                .says("transfer does not speak gopher, the scheme of gopher:///data/in");
    }

    @Test
    void variablesOfTheEnvironmentAreInTheFiles() throws IOException {
        replace("replicas.yml", "/data/in", "${DATA}/in");
        check("workflow.yml").exited(ExitCode.BAD_USAGE).says("the variable ${DATA} is not set");
        program.with("DATA", "/data");
        check("workflow.yml").exited(ExitCode.DONE);
    }

    @Test
    void aPropertyOfTheCommandLineIsStrongerThanTheFile() throws IOException {
        Files.writeString(folder.resolve("mine"), "pegasus.data.configuration = nothing\n");
        check("--conf", "mine", "workflow.yml")
                .exited(ExitCode.BAD_USAGE)
                .says("must be sharedfs, nonsharedfs or condorio, not 'nothing'");
        check("--conf", "mine", "-Dpegasus.data.configuration=condorio", "workflow.yml")
                .exited(ExitCode.DONE);
    }

    @Test
    void stagingSitesAreNamedForEachSiteOrForAll() {
        for (String given : List.of("here=there", "there")) {
            check(
                            "--staging-site",
                            given,
                            "-Dpegasus.data.configuration=nonsharedfs",
                            "workflow.yml")
                    .exited(ExitCode.BAD_USAGE)
                    .says("--staging-site: here: the site catalog has no site 'there'");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--worker-package nowhere|/nowhere is not there",
                "--conf nowhere|nowhere: cannot read the properties",
                "--sites nowhere|--sites: nowhere: the site catalog has no such site",
                "--output-sites nowhere|--output-sites: nowhere: the site catalog has no such site",
                "--input-dir nowhere|--input-dir: nowhere: is no directory",
                "--cache nowhere|--cache: nowhere: cannot read the file",
                "--inherited-rc-files nowhere|--inherited-rc-files: nowhere: cannot read the file",
                "--reuse nowhere|--reuse: nowhere: is no submit directory",
                "--staging-site =x|'=x' is no pair SITE=STAGING",
                "--cleanup all|'all' is none of none, leaf, inplace, constraint",
                "--engine pbs|'pbs' is none of dagman, slurm, local",
                "--cluster horizontal|--cluster is not supported",
                "-Dnothing|-Dnothing is no property",
                "more|unmatched argument",
            })
    void anOptionThatIsWrongIsNamed(String given, String words) {
        String[] all = (given + " workflow.yml").split(" ");
        check(all).exited(ExitCode.BAD_USAGE).says(words);
    }

    @Test
    void theNameOfARandomDirectoryIsOnlyWhatIsAttached() {
        check("--randomdir", "workflow.yml").exited(ExitCode.DONE);
        check("--randomdir=mine", "workflow.yml").exited(ExitCode.DONE);
    }

    @Test
    void aWorkflowMustBeNamedAndThere() {
        check().exited(ExitCode.BAD_USAGE).says("missing required parameter: 'WORKFLOW'");
        check("none.yml").exited(ExitCode.BAD_USAGE).says("none.yml: cannot read the workflow");
    }

    @Test
    void aNameCannotMoveTheCursor() throws IOException {
        replace("workflow.yml", "{lfn: in, type: input}", "{lfn: \"in\\e[2J\", type: input}");
        check("workflow.yml").exited(ExitCode.BAD_USAGE).saysNot("\u001b");
    }
}
