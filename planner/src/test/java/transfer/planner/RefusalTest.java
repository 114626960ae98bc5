package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the description of the reference calls an error, and what it accepts. */
class RefusalTest {
    private static final Path CASE = Path.of("src/test/resources/cases/02-diamond-nonsharedfs");

    @TempDir Path directory;
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private Map<String, String> staging = Map.of("*", "staging");
    private String submit = "submit";

    @BeforeEach
    void copyInputs() throws IOException {
        UsualRequest.copyInputs(CASE, directory);
    }

    private Plan plan() throws IOException, PlanningException {
        PlanRequest request =
                UsualRequest.of(
                        UsualRequest.PROPERTIES,
                        settings,
                        new PlanRequest.Sites(
                                List.of("condorpool"), staging, List.of("local"), Optional.empty()),
                        PlanRequest.Cleanup.INPLACE);
        return new Planner(request, new Surroundings(directory, directory, "me", environment))
                .plan("me/run", directory.resolve(submit).toString());
    }

    private void replace(String file, String old, String changed) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(old), () -> file + " has no " + old);
        Files.writeString(path, text.replace(old, changed));
    }

    /** The one message of a plan that is refused. */
    private String refusal() {
        List<Defect> defects = assertThrows(PlanningException.class, this::plan).defects();
        assertEquals(1, defects.size(), defects::toString);
        return defects.getFirst().toString();
    }

    private void assertRefused(String words) {
        String message = refusal();
        assertTrue(message.contains(words), message);
    }

    private List<TransferEntry> entries(String node) throws IOException, PlanningException {
        return ((Task.Transfer) plan().node(node).task()).entries();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pegasusWorkflow", "condorWorkflow"})
    void workflowsInsideAreRefusedWithTheirLineAndNothingElse(String type) throws IOException {
        replace(
                "workflow.yml",
                "jobs:\n",
                "jobs:\n  - type: " + type + "\n    file: inner.yml\n    id: ID9\n    uses: []\n");
        replace("workflow.yml", "children: [ID0002, ID0003]", "children: [ID0002, ID0003, ID9]");

        assertEquals(
                "workflow.yml:4: jobs[0].type: only jobs of type 'job' can be planned, not '"
                        + type
                        + "'",
                refusal());
    }

    @Test
    void hooksSayNothingOfData() throws IOException, PlanningException {
        replace("workflow.yml", "jobs:\n", "hooks:\n  shell: [{_on: end, cmd: date}]\njobs:\n");
        replace(
                "workflow.yml",
                "id: ID0001\n    arg",
                "id: ID0001\n    hooks: {shell: []}\n    arg");

        assertTrue(plan().size() > 4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespace", "version", "executable"})
    void usesKnowNoFieldsOfPrograms(String field) throws IOException {
        replace(
                "workflow.yml",
                "{lfn: f.a, type: input}",
                "{lfn: f.a, type: input, " + field + ": x}");

        assertRefused("workflow.yml:11: jobs[0].uses[0]." + field + ": unknown field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pegasus.transfer.refiner|Chain|Chain is not supported",
                "pegasus.transfer.refiner|basic|must be BalancedCluster, Cluster, Basic, Bundle or Empty",
                "pegasus.selector.replica|default|must be Default, Local, Regex or Restricted",
                "pegasus.selector.replica.regex.rank.1|*|no regular expression",
                "pegasus.dir.create.strategy|minimal|must be Minimal, Tentacles or HourGlass",
                "pegasus.dir.storage.mapper|Deep|must be Flat, Fixed, Hashed or Replica",
                "pegasus.dir.storage.mapper|Fixed|mapper.fixed.url: is missing",
                "pegasus.dir.staging.mapper|Named|must be Hashed or Flat",
                "pegasus.catalog.transformation.mapper|Any|must be All, Installed, Staged or Submit",
                "pegasus.integrity.checking|some|must be full, nosymlink or none",
                "pegasus.data.reuse.scope|half|must be full, partial or none",
                "pegasus.register|perhaps|must be true or false",
                "pegasus.file.cleanup.clusters.num|few|must be a whole number",
            })
    void valuesThatNobodyKnowsAreRefused(String key, String value, String words) {
        settings.put(key, value);
        if (key.contains(".rank.")) {
            settings.put("pegasus.selector.replica", "Regex");
        }

        String all =
                assertThrows(PlanningException.class, this::plan).defects().getFirst().toString();

        assertTrue(all.contains(words), all);
    }

    @Test
    void aSharedFileSystemHasNoOtherStagingSite() throws IOException {
        replace("pegasus.properties", "nonsharedfs", "sharedfs");

        List<Defect> defects = assertThrows(PlanningException.class, this::plan).defects();

        assertTrue(
                defects.getFirst()
                        .toString()
                        .contains("have their data at 'condorpool', not at 'staging'"),
                defects::toString);
    }

    @Test
    void condorioKeepsDataAtLocalOnly() throws IOException {
        replace("pegasus.properties", "nonsharedfs", "condorio");

        List<Defect> defects = assertThrows(PlanningException.class, this::plan).defects();

        assertTrue(
                defects.getFirst()
                        .toString()
                        .contains("have their data at 'local', not at 'staging'"),
                defects::toString);
    }

    @Test
    void theSelectorLocalServesTransfersOfTheSubmitHostOnly() {
        settings.put("pegasus.selector.replica", "Local");
        settings.put("pegasus.transfer.stagein.remote.sites", "staging");

        assertRefused("reads 'f.a', whose replicas cannot be reached from the site 'staging'");
    }

    @Test
    void aRemoteTransferDoesNotSeeFilesOfOtherSites() {
        settings.put("pegasus.transfer.stagein.remote.sites", "*");

        assertRefused("reads 'f.a', whose replicas cannot be reached from the site 'staging'");
    }

    @Test
    void anImageOnADiskNeedsASiteThatHasIt() throws IOException {
        inContainer("file:///images/c.sif");

        List<Defect> defects = assertThrows(PlanningException.class, this::plan).defects();

        assertTrue(
                defects.getFirst().toString().contains("file:///images/c.sif at CONTAINER_SITE"),
                defects::toString);
    }

    @Test
    void containersNeedTransfersOfTheirOwn() throws IOException {
        inContainer("http://images.example.org/c.sif");
        replace("sites.yml", "pegasus: {style: condor}", "pegasus: {data.configuration: sharedfs}");
        replace(
                "sites.yml",
                "  - name: condorpool\n",
                "  - name: condorpool\n    directories:\n      - {type: sharedScratch, path: /s, fileServers: [{url: \"file:///s\"}]}\n");
        staging = Map.of();

        List<Defect> defects = assertThrows(PlanningException.class, this::plan).defects();

        assertTrue(
                defects.getFirst()
                        .toString()
                        .contains("runs in a container, which works only with"),
                defects::toString);
    }

    private void inContainer(String image) throws IOException {
        replace("transformations.yml", "type: installed", "type: installed\n        container: c");
        Path file = directory.resolve("transformations.yml");
        Files.writeString(
                file,
                Files.readString(file)
                        + "containers:\n  - {name: c, type: singularity, image: \""
                        + image
                        + "\"}\n");
    }

    @Test
    void scpMustBeToldWhomItLogsInAs() throws IOException {
        replace("sites.yml", "scp://wfuser@", "scp://");

        assertRefused("URLs: staging: needs the name of a user before the host, user@: scp://data");
    }

    @Test
    void programsOfAnotherSystemFitNowhere() throws IOException {
        replace("transformations.yml", "type: installed", "type: stageable");
        replace("transformations.yml", "pfn: /", "pfn: file:///");
        replace(
                "transformations.yml",
                "os.type: linux",
                "os.type: linux\n        os.release: rhel");

        List<Defect> defects = assertThrows(PlanningException.class, this::plan).defects();

        assertTrue(
                defects.getFirst()
                        .toString()
                        .contains("no entry of the transformation catalog fits"),
                defects::toString);
    }

    @Test
    void theSubmitDirectoryIsNotRemovedWithTheScratchDirectory() {
        staging = Map.of("*", "local");
        submit = "/wf/local/scratch/me/run";

        assertRefused(
                "is the scratch directory of the run too, or lies in it, and that is removed at its end");
    }

    @Test
    void filesThatCondorWouldBringUnderOneNameAreRefused() throws IOException, PlanningException {
        replace("pegasus.properties", "nonsharedfs", "condorio");
        replace(
                "workflow.yml",
                "{lfn: f.a, type: input}",
                "{lfn: a/x, type: input}\n      - {lfn: b/x, type: input}");
        replace("replicas.yml", "lfn: f.a", "regex: true\n    lfn: ./x");
        staging = Map.of();

        Plan plan = plan();
        PlanNode first = plan.node("preprocess_ID0001");
        new NodeSteps(plan.inputs(), plan.directories(), plan.places())
                .of(((Task.Compute) first.task()).job());

        assertEquals(
                "the job ID0001 reads 'a/x' and 'b/x', which HTCondor brings under one name",
                plan.inputs().defects().list().getFirst().message());
    }

    @Test
    void whatTheCommandLineSetsIsStrongerThanTheFileAndThatThanTheEnvironment()
            throws IOException, PlanningException {
        environment.put("_PEGASUS__TRANSFER__STAGING__DELIMITER", "_");
        environment.put("_PEGASUS__DATA__CONFIGURATION", "wrong");
        replace("transformations.yml", "type: installed", "type: stageable");
        replace("transformations.yml", "pfn: /", "pfn: http://www.example.org/");
        settings.put("pegasus.dir.staging.mapper", "Flat");
        Files.writeString(
                directory.resolve("pegasus.properties"),
                Files.readString(directory.resolve("pegasus.properties"))
                        + "pegasus.dir.staging.mapper = Hashed\n");

        List<String> urls =
                entries("stage_in_local_staging_0_0").stream()
                        .map(entry -> entry.target().url())
                        .toList();

        assertEquals(
                "scp://wfuser@data.example.org/data/scratch/me/run/./diamond_preprocess_4.0",
                urls.getLast());
    }

    @Test
    void variablesAreFoundWhateverTheirCaseAndProtectedDollarsStay()
            throws IOException, PlanningException {
        environment.put("DATA", "/wf/inputs");
        replace("replicas.yml", "file:///wf/inputs/f.a", "file://${data}/\\${x}/f.a");

        assertEquals(
                "file:///wf/inputs/${x}/f.a",
                entries("stage_in_local_staging_0_0").getFirst().sources().getFirst().url());
    }

    @Test
    void theStageInForWhichMostJobsWaitComesFirst() throws IOException, PlanningException {
        settings.put("pegasus.stagein.clusters", "2");
        replace("replicas.yml", "lfn: f.a", "regex: true\n    lfn: f.[ax]|common");
        replace(
                "workflow.yml",
                "{lfn: f.b1, type: input}",
                "{lfn: f.x, type: input}\n      - {lfn: f.b1, type: input}\n      - {lfn: common, type: input}");
        replace(
                "workflow.yml",
                "{lfn: f.b2, type: input}",
                "{lfn: f.b2, type: input}\n      - {lfn: common, type: input}");

        Plan plan = plan();

        assertEquals(699, plan.node("stage_in_local_staging_1_0").priority());
        assertEquals(700, plan.node("stage_in_local_staging_1_1").priority());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsharedfs", "condorio"})
    void condorFetchesEveryCopyThatOnlyItReachesWhateverTheStagingSite(String configuration)
            throws IOException, PlanningException {
        settings.put("pegasus.data.configuration", configuration);
        settings.put("pegasus.transfer.bypass.input.staging", "true");
        replace(
                "replicas.yml",
                "      - {site: local, pfn: \"file:///wf/inputs/f.a\"}",
                "      - {site: a, pfn: \"osdf:///a/f.1\"}\n      - {site: b, pfn: \"osdf:///b/f.2\"}\n");
        staging = configuration.equals("condorio") ? Map.of() : staging;

        Plan plan = plan();
        Task.Compute first = (Task.Compute) plan.node("preprocess_ID0001").task();

        assertEquals(
                List.of("osdf:///a/f.1", "osdf:///b/f.2"),
                CondorFiles.of(first.job(), plan).inputs());
    }

    @Test
    void aProxyIsFoundWhereProgramsLeaveIt() throws IOException, PlanningException {
        replace("sites.yml", "scp://wfuser@data", "gsiftp://data");
        environment.put("TMPDIR", directory.toString());
        Path proxy = directory.resolve("x509up_u" + Files.getAttribute(directory, "unix:uid"));
        Files.createFile(
                proxy,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        Plan plan = plan();

        assertEquals(
                Map.of("X509_USER_PROXY_staging", proxy.toString()),
                new CredentialNeeds(plan.inputs()).of(plan.node("create_dir_diamond_0_staging")));
    }
}
