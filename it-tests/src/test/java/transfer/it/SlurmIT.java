package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workflows that are planned for Slurm, and run by it. */
@Tag("container")
class SlurmIT {
    private static final String IN = "it's the \"input\" & `more`";
    private static final String OUT = "the 'last' %j output";

    private static SlurmCluster slurm;

    @BeforeAll
    static void start() throws Exception {
        slurm = SlurmCluster.start();
    }

    @AfterAll
    static void stop() {
        if (slurm != null) {
            slurm.close();
        }
    }

    /**
     * A diamond whose programs put together what they read, with their own name; one fails as long
     * as there is a file called broken.
     */
    private Path diamond(String name) throws IOException {
        Path directory = slurm.directory(name);
        String here = slurm.inside(directory);
        Path program = directory.resolve("join");
        Files.writeString(
                program,
                """
                #!/bin/sh
                # name, input..., --, output...
                name=$1
                shift
                if [ "$name" = "%s" ] && [ -e "%s/broken" ]; then echo "it is broken" >&2; exit 7; fi
                text=$name
                while [ "$1" != -- ]; do
                  read=$(cat -- "$1") || exit 1
                  text="$text($read)"
                  shift
                done
                shift
                for output; do printf %%s "$text" >"$output" || exit 1; done
                """
                        .formatted("right", here.replace("\"", "\\\"")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("in put"), "content");
        Files.writeString(
                directory.resolve("replicas.yml"),
                "pegasus: '5.0'\nreplicas:\n  - lfn: %s\n    pfns: [{site: local, pfn: %s}]\n"
                        .formatted(text(IN), text("file://" + here + "/in put")));
        Files.writeString(
                directory.resolve("transformations.yml"),
                "pegasus: '5.0'\ntransformations:\n  - name: join\n    sites:\n      - {name: cluster, type: installed, pfn: %s}\n"
                        .formatted(text(here + "/join")));
        Files.writeString(
                directory.resolve("sites.yml"),
                """
                pegasus: '5.0'
                sites:
                  - name: local
                    directories:
                      - type: sharedScratch
                        path: %1$s
                        fileServers: [{operation: all, url: %2$s}]
                      - type: localStorage
                        path: %3$s
                        fileServers: [{operation: all, url: %4$s}]
                    profiles:
                      pegasus: {queue: data}
                  - name: cluster
                    directories:
                      - type: sharedScratch
                        path: %5$s
                        sharedFileSystem: true
                        fileServers: [{operation: all, url: %6$s}]
                    profiles:
                      pegasus: {auxillary.local: true, runtime: 600, memory: 10, cores: 1}
                      env: {GREETING: "it's me"}
                """
                        .formatted(
                                text(here + "/local"),
                                text("file://" + here + "/local"),
                                text(here + "/results"),
                                text("file://" + here + "/results"),
                                text(here + "/scratch"),
                                text("file://" + here + "/scratch")));
        Files.writeString(
                directory.resolve("pegasus.properties"),
                "pegasus.data.configuration = sharedfs\ntransfer.plan.slurm.pause = 0\n");
        Files.writeString(
                directory.resolve("workflow.yml"),
                "pegasus: '5.0'\nname: diamond\njobs:\n"
                        + job("top", Set.of(IN), Set.of("b 1", "b 2"))
                        + job("left", Set.of("b 1"), Set.of("c 1"))
                        + job("right", Set.of("b 2"), Set.of("c 2"))
                        + job("bottom", Set.of("c 1", "c 2"), Set.of(OUT)));
        return directory;
    }

    private static String job(String id, Set<String> inputs, Set<String> outputs) {
        StringBuilder arguments = new StringBuilder(id);
        StringBuilder uses = new StringBuilder();
        for (String lfn : new TreeSet<>(inputs)) {
            arguments.append(", ").append(text(word(lfn)));
            uses.append("      - {type: input, lfn: ").append(text(lfn)).append("}\n");
        }
        arguments.append(", '--'");
        for (String lfn : new TreeSet<>(outputs)) {
            arguments.append(", ").append(text(word(lfn)));
            uses.append("      - {type: output, registerReplica: false, stageOut: ")
                    .append(lfn.equals(OUT))
                    .append(", lfn: ")
                    .append(text(lfn))
                    .append("}\n");
        }
        return "  - type: job\n    name: join\n    id: "
                + id
                + "\n    arguments: ["
                + arguments
                + "]\n    uses:\n"
                + uses;
    }

    /** As the arguments of a job have it. */
    private static String word(String name) {
        return "'" + name.replace("'", "'\\''") + "'";
    }

    /** As YAML has it. */
    private static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private String plan(Path directory, String... options) throws Exception {
        return slurm.plan(
                directory,
                Stream.concat(
                                Stream.of(
                                        "--conf",
                                        "pegasus.properties",
                                        "--dir",
                                        "submit",
                                        "--sites",
                                        "cluster",
                                        "--output-sites",
                                        "local"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private static String result(Path directory) throws IOException {
        return Files.readString(directory.resolve("results").resolve(OUT));
    }

    @Test
    void aDiamondRunsFromNothingToItsOutput() throws Exception {
        Path directory = diamond("it's \"one\" %j");
        String submit = plan(directory);

        slurm.submit(0, submit);
        slurm.untilIdle();

        String status = slurm.submit(0, submit, "--status");
        assertTrue(status.endsWith(" 0 failed, 0 wait or run\n"), status);
        assertEquals("bottom(left(top(content)))(right(top(content)))", result(directory));
        // cleaned up at the end
        assertFalse(Files.exists(directory.resolve("scratch/root/pegasus/diamond/run0001")));
        // there is nothing left to do
        assertTrue(slurm.submit(0, submit).contains("submit.sh: 0 of "));
    }

    @Test
    void aFailureCancelsWhatWaitsForItAndOnceItIsMendedTheRestRuns() throws Exception {
        Path directory = diamond("two");
        Path broken = Files.createFile(directory.resolve("broken"));
        String submit = plan(directory);

        slurm.submit(0, submit);
        slurm.untilIdle();

        String status = slurm.submit(1, submit, "--status");
        Path jobs = slurm.outside(submit).resolve("00/00");
        assertTrue(status.startsWith("failed: join_right, status 7: "), status);
        assertTrue(
                Files.readString(jobs.resolve("join_right.err")).contains("it is broken"),
                () -> jobs + "/join_right.err");
        assertTrue(Files.exists(jobs.resolve("join_left.done")));
        assertFalse(Files.exists(jobs.resolve("join_bottom.done")));
        assertFalse(Files.exists(directory.resolve("results").resolve(OUT)));

        Files.delete(broken);
        String again = slurm.submit(0, submit);
        assertFalse(again.contains(" 0 are done already"), again);
        slurm.untilIdle();

        slurm.submit(0, submit, "--status");
        assertEquals("bottom(left(top(content)))(right(top(content)))", result(directory));
        assertEquals(
                1,
                Files.readAllLines(jobs.resolve("join_right.err")).stream()
                        .filter(line -> line.startsWith("attempt 1 of 2 ended with 7"))
                        .count());
    }

    @Test
    void whatWaitsOrRunsIsNotSubmittedTwiceAndCanBeCancelled() throws Exception {
        Path directory = diamond("three");
        String submit = plan(directory);
        // no machine takes a job
        slurm.shell(0, "scontrol update PartitionName=data State=DOWN");
        try {
            slurm.submit(0, submit);
            String refused = slurm.submit(1, submit);
            assertTrue(refused.contains("jobs of this run wait or run"), refused);
            assertTrue(slurm.submit(3, submit, "--status").contains(": 0 done, 0 failed"));
            slurm.submit(0, submit, "--cancel");
            slurm.untilIdle();
        } finally {
            slurm.shell(0, "scontrol update PartitionName=data State=UP");
        }
        slurm.submit(1, submit, "--status");

        slurm.submit(0, submit);
        slurm.untilIdle();
        assertEquals("bottom(left(top(content)))(right(top(content)))", result(directory));
    }
}
