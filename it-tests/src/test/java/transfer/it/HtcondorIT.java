package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.it.Remote.Kind;

/** Workflows that are planned for HTCondor, and run by DAGMan. */
@Tag("container")
class HtcondorIT {
    private static final String SHARED = "-Dpegasus.data.configuration=sharedfs";
    private static final String ON_NODES = "-Dpegasus.data.configuration=nonsharedfs";
    private static final String CONDOR_IO = "-Dpegasus.data.configuration=condorio";

    private static HtcondorPool pool;

    @BeforeAll
    static void start() throws Exception {
        pool = HtcondorPool.start();
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    /** Nodes have the program of the submit host. */
    private static DagRun planCondorIo(Diamond diamond, String... more) throws Exception {
        return DagRun.plan(
                pool,
                diamond,
                Stream.concat(
                                Stream.of(CONDOR_IO, "-Denv.PEGASUS_HOME=" + pool.host().home()),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void replace(Path file, String old, String changed) throws IOException {
        String text = Files.readString(file);
        assertTrue(text.contains(old), text);
        Files.writeString(file, text.replace(old, changed));
    }

    @Test
    void aDiamondRunsInTheOrderOfPrioritiesFromNothingToItsRegisteredOutput() throws Exception {
        Diamond diamond = pool.diamond("it's \"one\" %j $$");
        replace(
                diamond.directory().resolve("workflow.yml"),
                "registerReplica: false, stageOut: true",
                "registerReplica: true, stageOut: true");
        DagRun run = DagRun.plan(pool, diamond, SHARED);

        run.submit();
        run.endsWith(0);

        assertEquals(Diamond.RESULT, diamond.result());
        // cleaned up at the end
        assertEquals(List.of(), filesBelow(diamond.directory().resolve("scratch")));
        String registered = Files.readString(run.file("diamond-0.replicas.yml"));
        assertTrue(registered.contains("results/"), registered);
        assertTrue(registered.contains(Diamond.sha256OfResult()), registered);
        beganInTheOrderOfPriorities(run);
    }

    /**
     * All three may begin when {@code top} has ended, and stand in the graph the other way round.
     */
    private static void beganInTheOrderOfPriorities(DagRun run) throws IOException {
        List<String> begun = run.submitted();
        String first = begun.get(begun.indexOf("join_top") + 1);
        assertTrue(first.startsWith("clean_up_cluster_level_"), begun::toString);
        assertEquals("join_left", begun.get(begun.indexOf(first) + 1), begun::toString);
        List<String> graph = Files.readAllLines(run.file("diamond-0.dag"));
        assertTrue(
                graph.indexOf("PARENT join_top CHILD join_left")
                        < graph.indexOf("PARENT join_top CHILD " + first),
                graph::toString);
    }

    @Test
    void jobsOnTheirOwnNodesGetTheirFilesFromHtcondorOrFromAServer() throws Exception {
        Diamond brought = pool.diamond("it's \"two\" %j $$");
        DagRun condorIo = planCondorIo(brought);
        condorIo.submit();
        try (Remote server = Kind.SFTP.start()) {
            Diamond fetched = pool.diamond("three");
            DagRun onNodes = planOnServer(fetched, server);
            onNodes.submit();
            onNodes.endsWith(0);

            assertEquals(Diamond.RESULT, fetched.result());
            // what lay on the server between is gone again
            assertEquals(List.of(), filesBelow(server.file("")));
            assertTrue(
                    Files.readString(onNodes.file("00/00/join_top.sub"))
                            .contains("encrypt_input_files = "));
            assertTrue(Files.readString(onNodes.file("00/00/join_left.meta")).contains("\"c 1\""));
        }
        condorIo.endsWith(0);
        assertEquals(Diamond.RESULT, brought.result());
        assertEquals(List.of(), filesBelow(brought.directory().resolve("local")));
        assertTrue(Files.readString(condorIo.file("00/00/join_left.meta")).contains("\"c 1\""));
    }

    /** Nodes have nothing: the program and the key to the server come along with each job. */
    private static DagRun planOnServer(Diamond diamond, Remote server) throws Exception {
        Path key = diamond.directory().resolve("key");
        pool.host()
                .shell(
                        0,
                        "umask 077; echo "
                                + ClusterHost.quoted(
                                        Files.readString(
                                                server.container().data().resolve("keys/ed25519")))
                                + " >"
                                + ClusterHost.quoted(pool.host().inside(key)));
        Path sites = diamond.directory().resolve("sites.yml");
        Files.writeString(
                sites,
                Files.readString(sites)
                        + """
                          - name: staging
                            directories:
                              - type: sharedScratch
                                path: /data/files/scratch
                                fileServers: [{operation: all, url: '%s'}]
                            profiles: {pegasus: {SSH_PRIVATE_KEY: '%s'}}
                        """
                                .formatted(
                                        server.url("scratch")
                                                .replace("sftp://", "scp://" + Remote.USER + "@"),
                                        pool.host().inside(key)));
        Path worker =
                Packed.make("--worker", "--to", diamond.directory().resolve("worker").toString());
        return DagRun.plan(
                pool,
                diamond,
                ON_NODES,
                "--staging-site",
                "cluster=staging",
                "--worker-package",
                pool.host().inside(worker));
    }

    @Test
    void aFailureLeavesARescueFileWithWhichTheRestRunsOnceItIsMended() throws Exception {
        Diamond shared = pool.diamond("four");
        Diamond brought = pool.diamond("five");
        for (Diamond diamond : List.of(shared, brought)) {
            Files.createFile(diamond.directory().resolve("broken"));
        }
        List<DagRun> runs =
                List.of(
                        DagRun.plan(pool, shared, SHARED, "-Ddagman.retry=2"),
                        planCondorIo(brought, "-Ddagman.retry=2"));
        for (DagRun run : runs) {
            run.submit();
        }
        for (DagRun run : runs) {
            run.endsWith(1);
            assertTrue(Files.readString(run.file("00/00/join_right.err")).contains("it is broken"));
            assertEquals(3, Collections.frequency(run.submitted(), "join_right"));
            String rescue = Files.readString(run.file("diamond-0.dag.rescue001"));
            assertTrue(rescue.contains("\nDONE join_left\n"), rescue);
            assertFalse(rescue.contains("DONE join_right"), rescue);
        }
        for (Diamond diamond : List.of(shared, brought)) {
            assertFalse(Files.exists(diamond.output()));
            Files.delete(diamond.directory().resolve("broken"));
        }
        for (DagRun run : runs) {
            run.submit();
        }
        for (DagRun run : runs) {
            run.endsWith(0);
            assertEquals(1, Collections.frequency(run.submitted(), "join_left"));
        }
        assertEquals(Diamond.RESULT, shared.result());
        assertEquals(Diamond.RESULT, brought.result());
    }

    /** HTCondor itself would hold a job that names a file that is not there. */
    @Test
    void theFirstAttemptHasNoCheckpointAndTheSecondOneThatOfTheFirst() throws Exception {
        Diamond diamond = pool.diamond("six");
        ShellJob.replace(
                diamond,
                new ShellJob(
                        "long",
                        "if [ -e 'the state' ]; then cat 'the state' >'the result'; else echo state >'the state'; exit 9; fi",
                        Map.of("the state", "checkpoint", "the result", "output")));
        DagRun run = planCondorIo(diamond);

        run.submit();
        run.endsWith(0);

        assertEquals(
                "state\n", Files.readString(diamond.directory().resolve("results/the result")));
        assertEquals(2, Collections.frequency(run.submitted(), "sh_long"));
    }

    @Test
    void atMostSoManyOfACategoryRunAtATime() throws Exception {
        Diamond diamond = pool.diamond("seven");
        replace(diamond.directory().resolve("workflow.yml"), "stageOut: false", "stageOut: true");
        // one stage-out job for each job, two of which would run side by side
        DagRun run =
                DagRun.plan(
                        pool,
                        diamond,
                        SHARED,
                        "--cleanup",
                        "none",
                        "-Dpegasus.transfer.refiner=Basic",
                        "-Ddagman.stageout.maxjobs=1");

        run.submit();
        run.endsWith(0);

        assertEquals(1, run.mostAtOnce("stage_out_"));
        assertEquals(2, run.mostAtOnce("join_"));
        String said = Files.readString(run.file("diamond-0.dag.dagman.out"));
        assertTrue(
                said.matches(
                        "(?s).*Note: [1-9]\\d* total job deferrals because of node category.*"),
                said);
    }

    @Test
    void aRemovedGraphTakesItsJobsAlongAndGoesOnWhenItIsSubmittedAgain() throws Exception {
        Diamond diamond = pool.diamond("eight");
        Path hold = Files.createFile(diamond.directory().resolve("hold"));
        String pid = pool.host().inside(diamond.directory()) + "/pid";
        ShellJob.replace(
                diamond,
                new ShellJob(
                        "waits",
                        "echo $$ >%s; while [ -e %s ]; do sleep 0.1; done; echo done >out"
                                .formatted(pid, pool.host().inside(hold)),
                        Map.of("out", "output")));
        DagRun run = DagRun.plan(pool, diamond, SHARED, "--cleanup", "none");
        String number = run.submit();
        run.shell("until [ -s " + pid + " ]; do sleep 0.1; done");

        run.shell("condor_rm " + number);

        run.shell(
                """
                while kill -0 "$(cat %s)" 2>/dev/null; do sleep 0.1; done
                while [ "$(condor_q -all -constraint 'ClusterId == %s || DAGManJobId == %s' -af ClusterId)" ]; do sleep 0.1; done
                """
                        .formatted(pid, number, number));
        assertFalse(Files.exists(diamond.directory().resolve("results/out")));
        assertTrue(Files.exists(run.file("diamond-0.dag.rescue001")));

        Files.delete(hold);
        run.submit();
        run.endsWith(0);
        assertEquals("done\n", Files.readString(diamond.directory().resolve("results/out")));
    }

    private static final List<String> NAMES =
            List.of(
                    "a b",
                    "x$$.y",
                    "$(y)",
                    "d$",
                    "%d",
                    "e=f",
                    "b\\c",
                    "end\\",
                    "-dash",
                    "--",
                    "~t",
                    "#hash",
                    "q?s*",
                    "[b]{c}<l>(p)",
                    "\"dq\" 'sq'",
                    "a|b&c`d!e^f",
                    "\u00e9\u2603",
                    "t\tb",
                    "@a:b+c",
                    ".hidden");

    private static final List<String> WORDS =
            List.of(
                    "a  b",
                    "x$$y",
                    "$(x)",
                    "$$(x)",
                    "$$$",
                    "$",
                    "$HOME",
                    "\"",
                    "'",
                    "a\"b'c",
                    "",
                    "\\",
                    "end\\",
                    " ",
                    "-x",
                    "\u00e9\u2603",
                    "%d",
                    "t\tb",
                    ";",
                    "#",
                    "`id`",
                    "*",
                    "~",
                    "$$(DOLLARDOLLAR)",
                    "$ENV(HOME)",
                    "$$[1]",
                    "@");

    private static final String VARIABLE = "e \"dq\" 'sq' $$ $$(x) $HOME ; # \u00e9 | \\ %d";

    private static ShellJob maker() {
        Map<String, String> uses = new LinkedHashMap<>();
        StringBuilder script = new StringBuilder(":");
        for (String name : NAMES) {
            uses.put(name, "output");
            script.append(" && printf x%d >".formatted(NAMES.indexOf(name)))
                    .append(ClusterHost.quoted("./" + name));
        }
        return new ShellJob("makes", script.toString(), uses);
    }

    /** Prints all files, the words and a variable. */
    private static ShellJob reader(String output, List<String> words) {
        Map<String, String> uses = new LinkedHashMap<>();
        StringBuilder script = new StringBuilder("{ :");
        for (String name : NAMES) {
            uses.put(name, "input");
            script.append(" && cat ").append(ClusterHost.quoted("./" + name));
        }
        uses.put(output, "output");
        script.append(" && printf '<%s>' \"$@\" \"$ODD\"; } >").append(output);
        return new ShellJob(output, script.toString(), words, uses, Map.of("ODD", VARIABLE));
    }

    private static String expected(List<String> words) {
        return Stream.iterate(0, i -> i + 1)
                        .limit(NAMES.size())
                        .map(i -> "x" + i)
                        .collect(Collectors.joining())
                + Stream.concat(words.stream(), Stream.of(VARIABLE))
                        .collect(Collectors.joining("><", "<", ">"));
    }

    @Test
    void namesWordsAndVariablesArriveAsTheyAre() throws Exception {
        List<String> more =
                Stream.concat(WORDS.stream(), Stream.of("two\nlines", "$(DOLLAR)")).toList();
        Diamond brought = pool.diamond("nine");
        ShellJob.replace(brought, maker(), reader("brought", more));
        DagRun condorIo = planCondorIo(brought);
        condorIo.submit();
        Diamond here = pool.diamond("ten");
        ShellJob.replace(here, maker(), reader("words", WORDS), reader("more", more));
        DagRun local = DagRun.plan(pool, here, SHARED, "--sites", "local");
        local.submit();

        condorIo.endsWith(0);
        local.endsWith(0);

        Path results = here.directory().resolve("results");
        assertEquals(
                expected(more), Files.readString(brought.directory().resolve("results/brought")));
        assertEquals(expected(WORDS), Files.readString(results.resolve("words")));
        assertEquals(expected(more), Files.readString(results.resolve("more")));
        // HTCondor got these words itself
        assertFalse(Files.exists(local.file("00/00/sh_words.sh")));
    }
}
