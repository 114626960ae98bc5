package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that submits a run to Slurm, with a stand-in for Slurm. */
class SlurmSubmitTest {
    @TempDir Path temporary;
    private SubmitBench bench;
    private SlurmStandIn slurm;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory("here"));
        slurm = new SlurmStandIn(temporary.resolve("slurm"));
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectory(temporary.resolve(name));
    }

    private SubmitDirectory write() throws IOException, PlanningException {
        return bench.planner().write(Engine.SLURM, bench.tools);
    }

    /** What was submitted, by name; a number that it waits for replaced by the name of the job. */
    private Map<String, Set<String>> parents() throws IOException {
        List<SlurmStandIn.Submitted> all = slurm.submitted();
        Map<String, Set<String>> parents = new HashMap<>();
        for (SlurmStandIn.Submitted each : all) {
            Set<String> names = new HashSet<>();
            for (String part : each.value("dependency").orElse("").split("[:,]")) {
                if (part.matches("\\d+")) {
                    names.add(all.get(Integer.parseInt(part) - 101).name());
                }
            }
            assertEquals(names.isEmpty(), each.isHeld(), each::name);
            parents.put(each.name(), names);
        }
        return parents;
    }

    private Map<String, Set<String>> planned() throws IOException, PlanningException {
        Map<String, Set<String>> parents = new HashMap<>();
        for (PlanNode node : bench.planner().preview().inOrder()) {
            Set<String> names = new HashSet<>();
            node.parents().forEach(parent -> names.add(parent.name()));
            parents.put(node.name(), names);
        }
        return parents;
    }

    @Test
    void everyJobWaitsForItsParentsAndTheFirstOnesStartWhenAllAreSubmitted() throws Exception {
        Map<String, Set<String>> planned = planned();
        SubmitDirectory run = write();
        assertEquals("submit.sh", run.entry());
        assertTrue(Files.isExecutable(run.directory().resolve(run.entry())));

        String said = slurm.runs(run.directory().resolve(run.entry()));

        assertEquals(planned, parents());
        assertEquals(List.of(List.of("release", "101")), slurm.calls("scontrol"));
        int all = run.jobs();
        assertEquals(
                "submit.sh: " + all + " of " + all + " jobs submitted, 0 are done already\n", said);
        assertEquals(all, Files.readAllLines(run.directory().resolve("slurm.jobs")).size());
    }

    @Test
    void aJobIsSubmittedWithItsScriptItsLogsAndTheLoginEnvironment() throws Exception {
        SubmitDirectory run = write();
        slurm.run(run);

        List<String> words =
                slurm.submitted().stream()
                        .filter(job -> job.name().equals("preprocess_ID0001"))
                        .findFirst()
                        .orElseThrow()
                        .words();
        String stem = run.directory() + "/00/00/preprocess_ID0001";
        assertTrue(
                words.containsAll(
                        List.of(
                                "--parsable",
                                "--export=NONE",
                                "--requeue",
                                "--kill-on-invalid-dep=yes",
                                "--job-name=preprocess_ID0001",
                                "--output=" + stem + ".out",
                                "--error=" + stem + ".err")),
                words::toString);
        assertEquals("./00/00/preprocess_ID0001.slurm", words.getLast());
        assertTrue(Files.exists(Path.of(stem + ".slurm")));
    }

    @Test
    void whatIsDoneIsNotSubmittedAgainAndNobodyWaitsForIt() throws Exception {
        SubmitDirectory run = write();
        Map<String, Set<String>> planned = planned();
        String first = "create_dir_diamond_0_staging";
        String second = "stage_in_local_staging_0_0";
        for (String done : List.of(first, second)) {
            Files.createFile(run.directory().resolve("00/00/" + done + ".done"));
            planned.remove(done);
        }
        planned.values().forEach(parents -> parents.removeAll(Set.of(first, second)));

        String said = slurm.runs(run.directory().resolve(run.entry()));

        assertEquals(planned, parents());
        assertTrue(said.endsWith("submitted, 2 are done already\n"), said);
    }

    @Test
    void nothingIsSubmittedWhileTheRunIsActive() throws Exception {
        SubmitDirectory run = write();
        slurm.run(run);
        slurm.submitted();
        slurm.queue("7", "103", "104");

        SlurmStandIn.Ran again = slurm.run(run);

        assertEquals(1, again.status());
        assertTrue(again.output().contains("2 jobs of this run wait or run"), again::output);
        assertEquals(List.of(), slurm.submitted());
        slurm.queue("7");
        assertEquals(0, slurm.run(run).status());
    }

    @Test
    void nothingIsSubmittedWhenNobodyKnowsWhatStillRuns() throws Exception {
        SubmitDirectory run = write();
        slurm.run(run);
        slurm.submitted();
        slurm.fallSilent();

        SlurmStandIn.Ran again = slurm.run(run);

        assertEquals(1, again.status());
        assertTrue(again.output().contains("squeue does not answer"), again::output);
        assertEquals(List.of(), slurm.submitted());
    }

    @Test
    void twoAtOnceDoNotSubmitTwice() throws Exception {
        SubmitDirectory run = write();
        Process first =
                new ProcessBuilder("flock", run.directory().resolve("slurm.lock").toString(), "cat")
                        .start();
        try (OutputStream end = first.getOutputStream()) {
            end.write("held\n".getBytes(StandardCharsets.US_ASCII));
            end.flush();
            assertEquals("held", first.inputReader().readLine());

            SlurmStandIn.Ran second = slurm.run(run);

            assertEquals(1, second.status());
            assertTrue(second.output().contains("another submit.sh"), second::output);
            assertEquals(List.of(), slurm.submitted());
        }
        assertEquals(0, first.waitFor());
    }

    @Test
    void whenOneIsRefusedAllAreCancelledAndNothingHasRun() throws Exception {
        SubmitDirectory run = write();
        slurm.refuse(104);

        SlurmStandIn.Ran ran = slurm.run(run);

        assertEquals(1, ran.status());
        assertTrue(ran.output().contains("no more jobs"), ran::output);
        assertTrue(ran.output().contains("all that was submitted is cancelled"), ran::output);
        assertEquals(List.of(List.of("101", "102", "103")), slurm.calls("scancel"));
        assertEquals(List.of(), slurm.calls("scontrol"));
        assertEquals(4, slurm.submitted().size());
    }

    @Test
    void onlyWhatStillWaitsOrRunsIsCancelled() throws Exception {
        SubmitDirectory run = write();
        slurm.run(run);
        slurm.queue("7", "102", "105");

        assertTrue(slurm.run(run, "--cancel").output().contains("cancelled 2 jobs"));
        assertEquals(List.of(List.of("102", "105")), slurm.calls("scancel"));
        slurm.queue();
        assertTrue(slurm.run(run, "--cancel").output().contains("no job waits or runs"));
        assertEquals(List.of(), slurm.calls("scancel"));
        assertEquals(2, slurm.run(run, "--bogus").status());
    }

    @Test
    void theStatusTellsHowManyAreDoneAndWhatFailed() throws Exception {
        SubmitDirectory run = write();
        slurm.run(run);
        Path jobs = run.directory().resolve("00/00");
        slurm.queue("103");
        Files.createFile(jobs.resolve("create_dir_diamond_0_staging.done"));
        Files.writeString(jobs.resolve("stage_in_local_staging_0_0.failed"), "4\n");
        Files.writeString(jobs.resolve("preprocess_ID0001.started"), "node7\n");
        String end = ": " + jobs + "/";

        SlurmStandIn.Ran active = slurm.run(run, "--status");
        assertEquals(3, active.status());
        assertEquals(
                "failed: stage_in_local_staging_0_0, status 4"
                        + end
                        + "stage_in_local_staging_0_0.err\nsubmit.sh: "
                        + run.jobs()
                        + " jobs: 1 done, 1 failed, 1 wait or run\n",
                active.output());

        slurm.queue();
        SlurmStandIn.Ran ended = slurm.run(run, "--status");
        assertEquals(1, ended.status());
        assertTrue(
                ended.output()
                        .contains(
                                "ended by force: preprocess_ID0001, on node7"
                                        + end
                                        + "preprocess_ID0001.err\n"),
                ended::output);

        for (String line : Files.readAllLines(run.directory().resolve("slurm.jobs"))) {
            Path done = jobs.resolve(line.split(" ")[1] + ".done");
            if (!Files.exists(done)) {
                Files.createFile(done);
            }
        }
        assertEquals(0, slurm.run(run, "--status").status());
    }

    @Test
    void atMostSoManyOfACategoryShareTheNamesOfWhichOneRunsAtATime() throws Exception {
        bench = SubmitBench.ofCase("01-diamond-sharedfs", directory("shared"));
        bench.sites = List.of("cluster");
        bench.settings.put("dagman.cleanup.maxjobs", "2");
        SubmitDirectory run = write();
        slurm.run(run);

        List<SlurmStandIn.Submitted> cleanups = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (SlurmStandIn.Submitted job : slurm.submitted()) {
            boolean isLimited = job.value("dependency").orElse("").endsWith(",singleton");
            assertEquals(job.name().startsWith("clean_up"), isLimited, job::name);
            if (isLimited) {
                cleanups.add(job);
                names.add(job.value("job-name").orElseThrow());
            }
        }
        assertTrue(cleanups.size() > 2, cleanups::toString);
        assertEquals(2, names.size());
        assertTrue(
                names.stream().allMatch(name -> name.matches("cleanup-[01]-\\d+")),
                names::toString);
    }

    @Test
    void joinsAreNoJobsTheirEdgesLeadOn() throws Exception {
        bench = SubmitBench.ofCase("01-diamond-sharedfs", directory("hourglass"));
        bench.sites = List.of("cluster");
        bench.settings.put("pegasus.dir.create.strategy", "HourGlass");
        Map<String, Set<String>> planned = planned();
        assertTrue(planned.containsKey("pegasus_concat_diamond_0"), planned::toString);
        SubmitDirectory run = write();

        slurm.run(run);

        Map<String, Set<String>> submitted = parents();
        assertEquals(planned.size() - 1, submitted.size());
        assertEquals(
                Set.of("create_dir_diamond_0_cluster"),
                submitted.get("stage_in_local_cluster_0_0"));
    }

    @Test
    void manyParentsAreGatheredSoThatTheirNumbersFitIntoOneArgument() throws Exception {
        SubmitDirectory run = write();
        Path script = run.directory().resolve(run.entry());
        String text = Files.readString(script);
        Files.writeString(script, text.replace("most_parents=1000", "most_parents=1"));

        slurm.run(run);

        List<SlurmStandIn.Submitted> all = slurm.submitted();
        SlurmStandIn.Submitted analyze = named(all, "analyze_ID0004");
        SlurmStandIn.Submitted gather = named(all, "gather-analyze_ID0004");
        int number = 101 + all.indexOf(gather);
        String dependency = analyze.value("dependency").orElseThrow();
        assertTrue(dependency.startsWith("afterok:" + number + ":"), dependency);
        assertEquals(2, dependency.chars().filter(c -> c == ':').count());
        assertFalse(gather.words().stream().anyMatch(word -> word.endsWith(".slurm")));
    }

    private static SlurmStandIn.Submitted named(List<SlurmStandIn.Submitted> all, String name) {
        return all.stream().filter(job -> job.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void namesWithQuotesBlanksAndSignsOfSlurmStayWhatTheyAre() throws Exception {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory("it's \"a\" %j $HOME `x`"));
        SubmitDirectory run = write();

        assertEquals(0, slurm.run(run).status());

        for (SlurmStandIn.Submitted job : slurm.submitted()) {
            String log = job.value("output").orElseThrow().replace("%%", "\0");
            assertFalse(log.contains("%"), log);
            assertTrue(log.replace("\0", "%").startsWith(run.directory() + "/00/00/"), log);
        }
    }

    @Test
    void aDirectoryThatSlurmCannotWriteToIsRefused() throws Exception {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory("back\\slash"));
        SubmitDirectory run = write();

        SlurmStandIn.Ran ran = slurm.run(run);

        assertEquals(1, ran.status());
        assertTrue(ran.output().contains("backslash"), ran::output);
        assertEquals(List.of(), slurm.submitted());
    }

    @Test
    void higherPrioritiesAreLessNice() throws Exception {
        SubmitDirectory run = write();
        slurm.run(run);

        Map<String, Integer> nice = new HashMap<>();
        for (SlurmStandIn.Submitted job : slurm.submitted()) {
            nice.put(job.name(), Integer.parseInt(job.value("nice").orElse("0")));
        }
        Plan plan = bench.planner().preview();
        for (PlanNode one : plan.inOrder()) {
            for (PlanNode other : plan.inOrder()) {
                assertEquals(
                        Integer.signum(Integer.compare(other.priority(), one.priority())),
                        Integer.signum(nice.get(one.name()) - nice.get(other.name())),
                        () -> one + " and " + other);
            }
        }
    }

    @Test
    void jobsOfAnotherSiteNoteTheirDigestsInTheSubmitDirectoryToo() throws Exception {
        bench.settings.put("pegasus.transfer.stagein.remote.sites", "staging");
        bench.replace("replicas.yml", "file:///wf/inputs/f.a", "http://example.org/f.a");
        SubmitDirectory run = write();

        String script =
                Files.readString(
                        run.directory().resolve("00/00/stage_in_remote_staging_0_0.slurm"));

        assertTrue(
                script.contains(
                        "export TRANSFER_META_FILE="
                                + run.directory()
                                + "/00/00/stage_in_remote_staging_0_0.meta\n"),
                script);
    }

    @Test
    void whatSlurmCannotBeAskedForIsADefect() throws Exception {
        bench.settings.put("pegasus.memory", "much");

        PlanningException refused = assertThrows(PlanningException.class, this::write);

        assertTrue(
                refused.getMessage().contains("pegasus.memory must be a number"),
                refused::getMessage);
        assertFalse(Files.exists(bench.base()));
        assertTrue(
                bench.planner()
                        .check(Engine.SLURM, bench.tools)
                        .errors()
                        .containsAll(refused.defects()));
    }
}
