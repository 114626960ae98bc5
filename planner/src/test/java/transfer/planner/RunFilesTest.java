package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a submit directory tells of its run, and that later runs can use it. */
class RunFilesTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    @Test
    void aLaterRunFindsWhatAnEarlierOneMade() throws Exception {
        SubmitDirectory first = bench.write();
        assertTrue(
                Files.readString(first.directory().resolve("diamond-0.dag")).contains("analyze"));
        bench.reused = List.of(first.directory());
        Plan second = bench.planner().preview();
        assertTrue(second.nodes().stream().noneMatch(PlanNode::isCompute));
        String list =
                Files.readString(
                        bench.write().directory().resolve("00/00/stage_out_local_local_1000_0.in"));
        assertTrue(list.contains("/data/scratch/me/pegasus/diamond/run0001/00/00/f.d\""), list);
    }

    @Test
    void namesWithBlanksAreReadAgain() throws Exception {
        bench.replace("workflow.yml", "f.d,", "\"f \\\"d\",");
        bench.reused = List.of(bench.write().directory());
        assertTrue(bench.planner().preview().nodes().stream().noneMatch(PlanNode::isCompute));
    }

    private Map<String, String> properties(SubmitDirectory run) throws IOException {
        java.util.Properties read = new java.util.Properties();
        try (Reader text = Files.newBufferedReader(run.directory().resolve("pegasus.properties"))) {
            read.load(text);
        }
        Map<String, String> copy = new TreeMap<>();
        read.forEach((key, value) -> copy.put(key.toString(), value.toString()));
        return copy;
    }

    @Test
    void propertiesAreThoseThatCountedAndNobodyElseReadsThem() throws Exception {
        bench.settings.put("my.own", "line\nend = ä #");
        SubmitDirectory run = bench.write();
        Map<String, String> read = properties(run);
        assertEquals("line\nend = ä #", read.get("my.own"));
        assertEquals(directory + "/sites.yml", read.get("pegasus.catalog.site.file"));
        assertEquals("YAML", read.get("pegasus.catalog.replica.output"));
        assertEquals(
                run.directory() + "/diamond-0.replicas.yml",
                read.get("pegasus.catalog.replica.output.file"));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(
                                run.directory().resolve("pegasus.properties"))));
    }

    @Test
    void aCatalogForOutputsThatIsNamedStays() throws Exception {
        bench.settings.put("pegasus.catalog.replica.output", "File");
        bench.settings.put("pegasus.catalog.replica.output.file", "all.txt");
        Map<String, String> read = properties(bench.write());
        assertEquals("File", read.get("pegasus.catalog.replica.output"));
        assertEquals(directory + "/all.txt", read.get("pegasus.catalog.replica.output.file"));
    }

    @Test
    void theRunSaysWhatItIs() throws Exception {
        bench.basename = Optional.of("mine \"x\"");
        SubmitDirectory run = bench.write();
        Map<?, ?> facts =
                (Map<?, ?>)
                        PlannerCase.load(
                                Files.readString(run.directory().resolve("braindump.yml")));
        assertEquals("me", facts.get("user"));
        assertEquals("diamond", facts.get("dax_label"));
        assertEquals(run.entry(), facts.get("dag"));
        assertEquals("me/pegasus/diamond/run0001", facts.get("rundir"));
        assertEquals("20260203T050506+0100", facts.get("timestamp"));
        assertTrue(Files.exists(run.directory().resolve("catalogs/sites.yml")));
        assertTrue(Files.exists(run.directory().resolve("catalogs/workflow.yml")));
    }

    @Test
    void whatTheRunRemovesAtItsEndIsNotWhatItIsRunFrom() throws Exception {
        bench =
                SubmitBench.ofCase(
                        "03-diamond-condorio", Files.createDirectory(directory.resolve("io")));
        bench.sites = List.of("condorpool");
        bench.replace("sites.yml", "path: /wf/local/scratch", "path: " + bench.base());
        PlanningException refused = assertThrows(PlanningException.class, bench::write);
        assertTrue(refused.getMessage().contains("removed at its end"), refused::getMessage);
        bench.relative = Optional.of("run");
        bench.relativeSubmit = Optional.of("run/submit");
        assertThrows(PlanningException.class, bench::write);
        assertFalse(Files.exists(bench.base()));
        bench.relativeSubmit = Optional.of("run-submit");
        bench.write();
    }

    @Test
    void jobsWhoseNamesComeToTheSameStayTwo() throws Exception {
        bench.replace("workflow.yml", "name: findrange", "name: find.range_ID");
        bench.replace("transformations.yml", "name: findrange", "name: find.range_ID");
        bench.replace("workflow.yml", "ID0003", "r");
        bench.replace("workflow.yml", "ID0002", "ID_r");
        SubmitDirectory run = bench.write();
        String dag = Files.readString(run.directory().resolve(run.entry()));
        assertTrue(dag.contains("JOB find_range_ID_ID_r 00/00/find_range_ID_ID_r.sub"), dag);
        assertTrue(dag.contains("JOB find_range_ID_r "), dag);
    }
}
