package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of a job, run without Slurm. */
class SlurmScriptTest {
    @TempDir Path temporary;
    private SubmitBench bench;
    private SlurmStandIn slurm;
    private Path submit;

    @BeforeEach
    void makeARun() throws IOException {
        Path inputs = Files.createDirectory(temporary.resolve("in 'puts'"));
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", inputs);
        bench.settings.put("transfer.plan.slurm.pause", "0");
        slurm = new SlurmStandIn(temporary.resolve("slurm"));
        submit = Files.createDirectories(inputs.resolve("submit/run1"));
        Files.createDirectories(submit.resolve("00/00"));
    }

    private NodeCommand command(String shell) {
        return command(List.of("/bin/sh", "-c", shell), null, null, Map.of());
    }

    private NodeCommand command(
            List<String> argv, String input, String directory, Map<String, String> environment) {
        String stem = file("preprocess_ID0001");
        return new NodeCommand(
                argv,
                input,
                directory,
                new TreeMap<>(environment),
                stem + ".out",
                stem + ".err",
                List.of(),
                List.of(),
                true);
    }

    private String file(String name) {
        return submit.resolve("00/00").resolve(name).toString();
    }

    private boolean isThere(String suffix) {
        return Files.exists(Path.of(file("preprocess_ID0001") + suffix));
    }

    private Path script(NodeCommand command) throws IOException, PlanningException {
        Plan plan = bench.planner().preview();
        List<PlanNode> ordered = plan.inOrder();
        SubmitLayout layout = new SubmitLayout(plan.inputs().properties(), ordered);
        SubmitPlan run =
                new SubmitPlan(
                        plan,
                        Engine.SLURM,
                        bench.tools,
                        submit,
                        layout,
                        new MetaNeeds(plan.inputs(), plan.workflow().users()),
                        "uuid");
        StringWriter text = new StringWriter();
        new SlurmScript(run).write(plan.node("preprocess_ID0001"), command, text);
        plan.inputs().defects().check();
        return Files.writeString(temporary.resolve("script"), text.toString());
    }

    @Test
    void theCommandGetsItsWordsItsInputItsDirectoryAndItsEnvironment() throws Exception {
        Path place = Files.createDirectory(temporary.resolve("the 'place'"));
        Path input = Files.writeString(temporary.resolve("in put"), "from the input");
        String word = "it's \"one\" $HOME `w` \\ \n*";

        String said =
                slurm.runs(
                        script(
                                command(
                                        List.of(
                                                "/bin/sh",
                                                "-c",
                                                "pwd; cat; echo; echo \"$A\"; echo \"$1\"; echo ${SLURM_EXPORT_ENV-none}",
                                                "sh",
                                                word),
                                        input.toString(),
                                        place.toString(),
                                        Map.of("A", word))));

        assertEquals(place + "\nfrom the input\n" + word + "\n" + word + "\nnone\n", said);
        assertTrue(isThere(".done"));
        assertFalse(isThere(".started") || isThere(".failed"));
    }

    /** Scripts of jobs take what lies there for what came along with them. */
    @Test
    void aJobThatMayStartAnywhereStartsWhereNothingOfOthersLies() throws Exception {
        assertEquals("/\n", slurm.runs(script(command("pwd"))));
    }

    @Test
    void whatFailsIsTriedAgainAndThenMarkedWithItsStatus() throws Exception {
        bench.settings.put("dagman.retry", "2");
        Path script = script(command("echo try; exit 7"));

        SlurmStandIn.Ran ran = slurm.run(script);

        assertEquals(7, ran.status());
        assertEquals(3, ran.output().lines().filter("try"::equals).count(), ran::output);
        assertEquals("7\n", Files.readString(Path.of(file("preprocess_ID0001.failed"))));
        assertFalse(isThere(".done") || isThere(".started"));
    }

    @Test
    void whatSucceedsAtItsSecondAttemptIsDone() throws Exception {
        bench.settings.put("dagman.retry", "1");
        Files.createFile(Path.of(file("preprocess_ID0001.failed")));

        slurm.runs(script(command("mkdir -- '" + temporary + "/once' || exit 0; exit 3")));

        assertTrue(isThere(".done"));
        assertFalse(isThere(".failed"));
    }

    @Test
    void whoIsEndedByForceLeavesTheMarkOfTheBeginning() throws Exception {
        Path script = script(command("kill -9 $PPID; kill -9 $$"));

        slurm.run(script);

        assertTrue(isThere(".started"));
        assertFalse(isThere(".done") || isThere(".failed"));
    }

    @Test
    void aMissingInputOrDirectoryIsAFailure() throws Exception {
        String missing = temporary.resolve("missing").toString();
        List<String> argv = List.of("/bin/true");
        for (NodeCommand command :
                List.of(
                        command(argv, missing, null, Map.of()),
                        command(argv, null, missing, Map.of()))) {
            assertTrue(slurm.run(script(command)).status() > 0, command::toString);
            assertTrue(isThere(".failed"), command::toString);
        }
    }

    @Test
    void aNameThatNoVariableCanHaveIsADefect() {
        PlanningException refused =
                org.junit.jupiter.api.Assertions.assertThrows(
                        PlanningException.class,
                        () ->
                                script(
                                        command(
                                                List.of("/bin/true"),
                                                null,
                                                null,
                                                Map.of("a; b", "c"))));
        assertEquals(
                "profiles: preprocess_ID0001: env.a; b is no name that a variable can have",
                refused.getMessage());
    }

    @Test
    void outputThatIsWantedElsewhereGoesThere() throws Exception {
        String elsewhere = temporary.resolve("else where").toString();
        NodeCommand plain = command("echo out; echo err >&2");
        NodeCommand command =
                new NodeCommand(
                        plain.argv(),
                        null,
                        null,
                        new TreeMap<>(),
                        elsewhere,
                        elsewhere + ".err",
                        List.of(),
                        List.of(),
                        true);

        assertEquals("", slurm.runs(script(command)));
        assertEquals("out\n", Files.readString(Path.of(elsewhere)));
        assertEquals("err\n", Files.readString(Path.of(elsewhere + ".err")));
    }
}
