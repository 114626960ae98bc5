package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs whose files HTCondor carries, which holds those that lack one. */
class CondorSandboxTest {
    @TempDir Path temporary;
    private SubmitBench bench;
    private NodeBench node;
    private Path program;

    @BeforeEach
    void plan() throws IOException {
        node = new NodeBench(Files.createDirectory(temporary.resolve("node")));
        program = temporary.resolve("program");
        bench =
                SubmitBench.ofCase(
                        "40-checkpoint", Files.createDirectory(temporary.resolve("inputs")));
        bench.sites = List.of("condorpool");
        bench.staging = Map.of();
        bench.settings.put("pegasus.data.configuration", "condorio");
        bench.replace("transformations.yml", "/opt/bin/sim", program.toString());
        bench.replace("sites.yml", "/wf/local/scratch", temporary + "/the scratch");
        Files.writeString(node.start.resolve("cfg.txt"), "cfg");
        node.environment.put("SSH_PRIVATE_KEY_staging", "id_wf");
    }

    private NodeBench.Ended run(String shell, String commands) throws Exception {
        NodeBench.tool(program, commands + "\n");
        node.shell = shell;
        return node.run(bench.write(), "sim_ID1");
    }

    private String left(String name) throws IOException {
        return Files.readString(node.start.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aTaskThatFailsLeavesAllFilesThatAreFetched(String shell) throws Exception {
        run(shell, "echo half > sim.ckpt; exit 5").exited(5);
        assertEquals("half\n", left("sim.ckpt"));
        assertEquals("", left("sim.out"));
        assertEquals("[]\n", left("sim_ID1.meta"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void whatATaskMadeBeforeItFailedStays(String shell) throws Exception {
        run(shell, "echo half > sim.out; exit 5").exited(5);
        assertEquals("half\n", left("sim.out"));
        assertEquals("", left("sim.ckpt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aTaskThatEndsWithoutItsOutputHasFailed(String shell) throws Exception {
        run(shell, ":").exited(71).says("sim_ID1: the task has ended without its output sim.out");
        assertEquals("", left("sim.out"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void anEmptyCheckpointIsNone(String shell) throws Exception {
        Files.createFile(node.start.resolve("sim.ckpt"));
        run(shell, "[ ! -e sim.ckpt ] || exit 9; echo done > sim.out").exited(0);
        assertEquals("done\n", left("sim.out"));
        assertEquals("", left("sim.ckpt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aCheckpointComesUnderItsName(String shell) throws Exception {
        bench.replace("workflow.yml", "lfn: sim.ckpt", "lfn: a b/sim.ckpt");
        Files.writeString(node.start.resolve("sim.ckpt"), "state");
        run(shell, "cp 'a b/sim.ckpt' sim.out").exited(0);
        assertEquals("state", left("sim.out"));
        assertEquals("state", left("a b/sim.ckpt"));
    }

    @Test
    void beforeTheJobThereIsAFileThatCanBeBrought() throws Exception {
        bench.replace("workflow.yml", "lfn: sim.ckpt", "lfn: a b/sim.ckpt");
        Path run = bench.write().directory();
        List<String> graph =
                Files.readAllLines(
                        run.resolve(bench.planner().preview().workflow().name() + "-0.dag"));
        assertTrue(graph.contains("SCRIPT PRE sim_ID1 00/00/sim_ID1.before.sh"), graph::toString);
        assertEquals(
                1,
                graph.stream().filter(line -> line.startsWith("SCRIPT")).count(),
                graph::toString);
        String submit = Files.readString(run.resolve("00/00/sim_ID1.sub"));
        Path scratch = Path.of(submit.replaceAll("(?s).*\ninitialdir = ([^\n]*)\n.*", "$1"));
        assertTrue(submit.contains("a b/sim.ckpt,"), submit);
        Files.createDirectories(scratch);
        Path before = run.resolve("00/00/sim_ID1.before.sh");

        assertEquals(0, new ProcessBuilder(before.toString()).start().waitFor());
        assertEquals("", Files.readString(scratch.resolve("a b/sim.ckpt")));

        Files.writeString(scratch.resolve("a b/sim.ckpt"), "state");
        assertEquals(0, new ProcessBuilder(before.toString()).start().waitFor());
        assertEquals("state", Files.readString(scratch.resolve("a b/sim.ckpt")));
    }

    @Test
    void withoutTheDirectoryNothingIsMade() throws Exception {
        Path run = bench.write().directory();
        Path before = run.resolve("00/00/sim_ID1.before.sh");

        assertFalse(new ProcessBuilder(before.toString()).start().waitFor() == 0);
        assertFalse(Files.exists(temporary.resolve("the scratch")));
    }

    @Test
    void whereTheJobMovesItsFilesItselfNothingRunsBefore() throws Exception {
        bench.settings.put("pegasus.data.configuration", "nonsharedfs");
        bench.staging = Map.of("*", "staging");
        Path run = bench.write().directory();
        assertFalse(Files.exists(run.resolve("00/00/sim_ID1.before.sh")));
    }
}
