package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where submit directories are made, and what of them is left when planning fails. */
class SubmitDirectoryTest {
    private static final String RUNS = "me/pegasus/diamond/";

    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private String made() throws IOException, PlanningException {
        return bench.base().relativize(bench.write().directory()).toString();
    }

    @Test
    void everyRunGetsTheNextNumber() throws Exception {
        assertEquals(RUNS + "run0001", made());
        assertEquals(RUNS + "run0002", made());
        Files.createDirectory(bench.base().resolve(RUNS + "run0041"));
        Files.createDirectory(bench.base().resolve(RUNS + "run99"));
        assertEquals(RUNS + "run0042", made());
    }

    @Test
    void runsThatArePlannedAtOnceShareNoDirectory() throws Exception {
        Set<Path> different = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<SubmitDirectory>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(bench::write));
            }
            for (Future<SubmitDirectory> one : all) {
                different.add(one.get().directory());
            }
        }
        assertEquals(8, different.size());
    }

    @Test
    void aPreviewMakesNothing() throws Exception {
        Plan plan = bench.planner().preview();
        assertTrue(plan.size() > 4);
        assertFalse(Files.exists(bench.base()));
    }

    @Test
    void aTimeStampTakesThePlaceOfTheNumber() throws Exception {
        bench.settings.put("pegasus.dir.useTimestamp", "true");
        assertEquals(RUNS + "20260203T050506+0100", made());
        assertThrows(PlanningException.class, bench::write);
    }

    @Test
    void aDirectoryThatIsThereAlreadyIsLeftAlone() throws Exception {
        bench.relative = Optional.of("mine/own");
        Path existing = Files.createDirectories(bench.base().resolve("mine/own"));
        Files.writeString(existing.resolve("precious"), "text");
        PlanningException refused = assertThrows(PlanningException.class, bench::write);
        assertTrue(refused.getMessage().contains("exists already"), refused::getMessage);
        assertEquals("text", Files.readString(existing.resolve("precious")));
    }

    private String target(SubmitDirectory run) throws IOException {
        String list =
                Files.readString(run.directory().resolve("00/00/create_dir_diamond_0_staging.in"));
        return list.replaceAll("(?s).*/scratch/([^\"]*)\".*", "$1");
    }

    @Test
    void jobsWorkInTheDirectoryOfTheirRun() throws Exception {
        assertTrue(target(bench.write()).endsWith(RUNS + "run0001"));
        bench.relativeSubmit = Optional.of("elsewhere");
        assertTrue(target(bench.write()).endsWith("elsewhere"));
        bench.relativeSubmit = Optional.of("elsewhere2");
        bench.relative = Optional.of("sites/dir");
        assertTrue(target(bench.write()).endsWith("sites/dir"));
    }

    @Test
    void aRandomDirectoryIsOneThatNoOtherRunHas() throws Exception {
        bench.random = Optional.of("");
        Set<String> targets = new HashSet<>();
        for (int i = 1; i < 4; i++) {
            SubmitDirectory run = bench.write();
            assertTrue(run.directory().endsWith(RUNS + "run000" + i));
            targets.add(target(run));
        }
        assertEquals(3, targets.size());
        bench.random = Optional.of("given");
        assertTrue(target(bench.write()).endsWith("given"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../../b", "/root", "a//b", "./a", ".", "a/\n"})
    void aDirectoryMustBeBelowTheBase(String word) {
        bench.relative = Optional.of(word);
        PlanningException refused = assertThrows(PlanningException.class, bench::write);
        assertTrue(refused.getMessage().contains("--relative-dir"), refused::getMessage);
        assertFalse(Files.exists(bench.base()));
    }

    @Test
    void defectsOfTheInputLeaveNothingBehind() throws Exception {
        bench.replace("workflow.yml", "id: ID0002", "id: ID0001");
        assertThrows(PlanningException.class, bench::write);
        assertFalse(Files.exists(bench.base()));
    }

    @Test
    void defectsThatOnlyWritingFindsLeaveNothingBehindToo() throws Exception {
        Path other = Files.createDirectories(bench.base().resolve("me/other"));
        bench.settings.put("dagman.retry", "often");
        assertThrows(PlanningException.class, bench::write);
        assertTrue(Files.exists(other));
        assertFalse(Files.exists(bench.base().resolve("me/pegasus")));
    }

    @Test
    void theGraphNamesAFileForEveryJob() throws Exception {
        SubmitDirectory run = bench.write();
        assertEquals("diamond-0.dag", run.entry());
        List<String> jobs =
                Files.readAllLines(run.directory().resolve(run.entry())).stream()
                        .filter(line -> line.startsWith("JOB "))
                        .toList();
        assertEquals(run.jobs(), jobs.size());
        assertTrue(
                jobs.contains(
                        "JOB stage_in_local_staging_0_0 00/00/stage_in_local_staging_0_0.sub"),
                jobs::toString);
    }

    @Test
    void theBasenameIsInFrontOfTheNamesOfFiles() throws Exception {
        bench.basename = Optional.of("mine");
        assertEquals("mine-0.dag", bench.write().entry());
    }

    @Test
    void flatAndNamedLayoutsPutFilesWhereTheySay() throws Exception {
        bench.settings.put("pegasus.dir.submit.mapper", "Flat");
        assertTrue(
                Files.exists(bench.write().directory().resolve("stage_in_local_staging_0_0.in")));
        bench.settings.put("pegasus.dir.submit.mapper", "Named");
        SubmitDirectory run = bench.write();
        assertTrue(Files.exists(run.directory().resolve("stage_in_local_staging_0_0.in")));
        assertTrue(
                Files.readString(run.directory().resolve(run.entry()))
                        .contains("JOB preprocess_ID0001 preprocess/preprocess_ID0001.sub"));
        bench.settings.put("pegasus.dir.submit.mapper", "Deep");
        assertThrows(PlanningException.class, bench::write);
    }

    @Test
    void namesThatHtcondorCannotTakeAreChangedAndStayDifferent() throws Exception {
        bench.replace("workflow.yml", "name: diamond", "name: \"di.a mond\"");
        SubmitDirectory run = bench.write();
        String dag = Files.readString(run.directory().resolve(run.entry()));
        assertTrue(dag.contains("JOB create_dir_di_a_mond_0_staging "), dag);
        List<PlanNode> nodes =
                List.of(node("a+b"), node("a.b"), node("a b"), node("x".repeat(500)));
        SubmitLayout layout =
                new SubmitLayout(bench.planner().preview().inputs().properties(), nodes);
        assertEquals(
                List.of("a_b", "a_b_n2", "a_b_n3", "x".repeat(200)),
                nodes.stream().map(node -> layout.of(node).name()).toList());
    }

    private static PlanNode node(String name) {
        return new PlanNode(name, new Task.Join(), Site.LOCAL, null);
    }
}
