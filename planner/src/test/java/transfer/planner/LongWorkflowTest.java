package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Much of one thing: jobs in a row, digests in a catalog, sites that could run a job. */
class LongWorkflowTest {
    @TempDir Path directory;

    private final StringBuilder workflow =
            new StringBuilder("pegasus: \"5.0\"\nname: long\njobs:\n");
    private final StringBuilder sites =
            new StringBuilder(
                    """
                    pegasus: "5.0"
                    sites:
                    - {name: local, directories: [
                        {type: localStorage, path: /out,
                         fileServers: [{operation: all, url: "file:///out"}]}]}
                    """);
    private final StringBuilder programs =
            new StringBuilder("pegasus: \"5.0\"\ntransformations:\n- name: work\n  sites:\n");
    private SubmitBench bench;

    @BeforeEach
    void writeReplicas() throws IOException {
        bench = new SubmitBench(directory);
        Files.writeString(
                directory.resolve("replicas.yml"),
                "pegasus: \"5.0\"\nreplicas:\n- {lfn: all, pfns: [{site: local, pfn: file:///all}], checksum: {sha256: \""
                        + "a".repeat(64)
                        + "\"}}\n");
        configuration("sharedfs");
    }

    private void configuration(String name) throws IOException {
        Files.writeString(
                directory.resolve("pegasus.properties"),
                "pegasus.data.configuration="
                        + name
                        + "\npegasus.file.cleanup.constraint.maxspace=999999999999\n");
    }

    private void site(String name) {
        sites.append("- {name: ").append(name);
        sites.append(", directories: [{type: sharedScratch, path: /scratch, fileServers: [");
        sites.append("{operation: all, url: \"ftp://").append(name);
        sites.append(".example.org/scratch\"}]}]}\n");
        programs.append("  - {name: ").append(name).append(", type: installed, pfn: /bin/work}\n");
    }

    /**
     * @param where profiles of the job
     */
    private void job(
            String id, String where, List<String> inputs, List<String> outputs, boolean isResult) {
        workflow.append("- {type: job, name: work, id: ").append(id).append(where);
        workflow.append(", uses: [");
        for (String input : inputs) {
            workflow.append("{lfn: ").append(input).append(", type: input}, ");
        }
        for (String output : outputs) {
            workflow.append("{lfn: ").append(output).append(", type: output, stageOut: ");
            workflow.append(isResult).append(", registerReplica: false}, ");
        }
        workflow.append("]}\n");
    }

    private Plan plan() throws IOException, PlanningException {
        Files.writeString(directory.resolve("workflow.yml"), workflow);
        Files.writeString(directory.resolve("sites.yml"), sites);
        Files.writeString(directory.resolve("transformations.yml"), programs);
        return bench.planner().preview();
    }

    /** Processor time of this thread, which does not depend on what else the machine does. */
    private static Duration used() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    @Test
    void spaceIsPlayedThroughForAnyNumberOfJobsThatRunElsewhereMeanwhile()
            throws IOException, PlanningException {
        int length = 20_000;
        bench.cleanup = PlanRequest.Cleanup.CONSTRAINT;
        site("near");
        site("far");
        for (int i = 0; i < length; i++) {
            String where = i == 0 || i == length - 1 ? "near" : "far";
            job(
                    "j" + i,
                    ", profiles: {selector: {execution.site: " + where + "}}",
                    List.of(i == 0 ? "all" : "d" + i),
                    List.of("d" + (i + 1)),
                    i == length - 1);
        }
        Plan plan = plan();
        PlanNode removal = plan.node("clean_up_near_constraint_0");
        assertTrue(
                ((Task.Remove) removal.task())
                        .urls().stream().anyMatch(url -> url.endsWith("/d" + length)),
                () -> "removes " + removal.task());
    }

    @Test
    void aDigestInACatalogIsFoundWithoutAskingAllThatTheParentMade()
            throws IOException, PlanningException {
        int width = 20_000;
        configuration("nonsharedfs");
        site("near");
        job(
                "first",
                "",
                List.of("all"),
                IntStream.range(0, width).mapToObj(i -> "p" + i).toList(),
                false);
        for (int i = 0; i < width; i++) {
            job("w" + i, "", List.of("p" + i, "all"), List.of("o" + i), true);
        }
        Plan plan = plan();
        MetaNeeds needs = new MetaNeeds(plan.inputs(), plan.workflow().users());
        Duration before = used();
        int known = 0;
        for (PlanNode node : plan.nodes()) {
            if (node.task() instanceof Task.Compute compute) {
                known += needs.catalogued(compute.job()).size();
            }
        }
        Duration took = used().minus(before);
        assertEquals(width + 1, known);
        assertTrue(took.toMillis() < 2_000, () -> "took " + took);
    }

    @Test
    void amongManySitesAPlaceForAJobIsFoundWithoutAskingEachForEachJob()
            throws IOException, PlanningException {
        int several = 600;
        int jobs = 3_000;
        for (int i = 0; i < several; i++) {
            site("s" + i);
        }
        for (int i = 0; i < jobs; i++) {
            job("j" + i, "", List.of("all"), List.of("o" + i), true);
        }
        Duration before = used();
        Plan plan = plan();
        Duration took = used().minus(before);
        assertEquals("s7", plan.node("work_j607").runsAt());
        assertTrue(took.toMillis() < 4_000, () -> "took " + took);
    }
}
