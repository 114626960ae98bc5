package transfer.protocol.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.credentials.Credentials;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.OnePassword;

/** A folder of a server in a container, seen by HTTP in front and as files behind. */
final class HttpFixture implements Fixture {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final String WRONG = "not the password";

    private final HttpServer server;
    private final String place;
    private final NetworkSettings network;
    private final HttpProtocol protocol;
    private final List<FaultProxy> proxies = new ArrayList<>();

    /**
     * @param place a name that no other fixture of this server has
     */
    HttpFixture(HttpServer server, String place) throws IOException {
        this.server = server;
        this.place = place;
        this.network = server.network(NetworkSettings.standard());
        this.protocol = new HttpProtocol(network);
        Files.createDirectories(path(""));
        Files.setPosixFilePermissions(path(""), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return url(name, server.port());
    }

    @Override
    public TransferUrl url(String name, int port) {
        return server.url(port, "/put/" + place + "/" + escaped(name));
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : ByteText.encode(name)) {
            char c = (char) (b & 0xFF);
            boolean plain = c == '/' || c < 0x80 && Character.isLetterOrDigit(c);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }

    private Path path(String name) {
        return path(server.data().resolve("put").resolve(place), name);
    }

    private static Path path(Path folder, String name) {
        try {
            return name.isEmpty()
                    ? folder
                    : TransferUrl.parse("file://" + folder + "/" + name).toPath();
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    /** With a date that has settled: Apache's tag is weak for a second after the last change. */
    @Override
    public OptionalInt status(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND -> OptionalInt.of(404);
            case BAD_CREDENTIALS -> OptionalInt.of(401);
            case ACCESS_DENIED -> OptionalInt.of(403);
            case THROTTLED -> OptionalInt.of(429);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        Path file = path(name);
        makeParents(file);
        Path fresh = Files.write(server.data().resolve("fresh-" + place), content);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minus(SETTLED)));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void makeParents(Path file) throws IOException {
        for (Path folder = file.getParent(); !Files.exists(folder); folder = folder.getParent()) {
            makeParents(folder);
            Files.createDirectory(folder);
            // Apache is not the folder's owner
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        Path file = path(name);
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public void makeDirectory(String name) throws IOException {
        makeParents(path(name + "/x"));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> names() throws IOException {
        int prefix = path("").toString().length() + 1;
        try (Stream<Path> all = Files.walk(path(""))) {
            return all.filter(file -> !Files.isDirectory(file))
                    .filter(file -> !file.toString().contains("/.DAV/"))
                    .map(file -> TransferUrl.ofPath(file).path().substring(prefix))
                    .toList();
        }
    }

    @Override
    public TransferUrl unwritable() {
        return server.url(server.port(), "/readonly/" + place);
    }

    @Override
    public Locked locked() throws IOException {
        Path file = server.lockedFolder().resolve(place);
        Files.write(file, new byte[123]);
        return new Locked(
                server.url(server.port(), server.lockedPath() + place),
                123,
                new Credentials(List.of(new OnePassword("lab", "labpass"))),
                new Credentials(List.of(new OnePassword("lab", WRONG))));
    }

    @Override
    public List<String> secrets() {
        return List.of("labpass", WRONG, "lab:labpass", "lab:" + WRONG);
    }

    @Override
    public TransferUrl throttled(byte[] content, Duration pause) throws IOException {
        put("busy", content);
        FaultProxy proxy = FaultProxy.before(server());
        proxies.add(proxy);
        proxy.next(1, Fault.busy(pause));
        return url("busy", proxy.port());
    }

    @Override
    public InetSocketAddress server() {
        return new InetSocketAddress("127.0.0.1", server.port());
    }

    @Override
    public Protocol impatient(Duration patience) {
        return new HttpProtocol(
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
        proxies.forEach(FaultProxy::close);
        try (Stream<Path> all = Files.walk(path(""))) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
