package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests get from jobs that make files to those that read or move them. */
class DigestsTest {
    @TempDir Path directory;
    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws Exception {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private String script(String job) throws Exception {
        return Files.readString(bench.write().directory().resolve("00/00/" + job + ".sh"));
    }

    @Test
    void stageOutComparesWithWhatJobsMade() throws Exception {
        Path run = bench.write().directory().resolve("00/00");
        String name = "stage_out_local_staging_2_0";
        String submit = Files.readString(run.resolve(name + ".sub"));
        assertTrue(submit.contains("TRANSFER_META_LIST=" + run.resolve(name + ".metas")), submit);
        assertEquals(
                run.resolve("analyze_ID0004.meta") + "\n",
                Files.readString(run.resolve(name + ".metas")));
        assertFalse(Files.exists(run.resolve("stage_in_local_staging_0_0.metas")));
    }

    @Test
    void aFileOfASharedDirectoryHasADigestForOtherNodes() throws Exception {
        Path scratch = Files.createDirectory(directory.resolve("shared"));
        Path program = directory.resolve("program");
        NodeBench.tool(program, "echo made > f.b1; echo made > f.b2\n");
        bench.replace("sites.yml", "/wf/local/scratch", scratch.toString());
        bench.replace(
                "sites.yml",
                "pegasus: {SSH_PRIVATE_KEY",
                "pegasus: {data.configuration: sharedfs, SSH_PRIVATE_KEY");
        bench.replace(
                "workflow.yml",
                "    id: ID0001\n",
                "    id: ID0001\n    profiles: {selector: {execution.site: local}}\n");
        String programs = Files.readString(bench.directory.resolve("transformations.yml"));
        int begin = programs.indexOf("name: condorpool");
        Files.writeString(
                bench.directory.resolve("transformations.yml"),
                programs.substring(0, begin)
                        + programs.substring(begin)
                                .replaceFirst("condorpool", "local")
                                .replaceFirst("/opt/bin/preprocess", program.toString()));
        bench.sites = List.of("condorpool", "local");
        bench.staging = java.util.Map.of("condorpool", "staging");

        SubmitDirectory run = bench.write();
        Path script = run.directory().resolve("00/00/preprocess_ID0001.sh");
        NodeBench node = new NodeBench(Files.createDirectory(directory.resolve("node")));
        String text = Files.readString(script);
        int cd = text.indexOf("\ncd -- ") + "\ncd -- ".length();
        Path work = Path.of(text.substring(cd, text.indexOf(' ', cd)));
        Files.createDirectories(work);
        // the submit host starts it where the job works, and nothing comes along
        node.end(node.started(script, work)).exited(0);
        Path meta = run.directory().resolve("00/00/preprocess_ID0001.meta");
        assertTrue(Files.readString(meta).contains("\"_id\":\"f.b1\""));
        String submit = Files.readString(run.directory().resolve("00/00/findrange_ID0002.sub"));
        assertTrue(submit.contains(meta.toString()), submit);
        String reader = Files.readString(run.directory().resolve("00/00/findrange_ID0002.sh"));
        assertTrue(reader.contains("node_verify << 'END'\nf.b1\n"), reader);
    }

    @Test
    void aFileThatWasAtItsPlaceAlreadyIsTakenAsItIs() throws Exception {
        String place =
                "scp://wfuser@data.example.org/data/scratch/me/pegasus/diamond/run0001/00/00/";
        bench.replace("replicas.yml", "{site: local", "{site: staging");
        String replicas = Files.readString(bench.directory.resolve("replicas.yml"));
        Files.writeString(
                bench.directory.resolve("replicas.yml"),
                replicas.replaceAll("pfn: \"[^\"]*f.a\"", "pfn: \"" + place + "f.a\""));
        String script = script("preprocess_ID0001");
        assertEquals(-1, script.indexOf("node_verify"), script);
    }
}
