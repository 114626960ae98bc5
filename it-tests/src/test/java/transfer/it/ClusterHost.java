package transfer.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import transfer.protocol.testkit.ContainerServer;

/**
 * A batch system on one node, with the bundle of this build beside it. Its commands, the program's
 * and the jobs all run in one container, where the data folder is {@code /data}.
 *
 * @param before what stands in front of commands, so that the right account runs them
 * @param engine for which workflows are planned
 * @param program the bundle's command, as the container sees it
 */
record ClusterHost(ContainerServer container, List<String> before, String engine, String program)
        implements AutoCloseable {
    private static final String INSIDE = "/data";

    /**
     * @param server the folder of the image
     * @param ports the variables that want a free port each
     */
    static ClusterHost start(String server, List<String> ports, List<String> before, String engine)
            throws IOException, InterruptedException {
        Path archive = Packed.make();
        ContainerServer container = ContainerServer.start(server, ports, Map.of());
        try {
            Path bundle = Packed.unpack(archive, container.data().resolve("program"));
            return new ClusterHost(
                    container,
                    before,
                    engine,
                    INSIDE + "/program/" + bundle.getFileName() + "/bin/transfer");
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            container.close();
            throw e;
        }
    }

    /** A new directory in the data folder, of the account that submits. */
    Path directory(String name) throws IOException, InterruptedException {
        shell(0, "mkdir " + quoted(INSIDE + "/" + name));
        return container.data().resolve(name);
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
                Stream.concat(Stream.of(program, "plan", "--engine", engine), Stream.of(options))
                        .map(ClusterHost::quoted)
                        .collect(Collectors.joining(" "));
        return shell(0, "cd " + quoted(inside(directory)) + " && " + words + " workflow.yml")
                .strip();
    }

    /** The folder of the bundle, as the container sees it. */
    String home() {
        return program.substring(0, program.indexOf("/bin/"));
    }

    /** Runs a script that has to end with this status; what it prints on its standard output. */
    String shell(int status, String script) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of("sh", "-c", script));
        return container.run(status, command.toArray(String[]::new));
    }

    static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    @Override
    public void close() {
        container.close();
    }
}
