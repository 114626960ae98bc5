package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is removed from a site before all that read it there have run, wherever they run. */
class RemovalOrderTest {
    @TempDir Path directory;

    private final Map<String, String> settings = new HashMap<>();
    private PlanRequest.Cleanup cleanup = PlanRequest.Cleanup.INPLACE;

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
                - {name: a, directories: [
                    {type: sharedScratch, path: /a, fileServers: [
                      {operation: all, url: "gsiftp://a.example.org/a"}]}]}
                - {name: b, directories: [
                    {type: sharedScratch, path: /b, fileServers: [
                      {operation: all, url: "gsiftp://b.example.org/b"},
                      {operation: get, url: "http://b.example.org/b"}]}]}
                - {name: c, directories: [
                    {type: sharedScratch, path: /c, fileServers: [
                      {operation: all, url: "gsiftp://c.example.org/c"}]}]}
                """);
        Files.writeString(
                directory.resolve("transformations.yml"),
                """
                pegasus: "5.0"
                transformations:
                - {name: work, sites: [
                    {name: a, type: installed, pfn: /bin/work},
                    {name: b, type: installed, pfn: /bin/work},
                    {name: c, type: installed, pfn: /bin/work}]}
                """);
        Files.writeString(
                directory.resolve("replicas.yml"),
                "pegasus: \"5.0\"\nreplicas:\n- {lfn: in, pfns: [{site: a, pfn: gsiftp://a.example.org/in}]}\n");
        settings.put("pegasus.data.configuration", "sharedfs");
    }

    private Plan plan(String jobs) throws IOException, PlanningException {
        Files.writeString(
                directory.resolve("workflow.yml"), "pegasus: \"5.0\"\nname: order\njobs:\n" + jobs);
        PlanRequest request =
                UsualRequest.of(
                        Optional.empty(),
                        settings,
                        new PlanRequest.Sites(
                                List.of("a", "b", "c"),
                                Map.of(),
                                List.of("local"),
                                Optional.empty()),
                        cleanup);
        return new Planner(request, new Surroundings(directory, directory, "me", Map.of()))
                .plan("me/run0001", directory + "/submit");
    }

    private static final String AT_THREE_SITES =
            """
            - {type: job, name: work, id: A, profiles: {selector: {execution.site: a}}, uses: [
                {lfn: in, type: input},
                {lfn: fa, type: output, stageOut: false, registerReplica: false}]}
            - {type: job, name: work, id: B, profiles: {selector: {execution.site: b}}, uses: [
                {lfn: fb, type: output, stageOut: false, registerReplica: false}]}
            - {type: job, name: work, id: C, profiles: {selector: {execution.site: c}}, uses: [
                {lfn: fa, type: input}, {lfn: fb, type: input}, {lfn: end, type: output}]}
            """;

    @Test
    void aTransferFromSeveralSitesComesBeforeTheRemovalAtEach()
            throws IOException, PlanningException {
        Plan plan = plan(AT_THREE_SITES);

        assertRemovedAfter(plan, "fa", "a", "stage_inter_local_work_C_0");
        assertRemovedAfter(plan, "fb", "b", "stage_inter_local_work_C_0");
    }

    @Test
    void aTransferFromSeveralSitesKeepsTheDirectoryOfEach() throws IOException, PlanningException {
        cleanup = PlanRequest.Cleanup.LEAF;

        Plan plan = plan(AT_THREE_SITES);

        for (String site : List.of("a", "b")) {
            assertTrue(
                    ancestors(plan.node("cleanup_order_0_" + site))
                            .contains("stage_inter_local_work_C_0"),
                    site);
        }
    }

    @Test
    void aTransferBetweenSitesMayReadFromAllServersThatGiveFiles()
            throws IOException, PlanningException {
        Task.Transfer inter =
                (Task.Transfer) plan(AT_THREE_SITES).node("stage_inter_local_work_C_0").task();

        assertEquals(
                List.of(
                        "http://b.example.org/b/me/run0001/./fb",
                        "gsiftp://b.example.org/b/me/run0001/./fb"),
                inter.entries().stream()
                        .filter(entry -> entry.lfn().equals("fb"))
                        .flatMap(entry -> entry.sources().stream())
                        .map(TransferEntry.Source::url)
                        .toList());
    }

    @Test
    void allReadersOfASiteWaitForTheOneTransferThatBringsTheirFile()
            throws IOException, PlanningException {
        String reader =
                """
                - {type: job, name: work, id: %s, profiles: {selector: {execution.site: c}}, uses: [
                    {lfn: fa, type: input}, {lfn: %s, type: output}]}
                """;

        Plan plan = plan(AT_THREE_SITES + reader.formatted("D", "d") + reader.formatted("E", "e"));

        for (String job : List.of("work_C", "work_D", "work_E")) {
            assertTrue(ancestors(plan.node(job)).contains("stage_inter_local_work_C_0"), job);
        }
        assertEquals(
                1,
                plan.nodes().stream()
                        .filter(node -> node.name().startsWith("stage_inter_"))
                        .count());
    }

    /**
     * The deepest reader decides which job removes a file, and comes after some of the others only.
     */
    @Test
    void aFileIsRemovedAfterItsShallowReadersTooThatNoDeeperOneWaitsFor()
            throws IOException, PlanningException {
        Plan plan =
                plan(
                        """
                        - {type: job, name: work, id: A, profiles: {selector: {execution.site: a}}, uses: [
                            {lfn: in, type: input},
                            {lfn: x, type: output, stageOut: false, registerReplica: false}]}
                        - {type: job, name: work, id: B, profiles: {selector: {execution.site: a}}, uses: [
                            {lfn: x, type: input}]}
                        - {type: job, name: work, id: C, profiles: {selector: {execution.site: a}}, uses: [
                            {lfn: in, type: input},
                            {lfn: y, type: output, stageOut: false, registerReplica: false}]}
                        - {type: job, name: work, id: D, profiles: {selector: {execution.site: a}}, uses: [
                            {lfn: y, type: input},
                            {lfn: z, type: output, stageOut: false, registerReplica: false}]}
                        - {type: job, name: work, id: E, profiles: {selector: {execution.site: a}}, uses: [
                            {lfn: x, type: input}, {lfn: z, type: input}, {lfn: e2, type: output}]}
                        """);

        assertRemovedAfter(plan, "x", "a", "work_B");
        assertRemovedAfter(plan, "x", "a", "work_E");
    }

    private static final String STAGED_OUT_AND_READ =
            """
            - {type: job, name: work, id: A, profiles: {selector: {execution.site: a}}, uses: [
                {lfn: in, type: input},
                {lfn: x, type: output, size: "40", registerReplica: false}]}
            - {type: job, name: work, id: B, profiles: {selector: {execution.site: a}}, uses: [
                {lfn: x, type: input},
                {lfn: y, type: output, size: "40", stageOut: false, registerReplica: false}]}
            - {type: job, name: work, id: C, profiles: {selector: {execution.site: a}}, uses: [
                {lfn: y, type: input},
                {lfn: z, type: output, size: "40", stageOut: false, registerReplica: false}]}
            - {type: job, name: work, id: D, profiles: {selector: {execution.site: a}}, uses: [
                {lfn: %s, type: input}, {lfn: z, type: input},
                {lfn: end, type: output, size: "10", registerReplica: false}]}
            """;

    @Test
    void whereSpaceIsShortAnOutputIsStagedOutBeforeItIsRemoved()
            throws IOException, PlanningException {
        cleanup = PlanRequest.Cleanup.CONSTRAINT;
        settings.put("pegasus.file.cleanup.constraint.maxspace", "10485860");

        Plan plan = plan(STAGED_OUT_AND_READ.formatted("y"));

        assertRemovedAfter(plan, "x", "a", "stage_out_local_a_0_0");
        assertRemovedAfter(plan, "x", "a", "work_B");
    }

    @Test
    void whereSpaceIsShortAnOutputIsReadByAllBeforeItIsRemoved()
            throws IOException, PlanningException {
        cleanup = PlanRequest.Cleanup.CONSTRAINT;
        settings.put("pegasus.file.cleanup.constraint.maxspace", "10485900");

        Plan plan = plan(STAGED_OUT_AND_READ.formatted("x"));

        assertRemovedAfter(plan, "x", "a", "stage_out_local_a_0_0");
        assertRemovedAfter(plan, "x", "a", "work_D");
    }

    /** That whatever removes the file, one by one or with its directory, runs after that job. */
    private static void assertRemovedAfter(Plan plan, String lfn, String site, String job) {
        assertTrue(plan.node(job) != null, job);
        for (PlanNode node : plan.nodes()) {
            if (node.task() instanceof Task.Remove remove
                    && remove.site().equals(site)
                    && (remove.recursive()
                            || remove.urls().stream().anyMatch(url -> url.endsWith("/" + lfn)))) {
                assertTrue(
                        ancestors(node).contains(job),
                        () -> node.name() + " may remove " + lfn + " before " + job);
            }
        }
    }

    private static Set<String> ancestors(PlanNode node) {
        Set<String> found = new HashSet<>();
        Deque<PlanNode> next = new ArrayDeque<>(List.of(node));
        while (!next.isEmpty()) {
            for (PlanNode parent : next.remove().parents()) {
                if (found.add(parent.name())) {
                    next.add(parent);
                }
            }
        }
        return found;
    }
}
