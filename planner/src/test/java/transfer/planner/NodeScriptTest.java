package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of jobs on their own nodes do what they must in its order, and clean up. */
class NodeScriptTest {
    private static final String JOB = "preprocess_ID0001";

    @TempDir Path temporary;
    private SubmitBench bench;
    private NodeBench node;
    private Path program;

    @BeforeEach
    void makeThePlan() throws IOException {
        Path inputs = Files.createDirectory(temporary.resolve("inputs"));
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", inputs);
        node = new NodeBench(Files.createDirectory(temporary.resolve("node")));
        program = temporary.resolve("program");
        task("echo made > f.b1; echo made > f.b2");
        bench.replace("transformations.yml", "/opt/bin/preprocess", program.toString());
    }

    private void task(String commands) throws IOException {
        NodeBench.tool(program, "echo \"task in ${PWD##*/}\" >> \"$LOG\"\n" + commands + "\n");
    }

    private NodeBench.Ended run() throws Exception {
        SubmitDirectory run = bench.write();
        // what the stage-in job leaves behind
        Files.writeString(run.directory().resolve("00/00/stage_in_local_staging_0_0.meta"), "[]");
        return node.run(run, JOB);
    }

    @Test
    void theStepsComeInTheirOrder() throws Exception {
        run().exited(0);
        assertEquals(
                List.of(
                        "transfer --threads 1 in OWN",
                        "integrity --print-timings --verify=stdin of f.a",
                        "task in OWN",
                        "transfer --threads 1 in OWN"),
                node.calls());
        assertTrue(node.list(1).contains("\"file://$PWD/f.a\""), node.list(1));
        assertTrue(node.list(2).contains("\"file://$PWD/f.b1\""), node.list(2));
        assertEquals(0, node.left());
    }

    @Test
    void theDigestsOfWhatWasMadeComeBack() throws Exception {
        run().exited(0);
        String meta = Files.readString(node.start.resolve(JOB + ".meta"));
        String sha256 =
                java.util.HexFormat.of()
                        .formatHex(
                                java.security.MessageDigest.getInstance("SHA-256")
                                        .digest("made\n".getBytes()));
        assertTrue(meta.startsWith("[{\"_type\":\"file\",\"_id\":\"f.b1\""), meta);
        assertTrue(meta.contains("},{\"_type\":\"file\",\"_id\":\"f.b2\""), meta);
        assertTrue(meta.contains("\"size\":\"5\"") && meta.contains(sha256), meta);
        PlannerCase.load(meta);
    }

    @Test
    void aTaskThatFailsGivesItsCodeAndSendsNothing() throws Exception {
        task("exit 7");
        run().exited(7);
        assertEquals(3, node.calls().size());
        assertEquals("[]\n", Files.readString(node.start.resolve(JOB + ".meta")));
        assertEquals(0, node.left());
    }

    @Test
    void whatFailsAroundTheTaskIsSeventyOne() throws Exception {
        node.environment.put("FAIL", "1");
        run().exited(71).says(JOB + ": not all files were transferred");
        assertEquals(1, node.calls().size());
        assertEquals(0, node.left());
    }

    @Test
    void inputsThatChangedOnTheirWayStopTheJob() throws Exception {
        node.environment.put("FAIL", "verify");
        run().exited(71).says("inputs are not what they were");
        assertEquals(2, node.calls().size());
    }

    @Test
    void outputsThatDoNotArriveAreAFailure() throws Exception {
        node.environment.put("FAIL", "2");
        run().exited(71);
    }

    @Test
    void aNodeWithoutToolsOrRoomSaysSo() throws Exception {
        node.environment.remove("PEGASUS_HOME");
        run().exited(71).says("there is no pegasus-transfer");
    }

    @Test
    void aDirectoryWithTooLittleRoomIsNotTaken() throws Exception {
        node.environment.put("PEGASUS_WN_TMP_MIN_SPACE", "999999999999999");
        run().exited(71).says("no directory to work in has 999999999999999 KB free");
    }

    @Test
    void toolsThatCameAlongAreTakenFirst() throws Exception {
        Path tree = Files.createDirectories(temporary.resolve("ours-1.0/bin"));
        NodeBench.tool(
                tree.resolve("pegasus-transfer"), "cat > /dev/null; echo shipped >> \"$LOG\"\n");
        NodeBench.tool(
                tree.resolve("pegasus-integrity"), "cat > /dev/null; echo shipped >> \"$LOG\"\n");
        Path archive = temporary.resolve("tools.tar.gz");
        Process tar =
                new ProcessBuilder(
                                "tar",
                                "-C",
                                temporary.toString(),
                                "-czf",
                                archive.toString(),
                                "ours-1.0")
                        .start();
        assertEquals(0, tar.waitFor());
        bench.tools = new Tools(Path.of("/opt/ours/bin"), java.util.Optional.of(archive));
        run().exited(0);
        assertEquals(List.of("shipped", "shipped", "task in OWN", "shipped"), node.calls());
    }

    @Test
    void secretsThatCameAlongGetWholePathsAndNobodyElseReadsThem() throws Exception {
        node.environment.put("SSH_PRIVATE_KEY_staging", "id_wf");
        task("echo \"$SSH_PRIVATE_KEY_staging\" >> \"$LOG\"");
        SubmitDirectory run = bench.write();
        Process process = node.started(run, JOB);
        node.end(process).exited(0);
        Path secret = node.start.resolve("id_wf");
        assertTrue(node.calls().contains(secret.toString()), node.calls()::toString);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    }

    @Test
    void argumentsArriveAsTheyAreAndNothingInThemIsRun() throws Exception {
        task("for word; do printf '<%s>' \"$word\"; done");
        String text = Files.readString(bench.directory.resolve("workflow.yml"));
        int begin = text.indexOf("arguments:");
        int end = text.indexOf('\n', begin);
        Files.writeString(
                bench.directory.resolve("workflow.yml"),
                text.substring(0, begin)
                        + "arguments: [\"$(touch\", \"ran)\", \"`touch ran`\", \"'a  b'\", \"\\\"c\\nd\\\"\", \"$HOME\", \"*\", \"it\\\\'s\"]"
                        + text.substring(end));
        NodeBench.Ended ended = run().exited(0);
        assertEquals("<$(touch><ran)><`touch><ran`><a  b><c\nd><$HOME><*><it's>", ended.out());
        assertFalse(Files.exists(node.start.resolve("ran")));
    }

    @Test
    void aSignalEndsTheTaskAndTheDirectoryGoes() throws Exception {
        // the task tells that it runs, and what it hears; it ends nobody knows when without that
        Path ready = temporary.resolve("ready");
        Process mkfifo = new ProcessBuilder("mkfifo", ready.toString()).start();
        assertEquals(0, mkfifo.waitFor());
        task(
                "trap 'echo heard >> \"$LOG\"; kill $pause; exit 3' TERM; sleep 600 & pause=$!; echo yes > "
                        + ready
                        + "; wait");
        SubmitDirectory run = bench.write();
        Process process = node.started(run, JOB);
        assertEquals("yes", Files.readString(ready).strip());
        process.destroy();
        node.end(process).exited(143);
        assertTrue(node.calls().contains("heard"), node.calls()::toString);
        assertEquals(0, node.left());
    }
}
