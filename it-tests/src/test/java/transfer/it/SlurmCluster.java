package transfer.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import transfer.protocol.testkit.ContainerServer;

/**
 * Slurm on one node, with the bundle of this build beside it. Its commands, the program's and the
 * jobs all run in one container, where the data folder is {@code /data}.
 */
record SlurmCluster(ContainerServer container, String program) implements AutoCloseable {
    private static final String INSIDE = "/data";

    static SlurmCluster start() throws IOException, InterruptedException {
        Path archive = Packed.make();
        ContainerServer container =
                ContainerServer.start("slurm", List.of("CONTROLLER_PORT", "NODE_PORT"), Map.of());
        Path bundle = Packed.unpack(archive, container.data().resolve("program"));
        return new SlurmCluster(
                container, INSIDE + "/program/" + bundle.getFileName() + "/bin/transfer");
    }

    /** A new directory in the data folder. */
    Path directory(String name) throws IOException {
        return Files.createDirectory(container.data().resolve(name));
    }

    /** What a file of the data folder is called in the container. */
    String inside(Path file) {
        return INSIDE + "/" + container.data().relativize(file);
    }

    /** What it is called here. */
    Path outside(String file) {
        return container.data().resolve(Path.of(INSIDE).relativize(Path.of(file)));
    }

    /** Plans a workflow in its directory; the submit directory as the container sees it. */
    String plan(Path directory, String... options) throws IOException, InterruptedException {
        String words =
                Stream.concat(Stream.of(program, "plan", "--engine", "slurm"), Stream.of(options))
                        .map(SlurmCluster::quoted)
                        .collect(Collectors.joining(" "));
        return shell(0, "cd " + quoted(inside(directory)) + " && " + words + " workflow.yml")
                .strip();
    }

    /** Starts the script of a submit directory that has to end with this status; what it says. */
    String submit(int status, String directory, String... options)
            throws IOException, InterruptedException {
        return shell(
                status,
                quoted(directory + "/submit.sh") + " " + String.join(" ", options) + " 2>&1");
    }

    /** Returns when nothing waits or runs any more. */
    void untilIdle() throws IOException, InterruptedException {
        shell(0, "while [ \"$(squeue --noheader)\" ]; do sleep 0.1; done");
    }

    String shell(int status, String script) throws IOException, InterruptedException {
        return container.run(status, "sh", "-c", script);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() {
        container.close();
    }
}
