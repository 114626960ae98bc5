package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check reads and plans what it is given, once. */
class CheckOnceTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private Findings check() throws IOException {
        return bench.planner().check(Engine.DAGMAN, bench.tools);
    }

    /** What is in a pipe can be read once. */
    @Test
    void aWorkflowFromAPipeIsChecked() throws Exception {
        Path workflow = directory.resolve("workflow.yml");
        byte[] text = Files.readAllBytes(workflow);
        Files.delete(workflow);
        assertEquals(0, new ProcessBuilder("mkfifo", workflow.toString()).start().waitFor());
        Thread writer = Thread.ofVirtual().start(() -> write(workflow, text));

        List<Defect> errors =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> check().errors());

        writer.join();
        assertEquals(List.of(), errors);
    }

    private static void write(Path pipe, byte[] text) {
        try {
            Files.write(pipe, text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Jobs that the plan takes out still make what others read. */
    @Test
    void ofAPlanThatFailsNoFileIsMissedThatASuperfluousJobMakes() throws Exception {
        bench.replace(
                "replicas.yml",
                "replicas:",
                "replicas:\n"
                        + "  - {lfn: f.b1, pfns: [{site: local, pfn: 'file:///b1'}]}\n"
                        + "  - {lfn: f.b2, pfns: [{site: local, pfn: 'file:///b2'}]}");
        bench.replace(
                "sites.yml",
                "type: sharedScratch\n        path: /data",
                "type: localStorage\n        path: /data");

        List<String> errors = check().errors().stream().map(Defect::message).toList();

        assertTrue(!errors.isEmpty(), "there is a plan");
        assertTrue(
                errors.stream().noneMatch(each -> each.contains("for which no catalog")),
                errors::toString);
    }

    @Test
    void warningsOfSubmitFilesAreWarningsOfACheckToo() throws Exception {
        bench.replace("sites.yml", "{universe: vanilla}", "{universe: vanilla, arguments: --fast}");

        Findings findings = check();

        assertEquals(List.of(), findings.errors());
        assertEquals(
                List.of(
                        "the profile condor: arguments is left out, because the plan itself says that"),
                findings.warnings().stream().map(Defect::message).toList());
    }

    @Test
    void metadataThatNoCatalogCanKeepIsWarnedOf() throws Exception {
        bench.replace(
                "workflow.yml",
                "{lfn: f.d, type: output",
                "{lfn: f.d, metadata: {'a=b': 1, 'two words': 2, site: 3}, type: output");

        List<String> warnings =
                check().warnings().stream()
                        .map(each -> each.toString().replaceFirst(":\\d+:", ":LINE:"))
                        .toList();

        String rule = " a key there is not empty, has no = and is none of pool, regex, site";
        assertEquals(
                List.of(
                        "workflow.yml:LINE: metadata: 'a=b' of 'f.d' will not be in the catalog of outputs:"
                                + rule,
                        "workflow.yml:LINE: metadata: 'site' of 'f.d' will not be in the catalog of outputs:"
                                + rule),
                warnings);
    }
}
