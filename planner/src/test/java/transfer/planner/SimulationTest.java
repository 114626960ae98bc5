package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    @TempDir Path directory;

    private static Map<String, Amount> links(Simulation simulation) {
        return simulation.traffic().links().entrySet().stream()
                .collect(
                        Collectors.toMap(
                                link ->
                                        link.getKey().from()
                                                + ">"
                                                + link.getKey().to()
                                                + " "
                                                + link.getKey().schemes(),
                                Map.Entry::getValue));
    }

    private static String node(ScratchUse.Peak peak) {
        return peak.node().orElseThrow().name();
    }

    @Test
    void bytesAreToldPerLinkAndSite() throws Exception {
        Simulation simulation = SizedWorkflow.chain(directory).simulate();
        assertEquals(
                Map.of(
                        "local>cluster file → scp", new Amount(1, 1000, 0),
                        "cluster>local scp → file", new Amount(1, 500, 0)),
                links(simulation));
        assertEquals(
                new Traffic.SiteTraffic(new Amount(1, 500, 0), new Amount(1, 1000, 0), Amount.NONE),
                simulation.traffic().sites().get("local"));
        assertEquals(new Amount(2, 1500, 0), simulation.traffic().total());
    }

    @Test
    void fullestMomentIsNamedWithAndWithoutCleanup() throws Exception {
        ScratchUse use = SizedWorkflow.chain(directory).simulate().scratches().getFirst();
        assertEquals("cluster", use.site());
        assertEquals("/there/scratch/me/run0001", use.directory());
        assertEquals(new Amount(2, 6000, 0), use.serial().amount());
        assertEquals("B_B", node(use.serial()));
        assertEquals(new Amount(3, 7000, 0), use.level().amount());
        assertEquals("B_B", node(use.level()));
        assertEquals(new Amount(4, 7500, 0), use.uncleaned().amount());
        assertEquals("C_C", node(use.uncleaned()));
        assertEquals(Optional.empty(), use.limit());
        assertEquals(0, use.curve().getLast().bytes());
    }

    @Test
    void leafCleanupRemovesNothingBeforeTheEnd() throws Exception {
        ScratchUse use =
                SizedWorkflow.chain(directory)
                        .cleanup(PlanRequest.Cleanup.LEAF)
                        .simulate()
                        .scratches()
                        .getFirst();
        assertEquals(7500, use.serial().amount().bytes());
        assertEquals(0, use.curve().getLast().bytes());
    }

    @Test
    void peakAboveTheLimitOfItsSiteIsMarked() throws Exception {
        SizedWorkflow workflow =
                SizedWorkflow.chain(directory)
                        .setting("pegasus.file.cleanup.constraint.maxspace", "10")
                        .setting("pegasus.file.cleanup.constraint.cluster.maxspace", "6500");
        ScratchUse use = workflow.simulate().scratches().getFirst();
        assertFalse(use.isOver(use.serial()));
        assertTrue(use.isOver(use.level()));
        String text = workflow.text();
        assertTrue(
                text.contains(
                        "a level at a time: 6.8 KiB in 3 files, after B_B, OVER THE LIMIT by 500 B"),
                text);
        assertTrue(text.contains("one job at a time: 5.9 KiB in 2 files, after B_B\n"), text);
    }

    @Test
    void limitOfTheCatalogCountsWhereNoPropertySetsOne() throws Exception {
        SizedWorkflow workflow =
                SizedWorkflow.chain(directory).space("freeSize: 6KB, totalSize: 1TB");
        assertEquals(6144, workflow.simulate().scratches().getFirst().limit().orElseThrow());
        workflow.space("totalSize: 1TB");
        assertEquals(1L << 40, workflow.simulate().scratches().getFirst().limit().orElseThrow());
        workflow.setting("pegasus.file.cleanup.constraint.maxspace", "7");
        assertEquals(7, workflow.simulate().scratches().getFirst().limit().orElseThrow());
    }

    @Test
    void spaceIsReadAsCatalogsWriteIt() {
        assertEquals(Optional.of(4096L), SiteDirectory.space("4096"));
        assertEquals(Optional.of(122L << 30), SiteDirectory.space(" 122GB "));
        assertEquals(Optional.of(3L << 39), SiteDirectory.space("1.5 tib"));
        assertEquals(Optional.empty(), SiteDirectory.space("null"));
        assertEquals(Optional.empty(), SiteDirectory.space("-1"));
    }

    @Test
    void constraintCleanupKeepsToTheLimitItPlannedWith() throws Exception {
        Simulation simulation =
                SizedWorkflow.chain(directory)
                        .cleanup(PlanRequest.Cleanup.CONSTRAINT)
                        .setting("pegasus.file.cleanup.constraint.maxspace", "7000")
                        .simulate();
        ScratchUse use = simulation.scratches().getFirst();
        assertEquals(7000, use.limit().orElseThrow());
        assertTrue(use.serial().amount().bytes() <= 7000, use.serial().toString());
        assertTrue(use.isOver(use.uncleaned()));
    }

    @Test
    void unknownSizesAreNamedAndNeverZero() throws Exception {
        SizedWorkflow workflow =
                new SizedWorkflow(directory)
                        .input("in", "file:///data/in")
                        .job("A", "", "in in ?", "final out 30");
        Simulation simulation = workflow.simulate();
        assertEquals(new Amount(1, 0, 1), links(simulation).get("local>cluster file → scp"));
        assertEquals(List.of("in"), List.copyOf(simulation.unknownFiles()));
        assertEquals(new Amount(2, 30, 1), simulation.scratches().getFirst().uncleaned().amount());
        String text = workflow.text();
        assertTrue(text.contains("file → scp  ? in 1 file (1 of unknown size, not counted)"), text);
        assertTrue(
                text.contains("1 file of unknown size, in no number of bytes above:\n  in\n"),
                text);
    }

    @Test
    void unknownSizesMayBeAssumed() throws Exception {
        SizedWorkflow workflow =
                new SizedWorkflow(directory)
                        .input("in", "file:///data/in")
                        .job("A", "", "in in ?", "final out 30")
                        .setting("transfer.simulate.unknown.bytes", "700");
        assertEquals(
                new Amount(1, 700, 1), links(workflow.simulate()).get("local>cluster file → scp"));
        String text = workflow.text();
        assertTrue(
                text.contains("700 B in 1 file (1 of unknown size, each taken for 700 B)"), text);
    }

    @Test
    void constraintCleanupAssumesWhatItPlannedWith() throws Exception {
        Simulation simulation =
                new SizedWorkflow(directory)
                        .input("in", "file:///data/in")
                        .job("A", "", "in in ?", "final out 30")
                        .cleanup(PlanRequest.Cleanup.CONSTRAINT)
                        .simulate();
        assertEquals(FileSizes.UNKNOWN, simulation.rates().unknownBytes());
        assertEquals(
                ConstraintCleanup.USUAL_SPACE,
                simulation.scratches().getFirst().limit().orElseThrow());
    }

    @Test
    void sizeOfAnInputOnThisMachineIsLookedUp() throws Exception {
        Path file = Files.write(directory.resolve("input"), new byte[123]);
        Simulation simulation =
                new SizedWorkflow(directory)
                        .input("in", "file://" + file)
                        .job("A", "", "in in ?", "final out 30")
                        .simulate();
        assertEquals(new Amount(1, 123, 0), links(simulation).get("local>cluster file → scp"));
    }

    @Test
    void sizesOfTheTableThatAPropertyNamesAreStronger() throws Exception {
        Files.writeString(directory.resolve("sizes.csv"), "filename,length\nin,77\n");
        Simulation simulation =
                SizedWorkflow.chain(directory)
                        .setting("pegasus.file.cleanup.constraint.csv", "sizes.csv")
                        .simulate();
        assertEquals(77, links(simulation).get("local>cluster file → scp").bytes());
    }

    @Test
    void negativeSizeInTheTableIsADefect() throws IOException {
        Files.writeString(directory.resolve("sizes.csv"), "filename,length\nin,-1\n");
        PlanningException wrong =
                assertThrows(
                        PlanningException.class,
                        () ->
                                SizedWorkflow.chain(directory)
                                        .setting("pegasus.file.cleanup.constraint.csv", "sizes.csv")
                                        .simulate());
        assertTrue(wrong.getMessage().contains("sizes.csv:2"), wrong.getMessage());
    }

    @Test
    void timeIsARangePerLevel() throws Exception {
        Simulation simulation = SizedWorkflow.chain(directory).simulate();
        PlanLevels levels = simulation.levels();
        Plan plan = simulation.plan();
        LevelEstimate first = simulation.estimates().get(levels.of(plan.node("A_A")));
        assertEquals(10, first.low());
        LevelEstimate limited = simulation.estimates().get(levels.of(plan.node("B_B")));
        assertEquals(0, limited.low());
        assertEquals(60, limited.high());
        assertEquals(0, limited.unknownJobs());
        LevelEstimate unknown = simulation.estimates().get(levels.of(plan.node("C_C")));
        assertEquals(1, unknown.unknownJobs());
        assertEquals(11.5, simulation.low());
        assertEquals(71.5, simulation.high());
        assertEquals(1, simulation.unknownJobs());
    }

    @Test
    void transfersOfALevelRunAtOnceAsTheirCategoryAllows() throws Exception {
        SizedWorkflow workflow = new SizedWorkflow(directory);
        for (int i = 0; i < 3; i++) {
            workflow.input("in" + i, "file:///data/in" + i)
                    .job("J" + i, "runtime: 5", "in in" + i + " 1000", "final o" + i + " 1");
        }
        Simulation simulation =
                workflow.setting("pegasus.transfer.refiner", "Basic")
                        .setting("dagman.stagein.maxjobs", "2")
                        .simulate();
        LevelEstimate level = simulation.estimates().get(1);
        assertEquals(Map.of(NodeKind.STAGE_IN, 3), level.kinds());
        assertEquals(2, level.low());
        assertEquals(3, level.high());
    }

    @Test
    void oneLinkMayHaveARateOfItsOwn() throws Exception {
        Simulation simulation =
                SizedWorkflow.chain(directory)
                        .setting("transfer.simulate.rate.local.cluster", "10")
                        .simulate();
        assertEquals(110.5, simulation.low());
    }

    @Test
    void rateOfNothingIsADefect() {
        PlanningException wrong =
                assertThrows(
                        PlanningException.class,
                        () ->
                                SizedWorkflow.chain(directory)
                                        .setting("transfer.simulate.rate", "0")
                                        .simulate());
        assertTrue(wrong.getMessage().contains("transfer.simulate.rate"), wrong.getMessage());
    }

    @Test
    void settingOfTheSimulationThatNobodyKnowsIsADefect() {
        PlanningException wrong =
                assertThrows(
                        PlanningException.class,
                        () ->
                                SizedWorkflow.chain(directory)
                                        .setting("transfer.simulate.speed", "7")
                                        .simulate());
        assertTrue(wrong.getMessage().contains("transfer.simulate.speed"), wrong.getMessage());
    }

    @Test
    void jobsAreCountedByKind() throws Exception {
        String text = SizedWorkflow.chain(directory).text();
        assertTrue(text.startsWith("sized: 12 jobs in 8 levels\n  compute 3, stage-in 1,"), text);
    }

    @Test
    void namesDoNotReachTheTerminalWithTheirControlCharacters() throws Exception {
        String text =
                new SizedWorkflow(directory)
                        .input("in\u001b[2J", "file:///data/in")
                        .job("A", "", "in in\u001b[2J ?", "final out 30")
                        .text();
        assertTrue(text.contains("  in\uFFFD[2J\n"), text);
    }

    @Test
    void durationsAreShort() {
        assertEquals("0.1 s", SimulationText.seconds(0.1));
        assertEquals("10 s", SimulationText.seconds(9.96));
        assertEquals("1 min", SimulationText.seconds(59.7));
        assertEquals("3 min 20 s", SimulationText.seconds(200));
        assertEquals("5 h 10 min", SimulationText.seconds(18_600));
        assertEquals("2 d 3 h", SimulationText.seconds(183_600));
    }

    @Test
    void sumsStayWithinTheirNumbers() {
        Amount huge = new Amount(1, Long.MAX_VALUE, 0);
        assertEquals(Long.MAX_VALUE, huge.plus(huge).bytes());
        assertEquals("8.0 EiB", Amount.size(Long.MAX_VALUE));
        assertEquals("1.0 MiB", Amount.size(1_048_575));
        assertEquals("1023 B", Amount.size(1023));
    }
}
