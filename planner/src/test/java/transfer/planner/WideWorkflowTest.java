package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workflows with many jobs: what is planned per job does not grow with their number. */
class WideWorkflowTest {
    @TempDir Path directory;

    private PlanRequest.Cleanup cleanup = PlanRequest.Cleanup.INPLACE;

    private final StringBuilder workflow =
            new StringBuilder("pegasus: \"5.0\"\nname: wide\njobs:\n");

    private final StringBuilder replicas =
            new StringBuilder(
                    "pegasus: \"5.0\"\nreplicas:\n- {lfn: all, pfns: [{site: local, pfn: file:///all}]}\n");

    @BeforeEach
    void writeCatalogs() throws IOException {
        Files.writeString(
                directory.resolve("sites.yml"),
                """
                pegasus: "5.0"
                sites:
                - {name: local, directories: [
                    {type: localStorage, path: /out,
                     fileServers: [{operation: all, url: "file:///out"}]}]}
                - {name: cluster, directories: [
                    {type: sharedScratch, path: /scratch,
                     fileServers: [{operation: all, url: "gsiftp://far.example.org/scratch"}]}]}
                """);
        Files.writeString(
                directory.resolve("transformations.yml"),
                """
                pegasus: "5.0"
                transformations:
                - {name: work, sites: [{name: cluster, type: installed, pfn: /bin/work}]}
                """);
        Files.writeString(
                directory.resolve("pegasus.properties"), "pegasus.data.configuration=sharedfs\n");
    }

    private void job(String id, List<String> inputs, List<String> outputs, boolean isResult) {
        workflow.append("- {type: job, name: work, id: ").append(id).append(", uses: [");
        for (String input : inputs) {
            workflow.append("{lfn: ").append(input).append(", type: input}, ");
        }
        for (String output : outputs) {
            workflow.append("{lfn: ").append(output).append(", type: output, stageOut: ");
            workflow.append(isResult).append(", registerReplica: ").append(isResult).append("}, ");
        }
        workflow.append("]}\n");
    }

    @Test
    void jobsWhoseResultsExistAreTakenOutTogether() throws IOException, PlanningException {
        int workers = 5_000;
        forkJoin(workers);
        names("result", workers)
                .forEach(lfn ->
                        replicas.append("- {lfn: ")
                                .append(lfn)
                                .append(", pfns: [{site: local, pfn: file:///")
                                .append(lfn)
                                .append("}]}\n"));
        Plan plan = plan();
        assertEquals(1, plan.nodes().stream().filter(PlanNode::isCompute).count());
        assertTrue(plan.node("work_join").parents().stream().noneMatch(PlanNode::isCompute));
    }

    @Test
    void spaceIsPlayedThroughForManyReadersOfAFileAndManyFilesOfAJob()
            throws IOException, PlanningException {
        int width = 5_000;
        cleanup = PlanRequest.Cleanup.CONSTRAINT;
        Files.writeString(
                directory.resolve("pegasus.properties"),
                "pegasus.data.configuration=sharedfs\n"
                        + "pegasus.file.cleanup.constraint.maxspace=999999999999\n");
        job("first", List.of("all"), names("a", width), false);
        job("model", List.of("all"), List.of("m"), false);
        for (int i = 0; i < width; i++) {
            job("w" + i, List.of("a" + i, "m"), List.of("b" + i), false);
        }
        job("last", names("b", width), List.of("end"), true);
        Plan plan = plan();
        PlanNode removal = plan.node("clean_up_cluster_constraint_0");
        assertEquals(
                2L * width + 2,
                ((Task.Remove) removal.task()).urls().size(),
                "all that a job made for others, and the result");
        assertTrue(edges(plan) < 6L * width, () -> "edges: " + edges(plan));
    }

    private Plan plan() throws IOException, PlanningException {
        Files.writeString(directory.resolve("workflow.yml"), workflow);
        Files.writeString(directory.resolve("replicas.yml"), replicas);
        SubmitBench bench = new SubmitBench(directory);
        bench.sites = List.of("cluster");
        bench.cleanup = cleanup;
        return bench.planner().preview();
    }

    private void forkJoin(int workers) {
        List<String> pieces = names("piece", workers);
        List<String> results = names("result", workers);
        job("fork", List.of("all"), pieces, false);
        for (int i = 0; i < workers; i++) {
            job("w" + i, List.of(pieces.get(i)), List.of(results.get(i)), false);
        }
        job("join", results, List.of("end"), true);
    }

    private static List<String> names(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> word + i).toList();
    }

    private static long edges(Plan plan) {
        return plan.nodes().stream().mapToLong(node -> node.children().size()).sum();
    }

    @Test
    void twentyThousandJobsBetweenTwoHaveAFewEdgesEach() throws IOException, PlanningException {
        int workers = 20_000;
        forkJoin(workers);
        Plan plan = plan();
        // a removal for every five jobs that use a file last
        assertEquals(workers / 5, removals(plan, "clean_up_cluster_level_4_"));
        assertTrue(edges(plan) < 6L * workers, () -> "edges: " + edges(plan));
        assertEquals(plan.size(), plan.inOrder().size());
    }

    private static long removals(Plan plan, String prefix) {
        return plan.nodes().stream().filter(node -> node.name().startsWith(prefix)).count();
    }

    @Test
    void ofAllThatUsedAFileTheLastOnesAloneAreWaitedFor() throws IOException, PlanningException {
        // every job of a chain reads the same file, and many read it beside the chain
        int length = 3_000;
        job("c0", List.of("all"), List.of("d0"), false);
        for (int i = 1; i < length; i++) {
            job("c" + i, List.of("all", "d" + (i - 1)), List.of("d" + i), false);
        }
        job("last", List.of("all", "d" + (length - 1)), List.of("end"), true);
        Plan plan = plan();
        assertTrue(edges(plan) < 6L * length, () -> "edges: " + edges(plan));
        for (PlanNode node : plan.nodes()) {
            if (node.name().startsWith("clean_up_cluster_level_")) {
                assertEquals(1, node.parents().size(), node::name);
            }
        }
    }

    @Test
    void wideLevelsBehindOneAnotherDoNotSearchAllThatIsBeforeThem()
            throws IOException, PlanningException {
        int width = 3_000;
        job("first", List.of("all"), names("a", width), false);
        List<String> gathered = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            job("l" + i, List.of("a" + i), List.of("b" + i), false);
            gathered.add("b" + i);
        }
        job("hub", gathered, List.of("model"), false);
        for (int i = 0; i < width; i++) {
            job("r" + i, List.of("a" + i, "model"), List.of("c" + i), false);
        }
        job("end", names("c", width), List.of("end"), true);
        Plan plan = plan();
        assertTrue(edges(plan) < 12L * width, () -> "edges: " + edges(plan));
        assertRemovalsComeLast(plan);
    }

    /** Earlier users of the files are ancestors of the last ones, beyond the hub. */
    private static void assertRemovalsComeLast(Plan plan) {
        for (PlanNode node : plan.nodes()) {
            // the first one takes what all of the level read
            if (node.name().startsWith("clean_up_cluster_level_6_")
                    && !node.name().endsWith("_6_0")) {
                Set<String> parents = new HashSet<>();
                node.parents().forEach(parent -> parents.add(parent.name()));
                assertTrue(
                        parents.stream().allMatch(name -> name.startsWith("work_r")),
                        () -> node.name() + " waits for " + parents);
                assertEquals(5, parents.size(), node::name);
            }
        }
    }
}
