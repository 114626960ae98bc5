package transfer.protocol.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.OnePassword;

/** A place at the server in this JVM. */
final class MinaFixture implements Fixture {
    private static final String WRONG = "wrong-labpass";

    private final MinaServer server;
    private final String place;
    private final NetworkSettings network;
    private final SshProtocol protocol;

    /**
     * @param place a name that no other fixture of this server has
     */
    MinaFixture(MinaServer server, String place) throws IOException {
        this.server = server;
        this.place = place;
        this.network = SshServer.network(server.home(), Optional.empty());
        this.protocol = new SshProtocol(network);
        Files.createDirectories(path(""));
    }

    private Path path(String name) {
        Path folder = server.root().resolve(place);
        try {
            return name.isEmpty()
                    ? folder
                    : TransferUrl.parse("file://" + folder + "/" + name).toPath();
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return server.url("/" + place + "/" + name);
    }

    @Override
    public TransferUrl url(String name, int port) {
        return server.url("/" + place + "/" + name, port);
    }

    @Override
    public List<String> secrets() {
        return List.of(MinaServer.PASSWORD, WRONG);
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        return kind == FailureKind.NOT_FOUND
                ? OptionalInt.of(SftpStatus.NO_SUCH_FILE)
                : OptionalInt.empty();
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        Path file = path(name);
        Files.createDirectories(file.getParent());
        Path fresh = Files.write(server.root().resolve("fresh-" + place), content);
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        Path file = path(name);
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public void makeDirectory(String name) throws IOException {
        Files.createDirectories(path(name));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> names() throws IOException {
        int prefix = TransferUrl.ofPath(path("")).path().length() + 1;
        try (Stream<Path> all = Files.walk(path(""))) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> TransferUrl.ofPath(file).path().substring(prefix))
                    .toList();
        }
    }

    @Override
    public Locked locked() throws IOException {
        put("locked", new byte[123]);
        return new Locked(
                server.urlWithoutPassword("/" + place + "/locked"),
                123,
                new Credentials(List.of(new OnePassword(MinaServer.USER, MinaServer.PASSWORD))),
                new Credentials(List.of(new OnePassword(MinaServer.USER, WRONG))));
    }

    @Override
    public InetSocketAddress server() {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    @Override
    public Protocol impatient(Duration patience) {
        return new SshProtocol(
                new NetworkSettings(
                        patience,
                        patience,
                        network.httpProxy(),
                        network.httpsProxy(),
                        network.noProxy(),
                        network.cacheProxy(),
                        network.extraCertificates(),
                        network.insecureHosts(),
                        network.allowHtml(),
                        network.userAgent(),
                        network.ssh()));
    }

    @Override
    public void close() throws IOException {
        protocol.close();
        try (Stream<Path> all = Files.walk(path(""))) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
