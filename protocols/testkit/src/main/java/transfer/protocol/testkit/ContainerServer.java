package transfer.protocol.testkit;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.ExecConfig;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container from an image that {@code docker/images} built, on the host's own network
 * (Linux), so that loads and faults stay on the loopback interface. Its data folder is a new one of
 * this machine, removed when the server is closed.
 *
 * <p>Settings: {@code host}, {@code data} (the folder's path), and each port under the name of its
 * variable.
 */
public final class ContainerServer implements TestServer {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final String INSIDE = "/data";

    private static final int TRIES = 3;

    private final GenericContainer<?> container;
    private final Path data;
    private final Map<String, String> settings;

    private ContainerServer(
            GenericContainer<?> container, Path data, Map<String, String> settings) {
        this.container = container;
        this.data = data;
        this.settings = Map.copyOf(settings);
    }

    /**
     * Starts a server and waits until it says that it is ready.
     *
     * @param name the server's folder under {@code docker}
     * @param ports the variables that want a free port each
     * @param environment other variables
     * @throws ContainerLaunchException when the image of these sources is not built, or when it
     *     does not start, with what it said
     */
    public static ContainerServer start(
            String name, List<String> ports, Map<String, String> environment) {
        return start(name, ports, environment, Set.of(), Map.of());
    }

    /**
     * The same for a server that wants more than {@code /data}.
     *
     * @param dataAlsoAt other paths in the container that show the data folder, too
     * @param disks paths in the container that are small disks of their own, with the size in bytes
     *     of each
     */
    public static ContainerServer start(
            String name,
            List<String> ports,
            Map<String, String> environment,
            Set<String> dataAlsoAt,
            Map<String, Long> disks) {
        DockerImageName image = DockerImageName.parse(ContainerImage.of(Path.of(""), name));
        for (int i = 1; ; i++) {
            Path data = newFolder(name);
            Consumer<HostConfig> mounts =
                    config ->
                            config.withBinds(binds(data, dataAlsoAt))
                                    .withTmpFs(memoryDisks(disks))
                                    // look-ups fail at once
                                    .withDns("127.0.0.1");
            try {
                return startOnce(image, freePorts(ports), environment, data, mounts);
            } catch (ContainerLaunchException e) {
                // somebody else may have taken a port meanwhile
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Bound by hand: {@code withFileSystemBind} first fetches an image to try binding with. */
    private static List<Bind> binds(Path data, Set<String> dataAlsoAt) {
        return Stream.concat(Stream.of(INSIDE), dataAlsoAt.stream())
                .map(inside -> new Bind(data.toString(), new Volume(inside)))
                .toList();
    }

    private static Map<String, String> memoryDisks(Map<String, Long> sizes) {
        Map<String, String> options = new HashMap<>();
        sizes.forEach((path, size) -> options.put(path, "mode=1777,size=" + size));
        return options;
    }

    private static ContainerServer startOnce(
            DockerImageName image,
            Map<String, String> ports,
            Map<String, String> environment,
            Path data,
            Consumer<HostConfig> mounts) {
        GenericContainer<?> container =
                new GenericContainer<>(image)
                        // nobody else has it
                        .withImagePullPolicy(any -> false)
                        .withNetworkMode("host")
                        .withCreateContainerCmdModifier(
                                command -> mounts.accept(command.getHostConfig()))
                        .withEnv(environment)
                        .withEnv(ports)
                        .waitingFor(
                                new ReadyLine(image.getUnversionedPart() + " ready")
                                        .withStartupTimeout(START_LIMIT));
        Map<String, String> settings = new HashMap<>(ports);
        settings.put("host", "127.0.0.1");
        settings.put("data", data.toString());
        ContainerServer server = new ContainerServer(container, data, settings);
        try {
            container.start();
            return server;
        } catch (ContainerLaunchException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    /** The folder that the server has as {@code /data}. */
    public Path data() {
        return data;
    }

    /** The port behind one of the variables. */
    public int port(String variable) {
        return Integer.parseInt(setting(variable));
    }

    /**
     * Runs a command in the container as the owner of the data folder.
     *
     * @return what it printed on its standard output
     * @throws IllegalStateException when it ends otherwise, with all that it printed
     */
    public String run(int status, String... command) throws IOException, InterruptedException {
        Container.ExecResult ran =
                container.execInContainer(
                        ExecConfig.builder()
                                .user(Files.getAttribute(data, "unix:uid").toString())
                                .command(command)
                                .build());
        if (ran.getExitCode() != status) {
            throw new IllegalStateException(
                    String.join(" ", command)
                            + " ended with "
                            + ran.getExitCode()
                            + "\n"
                            + ran.getStdout()
                            + ran.getStderr());
        }
        return ran.getStdout();
    }

    @Override
    public void close() {
        container.close();
        try (Stream<Path> files = Files.exists(data) ? Files.walk(data) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newFolder(String name) {
        try {
            return Files.createTempDirectory("transfer-test-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All at once, so that no two are the same. */
    private static Map<String, String> freePorts(List<String> variables) {
        Map<String, String> ports = new HashMap<>();
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (String variable : variables) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                held.add(socket);
                ports.put(variable, Integer.toString(socket.getLocalPort()));
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(DeafServer::quietly);
        }
    }
}
