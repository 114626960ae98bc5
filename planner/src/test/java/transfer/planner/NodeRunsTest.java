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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts of jobs with containers, checkpoints, time limits and streams run in the shells that
 * nodes have; runtimes of containers are stand-ins that run the command.
 */
class NodeRunsTest {
    /** Notes its options, and runs what comes after the image. */
    private static final String DOCKER =
            """
            echo "docker $1" >> "$LOG"
            case $1 in
            load) echo 'Loaded image: tools:1' ;;
            run)
                while [ "$1" != tools:1 ]; do
                    [ "$1" != --cidfile ] || printf c0ffee > "$2"
                    shift
                done
                shift
                exec "$@" ;;
            *) echo "$*" >> "$LOG" ;;
            esac
            """;

    private static final String SINGULARITY =
            """
            echo "singularity $1, ${SINGULARITYENV_PEGASUS_SITE-}" >> "$LOG"
            while [ "${1%.simg}" = "$1" ]; do shift; done
            shift
            exec "$@"
            """;

    @TempDir Path temporary;
    private SubmitBench bench;
    private NodeBench node;
    private Path program;

    @BeforeEach
    void makeTheNode() throws IOException {
        node = new NodeBench(Files.createDirectory(temporary.resolve("node")));
        program = temporary.resolve("program");
    }

    private void plan(String name, String shell) throws IOException {
        node.shell = shell;
        bench = SubmitBench.ofCase(name, Files.createDirectory(temporary.resolve("inputs")));
        bench.sites = List.of("condorpool");
        bench.staging = Map.of("*", "staging");
    }

    private void settings(String... lines) throws IOException {
        Path file = bench.directory.resolve("pegasus.properties");
        Files.writeString(file, Files.readString(file) + String.join("\n", lines) + "\n");
    }

    private void task(String commands) throws IOException {
        NodeBench.tool(program, "echo task >> \"$LOG\"\n" + commands + "\n");
    }

    private void checkpoints(String shell, String commands) throws IOException {
        plan("40-checkpoint", shell);
        bench.replace("transformations.yml", "/opt/bin/sim", program.toString());
        task(commands);
    }

    /** Without HTCondor: the staging directory is one that the node sees. */
    private SubmitDirectory writeLocal() throws Exception {
        bench.replace("sites.yml", "/wf/local/scratch", temporary.resolve("scratch").toString());
        bench.staging = Map.of();
        settings("pegasus.data.configuration = condorio", "pegasus.dir.useTimestamp = false");
        bench.tools = new Tools(node.folder.resolve("node home/bin"), java.util.Optional.empty());
        return bench.planner().write(Engine.LOCAL, bench.tools);
    }

    /** Where jobs leave their files. */
    private Path staged(SubmitDirectory run, String job) throws IOException {
        String script = Files.readString(run.directory().resolve("00/00/" + job + ".sh"));
        int end = script.indexOf("/cfg.txt ./cfg.txt");
        return Path.of(script.substring(script.lastIndexOf(' ', end) + 1, end));
    }

    private NodeBench.Ended runLocal(SubmitDirectory run, String job) throws Exception {
        return node.end(node.started(run.directory().resolve("00/00/" + job + ".sh"), node.start));
    }

    private void bringSecret() {
        node.environment.put("SSH_PRIVATE_KEY_staging", "id_wf");
    }

    private void fifo(Path path) throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aTaskRunsInDocker(String shell) throws Exception {
        plan("17-container-docker-file", shell);
        bench.staging = Map.of();
        node.standIn("docker", DOCKER);
        task("cat reads.fq > aln.sam");
        SubmitDirectory run = bench.write();
        Files.writeString(node.start.resolve("reads.fq"), "reads");
        Files.copy(program, node.start.resolve("align"));
        node.run(run, "align_ID1").exited(0);
        assertEquals(List.of("docker load", "docker run", "task"), tasks());
        assertEquals("reads", Files.readString(node.start.resolve("aln.sam")));
        assertTrue(Files.readString(node.start.resolve("align_ID1.meta")).contains("aln.sam"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aSignalEndsTheContainerOfDockerToo(String shell) throws Exception {
        plan("17-container-docker-file", shell);
        bench.staging = Map.of();
        node.standIn("docker", DOCKER);
        Path ready = temporary.resolve("ready");
        fifo(ready);
        // the first process of a container hears nothing that it does not ask for
        task("echo yes > " + ready + "; exec sleep 600");
        SubmitDirectory run = bench.write();
        Files.copy(program, node.start.resolve("align"));
        Process process = node.started(run, "align_ID1");
        assertEquals("yes", Files.readString(ready).strip());
        process.destroy();
        node.end(process).exited(143);
        assertTrue(tasks().contains("stop c0ffee"), tasks()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void filesAreMovedInsideTheContainerWhereThatIsWanted(String shell) throws Exception {
        plan("16-container-singularity-hub", shell);
        settings("pegasus.transfer.container.onhost = false");
        node.standIn("apptainer", SINGULARITY);
        task("echo done > aln.sam");
        SubmitDirectory run = bench.write();
        // what would be fetched is there already
        node.environment.put("BRING", program.toString());
        bringSecret();
        Path transfer = node.folder.resolve("node home/bin/pegasus-transfer");
        Files.writeString(
                transfer, Files.readString(transfer) + "[ -e align ] || cp \"$BRING\" align\n");
        node.run(run, "align_ID1").exited(0);
        assertEquals(List.of("singularity exec, condorpool", "task"), tasks());
        assertTrue(node.list(1).contains("\"file://$PWD/biotools.simg\""), node.list(1));
        assertTrue(node.list(2).contains("\"file:///srv/reads.fq\""), node.list(2));
        assertTrue(node.list(3).contains("\"file:///srv/aln.sam\""), node.list(3));
        assertTrue(Files.readString(node.start.resolve("align_ID1.meta")).contains("aln.sam"));
        assertEquals(0, node.left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aTaskRunsInShifter(String shell) throws Exception {
        plan("67-container-shifter", shell);
        bench.sites = List.of("cluster");
        bench.staging = Map.of();
        bench.replace("transformations.yml", "/opt/bin/align", program.toString());
        node.standIn(
                "shifter",
                "echo \"shifter $1\" >> \"$LOG\"\nwhile [ \"${1#--}\" != \"$1\" ]; do shift; done\nexec \"$@\"\n");
        task("echo done > aln.sam");
        node.run(bench.write(), "align_ID1").exited(0);
        assertEquals(List.of("shifter --image=team/tools:1.0", "task"), tasks());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aCheckpointThatIsNotThereIsNoFailure(String shell) throws Exception {
        checkpoints(shell, "echo done > sim.out");
        node.environment.put("FAIL", "2 3");
        node.run(bench.write(), "sim_ID1").exited(0).says("no checkpoint was transferred");
        assertTrue(node.list(2).contains("sim.ckpt") && node.list(3).contains("sim.ckpt"));
        assertTrue(node.list(4).contains("sim.out"), node.list(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aTaskWhoseTimeIsOverIsAskedAndLeavesItsCheckpoint(String shell) throws Exception {
        Path ready = temporary.resolve("ready");
        fifo(ready);
        checkpoints(
                shell,
                "trap 'echo asked >> \"$LOG\"; echo state > sim.ckpt; kill $pause; exit 5' TERM\n"
                        + "sleep 600 & pause=$!\necho yes > "
                        + ready
                        + "\nwait");
        // the minute is over when the task is ready
        node.standIn(
                "sleep", "[ \"$1\" != 60 ] || exec cat " + ready + "\nexec /bin/sleep \"$1\"\n");
        node.run(bench.write(), "sim_ID1").exited(5);
        assertEquals(List.of("task", "asked"), tasks());
        assertTrue(node.list(3).contains("sim.ckpt"), node.list(3));
        assertFalse(Files.exists(Path.of(node.log + ".list4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void aTaskThatGoesOnIsEnded(String shell) throws Exception {
        Path ready = temporary.resolve("ready");
        Path asked = temporary.resolve("asked");
        fifo(ready);
        fifo(asked);
        checkpoints(
                shell,
                "trap 'echo asked >> \"$LOG\"; echo yes > "
                        + asked
                        + "' TERM\necho yes > "
                        + ready
                        + "\nwhile :; do /bin/sleep 0.05; done");
        node.standIn(
                "sleep",
                "case $1 in 60) exec cat " + ready + " ;; 30) exec cat " + asked + " ;; esac\n");
        node.run(bench.write(), "sim_ID1").exited(137);
        assertEquals(List.of("task", "asked"), tasks());
        assertTrue(node.list(3).contains("sim.ckpt"), node.list(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void theTimeIsThatOfTheTaskInsideTheContainer(String shell) throws Exception {
        Path ready = temporary.resolve("ready");
        fifo(ready);
        checkpoints(
                shell,
                "trap 'echo asked >> \"$LOG\"; kill $pause; exit 5' TERM\n"
                        + "sleep 600 & pause=$!\necho yes > "
                        + ready
                        + "\nwait");
        settings("pegasus.transfer.container.onhost = false");
        Path programs = bench.directory.resolve("transformations.yml");
        Files.writeString(
                programs,
                Files.readString(programs).stripTrailing()
                        + "\n        container: tools\ncontainers:\n"
                        + "  - {name: tools, type: singularity, image: \"docker://some/tools:1\"}\n");
        node.standIn("singularity", SINGULARITY);
        node.standIn(
                "sleep", "[ \"$1\" != 60 ] || exec cat " + ready + "\nexec /bin/sleep \"$1\"\n");
        SubmitDirectory run = bench.write();
        String script = Files.readString(run.directory().resolve("00/00/sim_ID1.sh"));
        assertEquals(1, script.split("node_run 60 30\n", -1).length - 1, script);
        bringSecret();
        node.run(run, "sim_ID1").exited(5);
        assertTrue(node.list(4).contains("sim.ckpt"), node.list(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void withoutCondorACheckpointComesAndGoesToo(String shell) throws Exception {
        checkpoints(
                shell,
                "[ ! -e sim.ckpt ] || { cp sim.ckpt sim.out; exit; }\necho state > sim.ckpt; exit 9");
        SubmitDirectory run = writeLocal();
        Path scratch = Files.createDirectories(staged(run, "sim_ID1"));
        Files.writeString(scratch.resolve("cfg.txt"), "cfg");
        Files.writeString(run.directory().resolve("00/00/stage_in_remote_local_0_0.meta"), "[]");
        Files.writeString(run.directory().resolve("00/00/stage_in_local_local_0_0.meta"), "[]");
        runLocal(run, "sim_ID1").exited(9);
        assertEquals("state\n", Files.readString(scratch.resolve("sim.ckpt")));
        assertFalse(Files.exists(scratch.resolve("sim.out")));
        runLocal(run, "sim_ID1").exited(0);
        assertEquals("state\n", Files.readString(scratch.resolve("sim.out")));
        assertEquals(0, node.left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void withoutCondorATaskNeedNotMakeACheckpoint(String shell) throws Exception {
        checkpoints(shell, "echo done > sim.out");
        SubmitDirectory run = writeLocal();
        Path scratch = Files.createDirectories(staged(run, "sim_ID1"));
        Files.writeString(scratch.resolve("cfg.txt"), "cfg");
        Files.writeString(run.directory().resolve("00/00/stage_in_remote_local_0_0.meta"), "[]");
        Files.writeString(run.directory().resolve("00/00/stage_in_local_local_0_0.meta"), "[]");
        runLocal(run, "sim_ID1").exited(0);
        assertEquals("done\n", Files.readString(scratch.resolve("sim.out")));
        assertFalse(Files.exists(scratch.resolve("sim.ckpt")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/dash", "/bin/bash"})
    void streamsAreFilesOfTheJob(String shell) throws Exception {
        checkpoints(shell, "cat; echo wrong >&2");
        bench.replace(
                "workflow.yml",
                "    arguments: []\n",
                "    arguments: []\n    stdin: cfg.txt\n    stdout: \"a b/out\"\n    stderr: it's\n");
        bench.replace(
                "workflow.yml",
                "      - {lfn: sim.ckpt, type: checkpoint}\n",
                "      - {lfn: a b/out, type: output}\n      - {lfn: it's, type: output}\n");
        bench.replace(
                "workflow.yml",
                "      - {lfn: sim.out, type: output, stageOut: true, registerReplica: true}\n",
                "");
        SubmitDirectory run = writeLocal();
        Path scratch = Files.createDirectories(staged(run, "sim_ID1"));
        Files.writeString(scratch.resolve("cfg.txt"), "cfg");
        Files.writeString(run.directory().resolve("00/00/stage_in_remote_local_0_0.meta"), "[]");
        Files.writeString(run.directory().resolve("00/00/stage_in_local_local_0_0.meta"), "[]");
        runLocal(run, "sim_ID1").exited(0);
        assertEquals("cfg", Files.readString(scratch.resolve("a b/out")));
        assertEquals("wrong\n", Files.readString(scratch.resolve("it's")));
        PlannerCase.load(Files.readString(run.directory().resolve("00/00/sim_ID1.meta")));
    }

    /** What the stand-ins and the task wrote, without the tools. */
    private List<String> tasks() throws IOException {
        return node.calls().stream()
                .filter(line -> !line.startsWith("transfer ") && !line.startsWith("integrity "))
                .toList();
    }
}
