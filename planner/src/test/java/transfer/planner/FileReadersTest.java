package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has still to read a file, in a diamond: one makes two files, two read one each. */
class FileReadersTest {
    @TempDir Path directory;

    private PlanNode maker;
    private PlanNode left;
    private PlanNode right;
    private PlanNode last;
    private PlanNode stageOut;
    private FileReaders readers;

    @BeforeEach
    void plan() throws IOException, PlanningException {
        SubmitBench bench = SubmitBench.ofCase("01-diamond-sharedfs", directory);
        bench.sites = List.of("cluster");
        bench.cleanup = PlanRequest.Cleanup.NONE;
        Plan plan = bench.planner().preview();
        maker = plan.node("preprocess_ID0001");
        left = plan.node("findrange_ID0002");
        right = plan.node("findrange_ID0003");
        last = plan.node("analyze_ID0004");
        stageOut = plan.node("stage_out_local_cluster_2_0");
        PlanGraph graph = new PlanGraph();
        plan.nodes().forEach(graph::add);
        readers = new FileReaders(graph, "cluster", false);
    }

    @Test
    void findsWhoMakesAndWhoReads() {
        assertEquals(Set.of(left), readers.readers(maker, "f.b1"));
        assertEquals(List.of(maker), readers.makers(left, "f.b1"));
        assertEquals(List.of(), readers.makers(left, "f.a"), "no job makes it");
        assertEquals(Set.of(stageOut), readers.readers(last, "f.d"));
    }

    @Test
    void theOneThatHasStillToReadIsTheLast() {
        assertTrue(readers.isLast(left, maker, "f.b1"));
        assertFalse(readers.isLast(right, maker, "f.b1"));
        readers.execute(left);
        assertTrue(readers.isLast(right, maker, "f.b1"), "nobody has to read it any more");
        readers.execute(left);
        assertTrue(readers.isLast(last, maker, "f.b1"), "nobody runs twice");
    }

    @Test
    void aReaderThatIsAloneIsTheLastUntilItHasRun() {
        assertEquals(Set.of(), readers.lastBeside(maker));
        assertEquals(Set.of(last), readers.lastBeside(last));
        readers.execute(last);
        assertEquals(Set.of(), readers.lastBeside(last));
    }

    @Test
    void atAnotherSiteNobodyReadsUnlessAllSitesCount() {
        PlanGraph graph = new PlanGraph();
        List.of(maker, left, right, last).forEach(graph::add);
        assertEquals(Set.of(), new FileReaders(graph, "other", false).readers(maker, "f.b1"));
        assertEquals(Set.of(left), new FileReaders(graph, "other", true).readers(maker, "f.b1"));
    }
}
