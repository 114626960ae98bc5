package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a check tells beyond what stops a plan at its first stage. */
class CheckTest {
    private static final Path CASE = Path.of("src/test/resources/cases/02-diamond-nonsharedfs");

    private static final Tools TOOLS = new Tools(Path.of("/opt/mover/bin"), Optional.empty());

    @TempDir Path directory;
    private Engine engine = Engine.DAGMAN;
    private PlanRequest.Sites sites =
            new PlanRequest.Sites(
                    List.of("condorpool"),
                    Map.of("*", "staging"),
                    List.of("local"),
                    Optional.empty());
    private Map<String, String> settings = Map.of();
    private Set<String> schemes = Set.of("file", "scp", "http", "s3");

    @BeforeEach
    void copyInputs() throws IOException {
        UsualRequest.copyInputs(CASE, directory);
        replace("sites.yml", "/home/wfuser/.creds/id_wf", key().toString());
        allow("rw-------");
    }

    private Path key() {
        return directory.resolve("id_wf");
    }

    private void allow(String mode) throws IOException {
        Files.deleteIfExists(key());
        Files.createFile(key());
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString(mode));
    }

    private void replace(String file, String old, String changed) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(old), () -> file + " has no " + old);
        Files.writeString(path, text.replace(old, changed));
    }

    private void append(String file, String text) throws IOException {
        Path path = directory.resolve(file);
        Files.writeString(path, Files.readString(path) + text);
    }

    private Planner planner() {
        PlanRequest request =
                UsualRequest.of(
                        UsualRequest.PROPERTIES, settings, sites, PlanRequest.Cleanup.INPLACE);
        return new Planner(
                request, new Surroundings(directory, directory, "me", Map.of(), schemes::contains));
    }

    private List<String> errors() throws IOException {
        return told(planner().check(engine, TOOLS).errors());
    }

    private List<String> warnings() throws IOException {
        return told(planner().check(engine, TOOLS).warnings());
    }

    private List<String> told(List<Defect> defects) {
        return defects.stream()
                .map(defect -> defect.toString().replace(directory + "/", ""))
                .toList();
    }

    private static void assertHas(String words, List<String> told) {
        assertTrue(told.contains(words), () -> String.join("\n", told));
    }

    @Test
    void nothingIsSaidOfWhatIsRight() throws IOException {
        assertEquals(List.of(), errors());
        assertEquals(List.of(), warnings());
    }

    @Test
    void aCheckWritesNothing() throws IOException {
        try (Stream<Path> before = Files.list(directory)) {
            long count = before.count();
            planner().check(engine, TOOLS);
            try (Stream<Path> after = Files.list(directory)) {
                assertEquals(count, after.count());
            }
        }
    }

    @Test
    void aDefectOfACatalogHidesNoMissingReplica() throws IOException {
        replace("sites.yml", "operation: all", "operation: some");
        replace("workflow.yml", "{lfn: f.a, type: input}", "{lfn: f.z, type: input}");

        List<String> told = errors();

        assertHas(
                "sites.yml:10: sites[0].directories[0].fileServers[0].operation: must be one of"
                        + " all, get, put, not 'some'",
                told);
        assertHas(
                "workflow.yml:4: jobs: the job ID0001 reads 'f.z', for which no catalog has a"
                        + " replica and which no job makes",
                told);
    }

    @Test
    void aDefectOfTheWorkflowHidesNoProgramThatNoSiteHas() throws IOException {
        replace("workflow.yml", "name: analyze", "name: analyse");
        replace("workflow.yml", "lfn: f.a, type: input", "lfn: f.a, type: input, size: big");

        List<String> told = errors();

        assertTrue(told.stream().anyMatch(each -> each.contains("size")), told::toString);
        assertTrue(told.stream().anyMatch(each -> each.contains("analyse")), told::toString);
    }

    @Test
    void aJobThatCannotBePlacedHidesNoMissingReplica() throws IOException {
        replace("workflow.yml", "name: analyze", "name: analyse");
        replace("workflow.yml", "{lfn: f.a, type: input}", "{lfn: f.z, type: input}");

        List<String> told = errors();

        assertTrue(told.stream().anyMatch(each -> each.contains("analyse")), told::toString);
        assertTrue(told.stream().anyMatch(each -> each.contains("'f.z'")), told::toString);
    }

    @Test
    void nothingIsToldTwice() throws IOException {
        replace("workflow.yml", "{lfn: f.a, type: input}", "{lfn: f.z, type: input}");

        assertEquals(1, errors().size(), () -> "one file is missing");
    }

    /** Somebody may have ordered them; what counts then is that it was meant. */
    @Test
    void twoJobsThatMakeOneFileAreWarnedOfWhereOnlyWhatTheWorkflowSaysOrdersJobs()
            throws IOException {
        settings = Map.of("pegasus.parser.dax.data.dependencies", "false");
        replace("workflow.yml", "lfn: f.c2, type: output", "lfn: f.c1, type: output");
        replace("workflow.yml", "{lfn: f.c2, type: input}", "{lfn: f.b1, type: input}");

        assertHas(
                "workflow.yml:23: jobs: the job ID0003 makes 'f.c1', which ID0002 makes as well",
                warnings());
    }

    @Test
    void twoJobsThatMakeOneFileAreToldWithBoth() throws IOException {
        replace("workflow.yml", "lfn: f.c2, type: output", "lfn: f.c1, type: output");
        replace("workflow.yml", "{lfn: f.c2, type: input}", "{lfn: f.b1, type: input}");

        assertHas(
                "workflow.yml:23: jobs: the job ID0003 makes 'f.c1', which ID0002 makes as well",
                errors());
    }

    @Test
    void twoOutputsAtOneUrlAreTold() throws IOException {
        replace("workflow.yml", "f.c1, type: output, stageOut: false", "f.c1, type: output");
        replace("workflow.yml", "f.c2, type: output, stageOut: false", "f.c2, type: output");
        Files.writeString(
                directory.resolve("places.yml"),
                """
                pegasus: "5.0"
                replicas:
                  - {lfn: "f.c.", regex: true, pfns: [{site: local, pfn: "file:///out/./f.c"}]}
                  - {lfn: f.d, pfns: [{site: local, pfn: "file:///out//f.c/../f.d"}]}
                """);
        settings =
                Map.of(
                        "pegasus.dir.storage.mapper", "Replica",
                        "pegasus.dir.storage.mapper.replica.file", "places.yml");

        assertEquals(
                List.of("outputs: f.c2: goes to file:///out/f.c, where the output 'f.c1' goes too"),
                errors());
    }

    @Test
    void anOutputInTheOriginalOfAnInputIsTold() throws IOException {
        settings =
                Map.of(
                        "pegasus.dir.storage.mapper", "Fixed",
                        "pegasus.dir.storage.mapper.fixed.url", "file:///wf/inputs");
        replace("replicas.yml", "file:///wf/inputs/f.a", "file:///wf/inputs//f.d");

        assertHas(
                "outputs: f.d: goes to file:///wf/inputs/f.d, where the input 'f.a' lies",
                errors());
    }

    @Test
    void schemesThatAreNotSpokenAreToldOncePerSite() throws IOException {
        schemes = Set.of("file");
        replace("replicas.yml", "site: local, pfn: \"file:///wf", "site: x, pfn: \"carrier://h");

        assertEquals(
                List.of(
                        "replicas.yml: f.a: cannot be fetched from the site 'x': transfer does not"
                                + " speak carrier, the scheme of carrier://h/inputs/f.a",
                        "sites.yml:18: sites: files of the site 'staging' cannot be moved:"
                                + " transfer does not speak scp, the scheme of"
                                + " scp://wfuser@data.example.org/data/scratch"),
                errors().stream()
                        .map(each -> each.replaceAll("(data/scratch)/\\S*", "$1"))
                        .toList());
    }

    @Test
    void oneSourceThatIsSpokenIsEnough() throws IOException {
        replace(
                "replicas.yml",
                "      - {site: local",
                "      - {site: x, pfn: \"carrier://h/f.a\"}\n      - {site: local");

        assertEquals(List.of(), errors());
    }

    @Test
    void aPlanGoesOnWithDoubtsAboutSchemes() throws Exception {
        schemes = Set.of("file");
        Planner planner = planner();

        planner.write(engine, TOOLS);

        assertEquals(1, planner.doubts().size());
        assertTrue(planner.doubts().getFirst().toString().contains("does not speak scp"));
    }

    @Test
    void anotherDefectHidesNoScheme() throws IOException {
        schemes = Set.of("file");
        replace("workflow.yml", "{lfn: f.b1, type: input}", "{lfn: f.z, type: input}");

        List<String> told = errors();

        assertTrue(told.stream().anyMatch(each -> each.contains("'f.z'")), told::toString);
        assertTrue(told.stream().anyMatch(each -> each.contains("speak scp")), told::toString);
    }

    @Test
    void credentialsThatAreMissingAreTold() throws IOException {
        Files.delete(key());

        assertHas(
                "credentials: staging: SSH_PRIVATE_KEY names id_wf, which cannot be read",
                errors());
    }

    @Test
    void credentialsThatOthersCanReadAreTold() throws IOException {
        allow("rw-r--r--");

        assertHas(
                "credentials: staging: id_wf must be readable by its owner only: chmod 600 id_wf",
                errors());
    }

    @Test
    void credentialsThatAreNotNamedAreTold() throws IOException {
        replace("sites.yml", "      pegasus: {SSH_PRIVATE_KEY: " + key() + "}\n", "");

        assertHas(
                "credentials: staging: no SSH_PRIVATE_KEY is told for scp at this site", errors());
    }

    @Test
    void anOutputSiteWithoutAServerForReadingIsTold() throws IOException {
        replace(
                "sites.yml",
                "{operation: all, url: \"file:///wf/local/storage\"}",
                "{operation: put, url: \"file:///wf/local/storage\"}");

        assertHas(
                "--output-sites: local: the site's directory for outputs has no file server for"
                        + " get",
                errors());
    }

    @Test
    void aStagingSiteWithoutAServerForWritingIsTold() throws IOException {
        replace("sites.yml", "all, url: \"scp", "get, url: \"scp");

        assertHas(
                "sites.yml:18: sites: the site 'staging' holds the data of jobs, but has no"
                        + " sharedScratch directory with a file server for put",
                errors());
    }

    @Test
    void aSiteWithoutAWayToStartJobsIsTold() throws IOException {
        replace("sites.yml", "style: condor", "style: globus");

        assertTrue(
                errors().stream().anyMatch(each -> each.contains("'condorpool'")),
                () -> "nothing starts jobs there");
    }

    @Test
    void argumentsThatAreNoWordsAreTold() throws IOException {
        append("pegasus.properties", "pegasus.transfer.arguments = -m '1\n");

        assertHas(
                "arguments: pegasus.transfer.arguments: a quotation mark ' has no partner",
                errors());
    }

    @Test
    void unknownPropertiesAreWarnedOfWithTheNearestName() throws IOException {
        append(
                "pegasus.properties",
                "# a comment = 1\npegasus.transfer.thread = \\\n   4\npegasus.nonsense.of.mine=1\n"
                        + "dagman.stagin.maxjobs: 3\nother.tool = 1\n");
        settings = Map.of("pegasus.mod", "debug");

        assertEquals(
                List.of(
                        "pegasus.properties:9: dagman.stagin.maxjobs: unknown property; did you"
                                + " mean dagman.stagein.maxjobs?",
                        "command line: pegasus.mod: unknown property; did you mean pegasus.mode?",
                        "pegasus.properties:8: pegasus.nonsense.of.mine: unknown property",
                        "pegasus.properties:6: pegasus.transfer.thread: unknown property; did you"
                                + " mean pegasus.transfer.threads?"),
                warnings());
        assertEquals(List.of(), errors());
    }

    @Test
    void aWrongPropertyIsToldWithItsLine() throws IOException {
        append("pegasus.properties", "pegasus.register = perhaps\n");

        assertHas(
                "pegasus.properties:5: pegasus.register: must be true or false, not 'perhaps'",
                errors());
    }

    @Test
    void aDatabaseForOutputsIsTold() throws IOException {
        append("pegasus.properties", "pegasus.catalog.replica.output = JDBCRC\n");

        assertEquals(
                List.of(
                        "pegasus.properties:5: pegasus.catalog.replica.output: databases (JDBCRC)"
                                + " are not supported: YAML or File note outputs in a file"),
                errors());
    }

    @Test
    void anOutputThatNobodyWantsIsWarnedOf() throws IOException {
        replace("workflow.yml", "stageOut: true, registerReplica: true", "stageOut: false");

        assertEquals(
                List.of(
                        "workflow.yml:32: jobs: the job ID0004 makes 'f.d', which no job reads and"
                                + " which is not staged out"),
                warnings());
    }

    @Test
    void aPlanWithoutAnyPlaceForOutputsIsWarnedOf() throws IOException {
        sites =
                new PlanRequest.Sites(
                        List.of("condorpool"), Map.of("*", "staging"), List.of(), Optional.empty());

        assertTrue(warnings().getFirst().startsWith("command line: --output-sites: no site"));
    }

    @Test
    void everyPropertyOfTheRecordedCasesIsKnown() throws IOException {
        try (Stream<Path> cases = Files.list(CASE.getParent())) {
            for (Path each : cases.toList()) {
                Path from = each.resolve("pegasus.properties");
                if (Files.exists(from)) {
                    Files.writeString(
                            directory.resolve("pegasus.properties"), Files.readString(from));
                    List<String> told = warnings();
                    assertFalse(
                            told.stream().anyMatch(words -> words.contains("unknown property")),
                            () -> each + ": " + told);
                }
            }
        }
    }
}
