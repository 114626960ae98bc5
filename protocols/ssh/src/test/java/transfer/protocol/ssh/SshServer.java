package transfer.protocol.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.NetworkSettings.HostKeyChecking;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;

/**
 * OpenSSH in a container, each of its {@link Port}s a server with habits of its own, all with the
 * same account and the same files.
 */
final class SshServer implements AutoCloseable {
    static final String USER = "lab";
    static final String PASSWORD = "labpass";

    /** Of {@code keys/encrypted}. */
    static final String PASSPHRASE = "labphrase";

    /** The only one; see {@code docker/README.md}. */
    static final Path SMALL_DISK = Path.of("/small");

    private final ContainerServer container;
    private final Path home;

    /** What there is to choose from; {@code docker/README.md} says more. */
    enum Port {
        SSH,
        PASSWORD,
        KEYBOARD,
        JAIL,
        CERTIFICATE,
        SCP,
        QUIET,
        FEW,
        BARE;

        private String variable() {
            return name() + "_PORT";
        }
    }

    private SshServer(ContainerServer container, Path home) {
        this.container = container;
        this.home = home;
    }

    /** Starts the servers at these ports. */
    static SshServer start(Port... ports) {
        return start(100 << 10, ports);
    }

    /**
     * Starts them with a disk of this many bytes at {@link #SMALL_DISK}.
     *
     * @param smallDisk a multiple of 4096
     */
    static SshServer start(long smallDisk, Port... ports) {
        List<String> variables = Arrays.stream(ports).map(Port::variable).toList();
        ContainerServer container =
                ContainerServer.start(
                        "openssh",
                        variables,
                        Map.of(),
                        Set.of("/srv/jail/data"),
                        Map.of(SMALL_DISK.toString(), smallDisk));
        SshServer server = new SshServer(container, container.data().resolve("client"));
        try {
            Path settings = Files.createDirectories(server.home.resolve(".ssh"));
            Files.copy(container.data().resolve("known_hosts"), settings.resolve("known_hosts"));
            return server;
        } catch (IOException e) {
            server.close();
            throw new IllegalStateException(e);
        }
    }

    int port(Port port) {
        return container.port(port.variable());
    }

    /** A home directory for the client, whose {@code known_hosts} knows all servers. */
    Path home() {
        return home;
    }

    /** Of the client at home there, with patience as usual; whoever calls closes them. */
    SshConnections connections() {
        return new SshConnections(network());
    }

    /** Connects with what the URL says of the user. */
    static SshConnection connect(SshConnections connections, TransferUrl url)
            throws TransferException, InterruptedException {
        Place place = new Place(url, Site.UNNAMED);
        return connections.connection(url, connections.login(place, Credentials.none()));
    }

    /** Settings of a client with that home, and with nothing else of its own. */
    NetworkSettings network() {
        return network(home, Optional.empty());
    }

    /** The same for another home, and with an agent. */
    static NetworkSettings network(Path home, Optional<Path> agent) {
        return network(home, agent, Optional.empty());
    }

    static NetworkSettings network(
            Path home, Optional<Path> agent, Optional<HostKeyChecking> hostKeys) {
        NetworkSettings standard = NetworkSettings.standard();
        return new NetworkSettings(
                standard.connectTimeout(),
                standard.idleTimeout(),
                standard.httpProxy(),
                standard.httpsProxy(),
                standard.noProxy(),
                standard.cacheProxy(),
                standard.extraCertificates(),
                standard.insecureHosts(),
                standard.allowHtml(),
                standard.userAgent(),
                new NetworkSettings.Ssh(
                        hostKeys,
                        Optional.of(home),
                        Optional.of("nobody-in-particular"),
                        agent,
                        home.resolve("etc")));
    }

    /** A private key by its name under {@code keys}. */
    Path key(String name) {
        return container.data().resolve("keys").resolve(name);
    }

    /** A folder of the account, on this machine and as the server names it. */
    Path files() {
        return container.data().resolve("files");
    }

    /** What the server sees of a file below {@link #files}, as an absolute path. */
    static String pathThere(String name) {
        return "/data/files/" + name;
    }

    /** Commands of the server at {@link Port#BARE}. */
    Path commands() {
        return container.data().resolve("bin");
    }

    /** Public keys that let in, one a line. */
    Path authorizedKeys() {
        return container.data().resolve("authorized_keys");
    }

    /** {@code sftp://lab:labpass@127.0.0.1:port} and the path. */
    TransferUrl url(Port port, String path) {
        return url("sftp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port(port) + path);
    }

    /** The same without the password. */
    TransferUrl urlWithoutPassword(Port port, String path) {
        return url("sftp://" + USER + "@127.0.0.1:" + port(port) + path);
    }

    private static TransferUrl url(String text) {
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** What the server at this port has written into its log so far. */
    String log(Port port) throws IOException {
        String name = port.name().toLowerCase(Locale.ROOT) + ".log";
        return Files.readString(container.data().resolve("log").resolve(name));
    }

    @Override
    public void close() {
        container.close();
    }
}
