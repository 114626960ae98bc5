package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a user gives HTCondor by profiles of his own. */
class OwnFilesTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private void profiles(String more) throws IOException {
        bench.replace("sites.yml", "{universe: vanilla}", "{universe: vanilla, " + more + "}");
    }

    private Optional<String> value(String job, String key) throws Exception {
        Path file = bench.write().directory().resolve("00/00/" + job + ".sub");
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key + " = "))
                .map(line -> line.substring(key.length() + 3))
                .findFirst();
    }

    @Test
    void inputsOfTheUserComeBesideThoseOfThePlan() throws Exception {
        String planned = value("preprocess_ID0001", "transfer_input_files").orElseThrow();
        profiles("Transfer_Input_Files: '/data/tool.cfg, $(HOME)/x ,'");

        assertEquals(
                Optional.of(planned.replace("run0001", "run0002") + ",/data/tool.cfg,$(HOME)/x"),
                value("preprocess_ID0001", "transfer_input_files"));
    }

    @Test
    void outputsOfTheUserComeBackBesideThoseOfThePlan() throws Exception {
        profiles(
                "transfer_output_files: trace.log,"
                        + " transfer_output_remaps: '\"trace.log=/logs/$(Cluster).log\"'");

        assertEquals(
                Optional.of("preprocess_ID0001.meta,trace.log"),
                value("preprocess_ID0001", "transfer_output_files"));
        String remaps = value("preprocess_ID0001", "transfer_output_remaps").orElseThrow();
        assertTrue(
                remaps.endsWith("/preprocess_ID0001.meta;trace.log=/logs/$(Cluster).log\""),
                remaps);
    }

    @Test
    void aJobOfWhichOnlyTheUserWantsFilesBringsThem() throws Exception {
        bench.replace("pegasus.properties", "nonsharedfs", "condorio");
        bench.staging = java.util.Map.of();
        profiles("transfer_output_files: f.b1");

        String brought = value("preprocess_ID0001", "transfer_output_files").orElseThrow();

        assertEquals(1, brought.split("f\\.b1", -1).length - 1, brought);
    }

    @Test
    void aFileOfTheUserThatWouldReplaceOneOfThePlanIsRefused() throws Exception {
        profiles("transfer_input_files: /data/id_wf");

        PlanningException refused = assertThrows(PlanningException.class, bench::write);

        assertTrue(
                refused.defects().stream()
                        .anyMatch(each -> each.message().endsWith("'/data/id_wf' under one name")),
                () -> refused.defects().toString());
    }

    /** HTCondor moves no files for jobs that it runs on the submit host itself. */
    @Test
    void filesForJobsOnTheSubmitHostAreWarnedOf() throws Exception {
        bench.replace(
                "sites.yml",
                "pegasus: {SSH_PRIVATE_KEY",
                "condor: {transfer_input_files: /data/tool.cfg}\n      pegasus: {SSH_PRIVATE_KEY");
        Planner planner = bench.planner();

        planner.write(Engine.DAGMAN, bench.tools);

        List<String> doubts = planner.doubts().stream().map(Defect::message).toList();
        assertEquals(
                List.of(
                        "the profile condor: transfer_*_files moves nothing: the job runs on the submit host"),
                doubts);
    }

    @Test
    void withAnotherUniverseFilesAreMovedForJobsOfTheSubmitHostToo() throws Exception {
        bench.replace(
                "sites.yml",
                "pegasus: {SSH_PRIVATE_KEY",
                "condor: {universe: vanilla, transfer_input_files: /data/tool.cfg}\n"
                        + "      pegasus: {SSH_PRIVATE_KEY");

        assertEquals(
                Optional.of("/data/tool.cfg"),
                value("stage_in_local_staging_0_0", "transfer_input_files"));
    }

    @Test
    void profilesThatThePlanSaysItselfAreWarnedOfOnce() throws Exception {
        profiles("Arguments: --fast");
        Planner planner = bench.planner();

        Path run = planner.write(Engine.DAGMAN, bench.tools).directory();

        assertEquals(
                List.of(
                        "the profile condor: Arguments is left out, because the plan itself says that"),
                planner.doubts().stream().map(Defect::message).toList());
        assertFalse(
                Files.readString(run.resolve("00/00/preprocess_ID0001.sub")).contains("--fast"));
    }
}
