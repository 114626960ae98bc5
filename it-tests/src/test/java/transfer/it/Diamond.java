package transfer.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A workflow of four jobs with all its catalogs, on one machine: the site {@code cluster} computes.
 * The programs put together what they read, behind their own name; {@code right} fails as long as
 * there is a file called {@code broken}. The names of files want to be quoted.
 *
 * @param directory of the workflow and of all that comes of it
 * @param seen what that is called where the jobs run
 */
record Diamond(Path directory, String seen) {
    static final String RESULT = "bottom(left(top(content)))(right(top(content)))";

    private static final String IN = "it's the \"input\" & `more`";
    private static final String OUT = "the 'last' %j output";
    private static final String PROGRAM =
            """
            #!/bin/sh
            # name, input..., --, output...
            name=$1
            shift
            if [ "$name" = right ] && [ -e "${0%/*}/broken" ]; then echo "it is broken" >&2; exit 7; fi
            text=$name
            while [ "$1" != -- ]; do
              read=$(cat -- "$1") || exit 1
              text="$text($read)"
              shift
            done
            shift
            for output; do printf %s "$text" >"$output" || exit 1; done
            """;

    /** Writes all that planning needs into an empty directory. */
    static Diamond write(Path directory, String seen) throws IOException {
        Diamond diamond = new Diamond(directory, seen);
        Path program = Files.writeString(directory.resolve("join"), PROGRAM);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("in put"), "content");
        diamond.file(
                "replicas.yml",
                "replicas:\n  - lfn: %s\n    pfns: [{site: local, pfn: %s}]\n"
                        .formatted(yaml(IN), diamond.url("/in put")));
        diamond.file(
                "transformations.yml",
                "transformations:\n  - name: join\n    sites:\n      - {name: cluster, type: installed, pfn: %s}\n"
                        .formatted(yaml(seen + "/join")));
        diamond.file("sites.yml", diamond.sites());
        diamond.file(
                "workflow.yml",
                "name: diamond\njobs:\n"
                        + job("top", List.of(IN), List.of("b 1", "b 2"))
                        + job("left", List.of("b 1"), List.of("c 1"))
                        + job("right", List.of("b 2"), List.of("c 2"))
                        + job("bottom", List.of("c 1", "c 2"), List.of(OUT)));
        return diamond;
    }

    /** Where the output goes. */
    Path output() {
        return directory.resolve("results").resolve(OUT);
    }

    static String sha256OfResult() throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256")
                                .digest(RESULT.getBytes(StandardCharsets.UTF_8)));
    }

    String result() throws IOException {
        return Files.readString(output());
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), "pegasus: '5.0'\n" + text);
    }

    private String sites() {
        return """
        sites:
          - name: local
            directories:
        %s%s    profiles:
              pegasus: {queue: data}
          - name: cluster
            directories:
        %s    profiles:
              pegasus: {style: condor, auxillary.local: true, runtime: 600, memory: 10, cores: 1}
              env: {GREETING: "it's me"}
        """
                .formatted(
                        place("sharedScratch", "/local"),
                        place("localStorage", "/results"),
                        place("sharedScratch", "/scratch"));
    }

    private String place(String type, String path) {
        return "      - {type: %s, path: %s, sharedFileSystem: true, fileServers: [{operation: all, url: %s}]}\n"
                .formatted(type, yaml(seen + path), url(path));
    }

    private String url(String path) {
        return yaml("file://" + seen + path);
    }

    private static String job(String id, List<String> inputs, List<String> outputs) {
        StringBuilder arguments = new StringBuilder(id);
        StringBuilder uses = new StringBuilder();
        for (String lfn : inputs) {
            arguments.append(", ").append(yaml(word(lfn)));
            uses.append("      - {type: input, lfn: ").append(yaml(lfn)).append("}\n");
        }
        arguments.append(", '--'");
        for (String lfn : outputs) {
            arguments.append(", ").append(yaml(word(lfn)));
            uses.append("      - {type: output, registerReplica: false, stageOut: ")
                    .append(lfn.equals(OUT))
                    .append(", lfn: ")
                    .append(yaml(lfn))
                    .append("}\n");
        }
        return "  - type: job\n    name: join\n    id: %s\n    arguments: [%s]\n    uses:\n%s"
                .formatted(id, arguments, uses);
    }

    /** As the arguments of a job have it. */
    private static String word(String name) {
        return "'" + name.replace("'", "'\\''") + "'";
    }

    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
