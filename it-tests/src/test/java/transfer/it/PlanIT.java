package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The planner as a user calls it. */
class PlanIT {
    @TempDir Path folder;

    @BeforeEach
    void writeWorkflow() throws IOException {
        Program.transfer(folder); // with its folders
        write(
                "workflow.yml",
                """
                pegasus: "5.0"
                name: pair
                jobs:
                  - type: job
                    name: work
                    id: ID1
                    uses:
                      - {lfn: in, type: input}
                      - {lfn: mid, type: output, stageOut: false}
                  - type: job
                    name: work
                    id: ID2
                    uses:
                      - {lfn: mid, type: input}
                      - {lfn: out, type: output}
                jobDependencies:
                  - id: ID1
                    children: [ID2]
                """);
        write(
                "sites.yml",
                """
                pegasus: "5.0"
                sites:
                  - name: here
                    directories:
                      - type: sharedScratch
                        path: /scratch
                        fileServers: [{operation: all, url: "file:///scratch"}]
                    profiles: {pegasus: {style: condor}}
                """);
        write(
                "replicas.yml",
                """
                pegasus: "5.0"
                replicas:
                  - lfn: in
                    pfns: [{site: local, pfn: "file:///data/in"}]
                """);
        write(
                "transformations.yml",
                """
                pegasus: "5.0"
                transformations:
                  - name: work
                    sites: [{name: here, type: installed, pfn: /bin/work}]
                """);
        write("my.properties", "pegasus.data.configuration = condorio\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private void replace(String file, String old, String changed) throws IOException {
        String text = Files.readString(folder.resolve(file));
        assertTrue(text.contains(old), () -> file + " has no " + old);
        write(file, text.replace(old, changed));
    }

    private Program program() throws IOException {
        return Program.transfer(folder).with("USER", "me");
    }

    private Ended plan(String... more) throws Exception {
        return program()
                .run(
                        Stream.concat(
                                        Stream.of(
                                                "plan",
                                                "--conf",
                                                "my.properties",
                                                "--output-sites",
                                                "local",
                                                "--dir",
                                                "submit/here"),
                                        Stream.of(more))
                                .toArray(String[]::new));
    }

    private List<String> everything() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void aPlanIsASubmitDirectoryWhosePathIsPrinted() throws Exception {
        Path directory = folder.resolve("submit/here/me/pegasus/pair/run0001");
        plan("--sites", "here", "workflow.yml")
                .exited(0)
                .prints(directory + "\n")
                .says("condor_submit_dag " + directory + "/pair-0.dag");
        assertTrue(Files.readString(directory.resolve("pair-0.dag")).contains("JOB work_ID1 "));
        plan("--sites", "here", "--check", "workflow.yml").exited(0).says("0 errors, 0 warnings");
    }

    /** Every kind of wrong input, and the place where the message says it is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "workflow.yml|type: job\\n    name: work\\n    id: ID1|type: [job]\\n    name: work\\n    id: ID1|workflow.yml:4: jobs[0].type: ",
                "workflow.yml|lfn: in,|lfn: [in],|workflow.yml:8: jobs[0].uses[0].lfn: must be a text",
                "workflow.yml|{lfn: in, |{|workflow.yml:8: jobs[0].uses[0].lfn: is missing",
                "workflow.yml|lfn: in,|lfn: in, site: x,|workflow.yml:8: jobs[0].uses[0].site: unknown field",
                "workflow.yml|id: ID2|id: ID1|workflow.yml:12: jobs[1].id: the job 'ID1' stands already in line 4",
                "workflow.yml|children: [ID2]|children: [ID3]|workflow.yml:18: jobDependencies[0].children: there is no job 'ID3'",
                "workflow.yml|lfn: in, type|lfn: out, type|: jobs wait for each other: ",
                "workflow.yml|lfn: in, type|lfn: '${NOT_SET}', type|workflow.yml:8: the variable ${NOT_SET} is not set",
                "workflow.yml|jobs:|jobs: [|: no YAML: ",
                "workflow.yml|name: pair|name: pair\\nnotes: x|workflow.yml:3: notes: unknown field",
                "sites.yml|operation: all|operation: 7|sites.yml:7: sites[0].directories[0].fileServers[0].operation: must be one of",
                "sites.yml|name: here|nome: here|sites.yml:3: sites[0].name: is missing",
                "sites.yml|name: here|name: there|--sites: here: the site catalog has no such site",
                "replicas.yml|site: local|side: local|replicas.yml:4: replicas[0].pfns[0].side: unknown field",
                "replicas.yml|lfn: in|lfn: in2|workflow.yml:4: jobs: the job ID1 reads 'in', for which no catalog has a replica",
                "transformations.yml|type: installed|type: nearby|transformations.yml:4: transformations[0].sites[0].type: must be installed or stageable",
                "transformations.yml|name: work|name: play|workflow.yml:4: jobs: the job ID1 cannot run 'work' at the site 'here': the transformation catalog does not have it",
                "my.properties|condorio|anyhow|the data configuration must be sharedfs, nonsharedfs or condorio, not 'anyhow'",
                "my.properties|pegasus.data|pegasus.register = maybe\\npegasus.data|my.properties:1: pegasus.register: must be true or false",
                "my.properties|pegasus.data|pegasus.transfer.refiner = Chain\\npegasus.data|my.properties:1: pegasus.transfer.refiner: Chain is not supported",
                "my.properties|pegasus.data|pegasus.catalog.site.file = none\\npegasus.data|my.properties:1: pegasus.catalog.site.file: cannot read",
            })
    void whatIsWrongIsToldWithItsPlaceAndLeavesNothingBehind(
            String file, String old, String changed, String words) throws Exception {
        replace(file, old.replace("\\n", "\n"), changed.replace("\\n", "\n"));
        List<String> before = everything();
        plan("--sites", "here", "workflow.yml").exited(2).says(words);
        plan("--sites", "here", "--check", "workflow.yml").exited(2).says(words);
        assertEquals(before, everything());
    }
}
