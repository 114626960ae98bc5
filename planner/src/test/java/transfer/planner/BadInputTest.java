package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field wrong in turn: the message names file, line and field. */
class BadInputTest {
    private static final Path CASE = Path.of("src/test/resources/cases/02-diamond-nonsharedfs");

    @TempDir Path directory;

    @BeforeEach
    void copyInputs() throws IOException {
        UsualRequest.copyInputs(CASE, directory);
    }

    private Plan plan() throws IOException, PlanningException {
        PlanRequest request =
                UsualRequest.of(
                        UsualRequest.PROPERTIES,
                        Map.of(),
                        new PlanRequest.Sites(
                                List.of("condorpool"),
                                Map.of("*", "staging"),
                                List.of("local"),
                                Optional.empty()),
                        PlanRequest.Cleanup.INPLACE);
        return new Planner(request, new Surroundings(directory, directory, "me", Map.of()))
                .plan("me/run", directory + "/submit");
    }

    private void replace(String file, String old, String changed) throws IOException {
        Path path = directory.resolve(file);
        String text = Files.readString(path);
        int at = text.indexOf(old);
        assertTrue(at >= 0, () -> file + " has no " + old);
        Files.writeString(
                path, text.substring(0, at) + changed + text.substring(at + old.length()));
    }

    private List<String> defects() {
        PlanningException refused = assertThrows(PlanningException.class, this::plan);
        return refused.defects().stream().map(Defect::toString).toList();
    }

    @Test
    void whatIsRightIsPlanned() throws IOException, PlanningException {
        assertTrue(plan().size() > 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pegasus: \"5.0\"|pegasus: \"4.9\"|workflow.yml:1: pegasus: the version of the format must be 5.0, not '4.9'",
                "pegasus: \"5.0\"|# nothing|workflow.yml:1: pegasus: is missing; the first line should be: pegasus: \"5.0\"",
                "name: diamond|name: [a]|workflow.yml:2: name: must be a text, not a list",
                "name: diamond|nome: diamond|workflow.yml:2: nome: unknown field of a workflow",
                "jobs:|pegasus: again\\njobs:|workflow.yml:3: pegasus: stands here a second time, first in line 1",
                "type: job|type: pegasusWorkflow|workflow.yml:4: jobs[0].type: only jobs of type 'job' can be planned, not 'pegasusWorkflow'",
                "type: job\\n|type:\\n|workflow.yml:4: jobs[0].type: is missing",
                "name: preprocess|nam: preprocess|workflow.yml:4: jobs[0].name: is missing",
                "id: ID0001|id: 'ID 1'|workflow.yml:8: jobs[0].id: must consist of letters, digits, - and _, not 'ID 1'",
                "id: ID0002|id: ID0001|workflow.yml:18: jobs[1].id: the job 'ID0001' stands already in line 4",
                "arguments: [\"-i\", f.a, \"-o\", f.b1, f.b2]|arguments: text|workflow.yml:9: jobs[0].arguments: must be a list, not a text",
                "{lfn: f.a, type: input}|f.a|workflow.yml:11: jobs[0].uses[0]: must be a mapping, not a text",
                "{lfn: f.a, type: input}|{type: input}|workflow.yml:11: jobs[0].uses[0].lfn: is missing",
                "{lfn: f.a, type: input}|{lfn: f.a, type: inputs}|workflow.yml:11: jobs[0].uses[0].type: must be input, output, inout, checkpoint or none, not 'inputs'",
                "{lfn: f.a, type: input}|{lfn: f.a, type: input, size: big}|workflow.yml:11: jobs[0].uses[0].size: must be a number of bytes, not 'big'",
                "{lfn: f.a, type: input}|{lfn: f.a, type: input, bypass: maybe}|workflow.yml:11: jobs[0].uses[0].bypass: must be true or false, not 'maybe'",
                "{lfn: f.a, type: input}|{lfn: f.b1, type: input}|workflow.yml:12: jobs[0].uses[1].lfn: the job uses 'f.b1' as input already; a file that is read and written has the type inout",
                "{lfn: f.a, type: input}|{lfn: f.z, type: input}|workflow.yml:4: jobs: the job ID0001 reads 'f.z', for which no catalog has a replica and which no job makes",
                "children: [ID0002, ID0003]|children: [ID0002, ID0009]|workflow.yml:44: jobDependencies[0].children: there is no job 'ID0009'",
                "children: [ID0002, ID0003]|children: [ID0001]|workflow.yml:44: jobDependencies[0].children: the job 'ID0001' waits for itself",
            })
    void ofTheWorkflow(String old, String changed, String message) throws IOException {
        replace("workflow.yml", old.replace("\\n", "\n"), changed.replace("\\n", "\n"));

        List<String> defects = defects();

        assertTrue(defects.contains(message), () -> String.join("\n", defects));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sites.yml|type: sharedScratch|type: scratch|sites.yml:7: sites[0].directories[0].type: must be one of sharedScratch, sharedStorage, localScratch, localStorage, not 'scratch'",
                "sites.yml|operation: all|operation: read|sites.yml:10: sites[0].directories[0].fileServers[0].operation: must be one of all, get, put, not 'read'",
                "sites.yml|url: \"file:///wf/local/scratch\"|url: scratch|sites.yml:10: sites[0].directories[0].fileServers[0].url: must be a URL with a scheme, not 'scratch'",
                "sites.yml|os.type: linux|os.type: plan9|sites.yml:5: sites[0].os.type: must be one of aix, linux, macosx, sunos, windows, not 'plan9'",
                "sites.yml|name: staging|name: local|sites.yml:18: sites[1].name: the site 'local' stands already in line 3",
                "sites.yml|pegasus: {SSH|pegasos: {SSH|sites.yml:17: sites[0].profiles.pegasos: unknown namespace; known are condor, dagman, env, globus, hints, metadata, pegasus, selector, stat",
                "replicas.yml|pfns:|pfn:|replicas.yml:3: replicas[0].pfns: is missing: at least one place of 'f.a'",
                "replicas.yml|lfn: f.a|lfn: f.a\\n    size: 3|replicas.yml:4: replicas[0].size: unknown field; known are checksum, lfn, metadata, pfns, regex",
                "replicas.yml|file:///wf/inputs/f.a|file://${NOWHERE}/f.a|replicas.yml:5: the variable ${NOWHERE} is not set",
                "transformations.yml|type: installed|type: there|transformations.yml:8: transformations[0].sites[0].type: must be installed or stageable, not 'there'",
                "transformations.yml|sites:|site:|transformations.yml:3: transformations[0].sites: is missing: at least one site that has 'diamond::preprocess:4.0'",
                "pegasus.properties|nonsharedfs|shared|workflow.yml:4: jobs: the job ID0001 the data configuration must be sharedfs, nonsharedfs or condorio, not 'shared'",
            })
    void ofTheCatalogs(String file, String old, String changed, String message) throws IOException {
        replace(file, old, changed.replace("\\n", "\n"));

        List<String> defects =
                defects().stream().map(each -> each.replace(directory + "/", "")).toList();

        assertTrue(defects.contains(message), () -> String.join("\n", defects));
    }

    /** They would be in names of jobs and variables, and in lists parted by commas and blanks. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "my site", "a,b", "a=b", "a/b", "$x", "-a", "..", "a;b", "a'b", "a%", "t\u00a0"
            })
    void aSiteWhoseNameOthersWouldMisreadIsRefusedOnce(String name) throws IOException {
        Path sites = directory.resolve("sites.yml");
        Files.writeString(
                sites, Files.readString(sites) + "  - name: \"" + name + "\"\n    arch: x86_64\n");
        int line = Files.readAllLines(sites).size() - 1;

        assertEquals(
                List.of(
                        sites
                                + ":"
                                + line
                                + ": sites[3].name: a site's name has letters, digits and any of"
                                + " _ . : @ + - only, and begins with a letter, a digit or _; this"
                                + " one is '"
                                + name
                                + "'"),
                defects());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.b", "a-b_2", "größe", "1st", "user@host:22", "_x+y"})
    void otherNamesOfSitesArePlanned(String name) throws Exception {
        Path sites = directory.resolve("sites.yml");
        Files.writeString(sites, Files.readString(sites) + "  - name: \"" + name + "\"\n");

        assertTrue(plan().size() > 4);
    }

    @Test
    void jobsThatWaitForEachOtherAreNamed() throws IOException {
        replace(
                "workflow.yml",
                "  - id: ID0003\n    children: [ID0004]",
                "  - id: ID0004\n    children: [ID0001]");

        List<String> defects = defects();

        assertEquals(1, defects.size(), () -> String.join("\n", defects));
        assertTrue(defects.getFirst().contains("jobs wait for each other: "), defects.getFirst());
        assertTrue(defects.getFirst().contains("ID0004 -> ID0001"), defects.getFirst());
    }

    @Test
    void allThatIsWrongIsToldAtOnce() throws IOException {
        replace("workflow.yml", "id: ID0002", "id: 'ID 2'");
        replace("sites.yml", "operation: all", "operation: read");
        replace("replicas.yml", "pfns:", "pfn:");

        assertTrue(defects().size() >= 3);
    }

    @Test
    void brokenYamlIsToldWithItsLine() throws IOException {
        replace("workflow.yml", "id: ID0002", "id: [ID0002");

        assertTrue(
                defects().stream().anyMatch(each -> each.matches("workflow.yml:\\d+: no YAML: .*")),
                () -> defects().toString());
    }

    @Test
    void anAliasMustNameSomething() throws IOException {
        replace("workflow.yml", "id: ID0002", "id: *nothing");

        assertTrue(
                defects().stream().anyMatch(each -> each.contains("no YAML")),
                () -> defects().toString());
    }

    @Test
    void aWorkflowThatIsNotThereIsTold() throws IOException {
        Files.delete(directory.resolve("workflow.yml"));

        assertTrue(
                defects().getFirst().startsWith("workflow.yml: cannot read the workflow"),
                defects().toString());
    }
}
