package transfer.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A job of a workflow that is a script of the shell.
 *
 * @param words for the script, after its name
 * @param uses names of files, and what they are to the job: {@code input}, {@code output}, {@code
 *     checkpoint}; outputs are staged out
 * @param environment for the job
 */
record ShellJob(
        String id,
        String script,
        List<String> words,
        Map<String, String> uses,
        Map<String, String> environment) {
    ShellJob(String id, String script, Map<String, String> uses) {
        this(id, script, List.of(), uses, Map.of());
    }

    /** Puts a workflow of such jobs in the place of the one that a diamond is. */
    static void replace(Diamond diamond, ShellJob... jobs) throws IOException {
        Files.writeString(
                diamond.directory().resolve("transformations.yml"),
                """
                pegasus: '5.0'
                transformations:
                  - name: sh
                    sites:
                      - {name: cluster, type: installed, pfn: /bin/sh}
                      - {name: local, type: installed, pfn: /bin/sh}
                """);
        Files.writeString(
                diamond.directory().resolve("workflow.yml"),
                Stream.of(jobs)
                        .map(ShellJob::yaml)
                        .collect(
                                Collectors.joining(
                                        "", "pegasus: '5.0'\nname: diamond\njobs:\n", "")));
    }

    private String yaml() {
        String arguments =
                Stream.concat(Stream.of("-c", script, id), words.stream())
                        .map(word -> Json.quote(ClusterHost.quoted(word)))
                        .collect(Collectors.joining(", "));
        String files =
                uses.entrySet().stream()
                        .map(use ->
                                "{lfn: "
                                        + Json.quote(use.getKey())
                                        + ", type: "
                                        + use.getValue()
                                        + (use.getValue().equals("output")
                                                ? ", stageOut: true, registerReplica: false}"
                                                : "}"))
                        .collect(Collectors.joining(", "));
        String variables =
                environment.entrySet().stream()
                        .map(each -> Json.quote(each.getKey()) + ": " + Json.quote(each.getValue()))
                        .collect(Collectors.joining(", "));
        return "  - {type: job, name: sh, id: %s, arguments: [%s], uses: [%s], profiles: {env: {%s}}}\n"
                .formatted(id, arguments, files, variables);
    }
}
