package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workflows that are planned for Slurm, and run by it. */
@Tag("container")
class SlurmIT {
    private static final String SHARED = "-Dpegasus.data.configuration=sharedfs";

    private static SlurmCluster slurm;

    @BeforeAll
    static void start() throws Exception {
        slurm = SlurmCluster.start();
    }

    @AfterAll
    static void stop() {
        if (slurm != null) {
            slurm.close();
        }
    }

    private static Diamond diamond(String name) throws Exception {
        Path directory = slurm.host().directory(name);
        return Diamond.write(directory, slurm.host().inside(directory));
    }

    private static String plan(Diamond diamond, String... options) throws Exception {
        return slurm.plan(
                diamond.directory(),
                Stream.concat(
                                Stream.of(
                                        "-Dtransfer.plan.slurm.pause=0",
                                        "--dir",
                                        "submit",
                                        "--sites",
                                        "cluster",
                                        "--output-sites",
                                        "local"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    @Test
    void aDiamondRunsFromNothingToItsOutput() throws Exception {
        Diamond diamond = diamond("it's \"one\" %j");
        String submit = plan(diamond, SHARED);

        slurm.submit(0, submit);
        slurm.untilIdle();

        String status = slurm.submit(0, submit, "--status");
        assertTrue(status.endsWith(" 0 failed, 0 wait or run\n"), status);
        assertEquals(Diamond.RESULT, diamond.result());
        // cleaned up at the end
        try (Stream<Path> left = Files.walk(diamond.directory().resolve("scratch"))) {
            assertFalse(left.anyMatch(file -> file.endsWith("run0001")));
        }
        // there is nothing left to do
        assertTrue(slurm.submit(0, submit).contains("submit.sh: 0 of "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsharedfs", "condorio"})
    void jobsThatWorkOnTheirOwnNodesBringTheirFilesThemselves(String configuration)
            throws Exception {
        Diamond diamond = diamond(configuration);
        String submit =
                plan(
                        diamond,
                        "-Dpegasus.data.configuration=" + configuration,
                        "--staging-site",
                        "cluster=local",
                        "--cleanup",
                        "none");

        slurm.submit(0, submit);
        slurm.untilIdle();

        slurm.submit(0, submit, "--status");
        assertEquals(Diamond.RESULT, diamond.result());
    }

    /** Slurm tells of ended jobs for some minutes. */
    @Test
    void atMostSoManyOfACategoryRunAtATime() throws Exception {
        Diamond diamond = diamond("one after the other");
        Path workflow = diamond.directory().resolve("workflow.yml");
        Files.writeString(
                workflow, Files.readString(workflow).replace("stageOut: false", "stageOut: true"));
        // one stage-out job for each job, two of which would run side by side
        String submit =
                plan(
                        diamond,
                        SHARED,
                        "-Dpegasus.transfer.refiner=Basic",
                        "-Ddagman.stageout.maxjobs=1");

        slurm.submit(0, submit);
        slurm.untilIdle();

        slurm.submit(0, submit, "--status");
        String all = slurm.host().shell(0, "scontrol -o show jobs | grep JobName=stageout-0-");
        List<String> times =
                all.lines()
                        .map(job -> value(job, "StartTime") + " " + value(job, "EndTime"))
                        .sorted()
                        .toList();
        assertEquals(4, times.size(), all);
        for (int i = 1; i < times.size(); i++) {
            String before = times.get(i - 1).split(" ")[1];
            assertTrue(before.compareTo(times.get(i).split(" ")[0]) <= 0, times::toString);
        }
    }

    private static String value(String job, String field) {
        return job.replaceAll(".* " + field + "=(\\S+).*", "$1");
    }

    @Test
    void aFailureCancelsWhatWaitsForItAndOnceItIsMendedTheRestRuns() throws Exception {
        Diamond diamond = diamond("two");
        Path broken = Files.createFile(diamond.directory().resolve("broken"));
        String submit = plan(diamond, SHARED);

        slurm.submit(0, submit);
        slurm.untilIdle();

        String status = slurm.submit(1, submit, "--status");
        Path jobs = slurm.host().outside(submit).resolve("00/00");
        assertTrue(status.startsWith("failed: join_right, status 7: "), status);
        assertTrue(
                Files.readString(jobs.resolve("join_right.err")).contains("it is broken"),
                () -> jobs + "/join_right.err");
        assertTrue(Files.exists(jobs.resolve("join_left.done")));
        assertFalse(Files.exists(jobs.resolve("join_bottom.done")));
        assertFalse(Files.exists(diamond.output()));

        Files.delete(broken);
        String again = slurm.submit(0, submit);
        assertFalse(again.contains(" 0 are done already"), again);
        slurm.untilIdle();

        slurm.submit(0, submit, "--status");
        assertEquals(Diamond.RESULT, diamond.result());
        assertEquals(
                1,
                Files.readAllLines(jobs.resolve("join_right.err")).stream()
                        .filter(line -> line.startsWith("attempt 1 of 2 ended with 7"))
                        .count());
    }

    @Test
    void whatWaitsOrRunsIsNotSubmittedTwiceAndCanBeCancelled() throws Exception {
        Diamond diamond = diamond("three");
        String submit = plan(diamond, SHARED);
        // no machine takes a job
        slurm.host().shell(0, "scontrol update PartitionName=data State=DOWN");
        try {
            slurm.submit(0, submit);
            String refused = slurm.submit(1, submit);
            assertTrue(refused.contains("jobs of this run wait or run"), refused);
            assertTrue(slurm.submit(3, submit, "--status").contains(": 0 done, 0 failed"));
            slurm.submit(0, submit, "--cancel");
            slurm.untilIdle();
        } finally {
            slurm.host().shell(0, "scontrol update PartitionName=data State=UP");
        }
        slurm.submit(1, submit, "--status");

        slurm.submit(0, submit);
        slurm.untilIdle();
        assertEquals(Diamond.RESULT, diamond.result());
    }
}
