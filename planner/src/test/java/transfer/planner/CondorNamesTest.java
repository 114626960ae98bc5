package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTCondor lays files side by side, under the last parts of their names. */
class CondorNamesTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private void useCondorIo() throws IOException {
        bench.replace("pegasus.properties", "nonsharedfs", "condorio");
        bench.staging = Map.of();
    }

    /** The messages of a plan that is refused. */
    private Set<String> refusals() {
        PlanningException refused = assertThrows(PlanningException.class, bench::write);
        assertFalse(Files.exists(bench.base()));
        return Set.copyOf(refused.defects().stream().map(Defect::toString).toList());
    }

    @Test
    void outputsThatWouldReplaceEachOtherAreRefused() throws Exception {
        useCondorIo();
        bench.replace("workflow.yml", "{lfn: f.b1, type: output", "{lfn: a/f.b2, type: output");
        bench.replace("workflow.yml", "{lfn: f.b1, type: input", "{lfn: a/f.b2, type: input");

        assertEquals(
                Set.of(
                        "job: preprocess_ID0001: HTCondor brings 'a/f.b2' and 'f.b2' under one name"),
                refusals());
    }

    @Test
    void outputsThatCannotBeRenamedAreRefused() throws Exception {
        useCondorIo();
        bench.replace("workflow.yml", "lfn: f.b1", "lfn: 'a/f;b1'");

        assertEquals(
                Set.of(
                        "job: preprocess_ID0001: HTCondor cannot bring 'f;b1': it parts names of outputs at semicolons"),
                refusals());
    }

    /** HTCondor would look for a property of the machine, and hold the job. */
    @Test
    void namesThatWouldBeReplacedOnceThereIsAMachineAreRefused() throws Exception {
        useCondorIo();
        bench.replace("workflow.yml", "lfn: f.b1", "lfn: 'f$$(x)'");

        Set<String> refusals = refusals();

        assertTrue(
                refusals.contains(
                        "job: preprocess_ID0001: HTCondor would put something else in place of '$$(', '$$[' or '$(DOLLAR)' in transfer_output_files"),
                refusals::toString);
    }

    @Test
    void usersMayHaveTheirOwnNamesReplaced() throws Exception {
        bench.replace(
                "sites.yml",
                "{universe: vanilla}",
                "{universe: vanilla, transfer_input_files: 'tool.$$(OpSys)', rank: '$$([Cpus])'}");

        Path run = bench.write().directory();

        String job = Files.readString(run.resolve("00/00/preprocess_ID0001.sub"));
        assertTrue(job.contains(",tool.$$(OpSys)\n"), job);
        assertTrue(job.contains("\nrank = $$([Cpus])\n"), job);
    }

    @Test
    void twoSecretsOfOneNameAreRefused() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other")).resolve("id_wf");
        Files.copy(directory.resolve(".creds/id_wf"), other);
        bench.replace(
                "replicas.yml",
                "site: local, pfn: \"file:///wf/inputs/f.a\"",
                "site: condorpool, pfn: \"scp://me@far.example.org/f.a\"");
        bench.replace(
                "workflow.yml", "{lfn: f.a, type: input}", "{lfn: f.a, type: input, bypass: true}");
        bench.replace(
                "sites.yml", "{style: condor}", "{style: condor, SSH_PRIVATE_KEY: " + other + "}");

        Set<String> refusals = refusals();

        assertTrue(
                refusals.stream()
                        .anyMatch(each ->
                                each.startsWith("job: preprocess_ID0001: HTCondor brings '")
                                        && each.contains(other.toString())
                                        && each.endsWith("under one name")),
                refusals::toString);
    }

    /** Jobs start in other directories than the plan. */
    @Test
    void aSecretIsNamedByItsWholePath() throws Exception {
        bench.replace("sites.yml", directory + "/.creds/id_wf", ".creds/id_wf");

        Path run = bench.write().directory();

        String job = Files.readString(run.resolve("00/00/stage_in_local_staging_0_0.sub"));
        assertTrue(job.contains("=" + directory + "/.creds/id_wf"), job);
    }

    @Test
    void moreFilesToEncryptLeaveOutNoSecret() throws Exception {
        bench.replace(
                "sites.yml",
                "{universe: vanilla}",
                "{universe: vanilla, encrypt_Input_files: f.a}");

        Path run = bench.write().directory();

        String job = Files.readString(run.resolve("00/00/preprocess_ID0001.sub"));
        assertTrue(job.contains("encrypt_Input_files = " + directory + "/.creds/id_wf,f.a\n"), job);
    }
}
