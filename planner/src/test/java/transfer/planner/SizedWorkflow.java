package transfer.planner;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workflow for tests: jobs on a site {@code cluster} whose shared directory is reached by scp,
 * inputs and outputs at the submit host.
 */
final class SizedWorkflow {
    private static final String SITES =
            """
            pegasus: "5.0"
            sites:
              - name: local
                directories:
                  - {type: sharedScratch, path: /here/scratch, fileServers: [{operation: all, url: "file:///here/scratch"}]}
                  - {type: localStorage, path: /here/storage, fileServers: [{operation: all, url: "file:///here/storage"}]}
                profiles: {env: {PEGASUS_HOME: /opt}}
              - name: cluster
                directories:
                  - {type: sharedScratch, path: /there/scratch, SPACE fileServers: [{operation: all, url: "scp://me@there/there/scratch"}]}
            """;

    private final Path directory;
    private final StringBuilder jobs = new StringBuilder();
    private final StringBuilder replicas = new StringBuilder();
    private final StringBuilder programs = new StringBuilder();
    private final Map<String, String> settings = new HashMap<>();
    private String name = "sized";
    private String space = "";
    private PlanRequest.Cleanup cleanup = PlanRequest.Cleanup.INPLACE;

    SizedWorkflow(Path directory) {
        this.directory = directory;
        setting("pegasus.data.configuration", "sharedfs");
        setting("transfer.simulate.rate", "1000");
        setting("transfer.simulate.file.milliseconds", "0");
        setting("transfer.simulate.job.seconds", "0");
    }

    SizedWorkflow setting(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** Fields of the scratch directory at the cluster. */
    SizedWorkflow space(String fields) {
        space = fields + ",";
        return this;
    }

    SizedWorkflow named(String text) {
        name = text;
        return this;
    }

    SizedWorkflow cleanup(PlanRequest.Cleanup strategy) {
        cleanup = strategy;
        return this;
    }

    /** A file at the submit host, under a name that may hold anything. */
    SizedWorkflow input(String lfn, String url) {
        replicas.append("  - {lfn: ")
                .append(quoted(lfn))
                .append(", pfns: [{site: local, pfn: ")
                .append(quoted(url))
                .append("}]}\n");
        return this;
    }

    /**
     * @param id also the name of its program
     * @param profiles of the namespace pegasus, as YAML
     * @param uses such as {@code in a 1000}, {@code out b 20}, {@code final c ?}, one a line
     */
    SizedWorkflow job(String id, String profiles, String... uses) {
        jobs.append("  - type: job\n    name: ")
                .append(quoted(id))
                .append("\n    id: ")
                .append(quoted(id))
                .append("\n    arguments: [\"--of\", ")
                .append(quoted(id))
                .append("]\n    profiles: {pegasus: {")
                .append(profiles)
                .append("}}\n    uses:\n");
        for (String use : uses) {
            String kind = use.substring(0, use.indexOf(' '));
            String lfn = use.substring(use.indexOf(' ') + 1, use.lastIndexOf(' '));
            String size = use.substring(use.lastIndexOf(' ') + 1);
            jobs.append("      - {lfn: ")
                    .append(quoted(lfn))
                    .append(", type: ")
                    .append(kind.equals("in") ? "input" : "output")
                    .append(kind.equals("out") ? ", stageOut: false, registerReplica: false" : "")
                    .append(size.equals("?") ? "" : ", size: \"" + size + "\"")
                    .append("}\n");
        }
        programs.append("  - name: ")
                .append(quoted(id))
                .append("\n    sites: [{name: cluster, type: installed, pfn: /bin/true}]\n");
        return this;
    }

    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\u001b", "\\e")
                + '"';
    }

    /**
     * Three programs in a row: {@code in} → {@code a} → {@code b} → {@code c}, which is staged out.
     */
    static SizedWorkflow chain(Path directory) {
        return new SizedWorkflow(directory)
                .input("in", "file:///data/in")
                .job("A", "runtime: \"10\"", "in in 1000", "out a 2000")
                .job("B", "maxwalltime: \"1\"", "in a 2000", "out b 4000")
                .job("C", "", "in b 4000", "final c 500");
    }

    Plan plan() throws IOException, PlanningException {
        Files.writeString(
                directory.resolve("workflow.yml"),
                "pegasus: \"5.0\"\nname: " + quoted(name) + "\njobs:\n" + jobs);
        Files.writeString(directory.resolve("sites.yml"), SITES.replace("SPACE", space));
        Files.writeString(
                directory.resolve("replicas.yml"), "pegasus: \"5.0\"\nreplicas:\n" + replicas);
        Files.writeString(
                directory.resolve("transformations.yml"),
                "pegasus: \"5.0\"\ntransformations:\n" + programs);
        PlanRequest request =
                UsualRequest.of(
                        Optional.empty(),
                        settings,
                        new PlanRequest.Sites(
                                List.of("cluster"), Map.of(), List.of("local"), Optional.empty()),
                        cleanup);
        return new Planner(request, new Surroundings(directory, directory, "me", Map.of()))
                .plan("me/run0001", directory + "/submit");
    }

    Simulation simulate() throws IOException, PlanningException {
        return Simulation.of(plan());
    }

    String text() throws IOException, PlanningException {
        StringWriter text = new StringWriter();
        simulate().writeText(text);
        return text.toString();
    }
}
