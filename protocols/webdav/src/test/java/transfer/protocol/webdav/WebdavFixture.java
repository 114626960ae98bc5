package transfer.protocol.webdav;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.OnePassword;

/** A folder of a server in a container, seen by WebDAV in front and as files behind. */
final class WebdavFixture implements Fixture {
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String WRONG = "not the password";

    private final WebdavServer server;
    private final String place;
    private final NetworkSettings network;
    private final WebdavProtocol protocol;
    private final List<FaultProxy> proxies = new ArrayList<>();

    /**
     * @param place a name that no other fixture of this server has
     */
    WebdavFixture(WebdavServer server, String place) throws IOException {
        this.server = server;
        this.place = place;
        this.network = server.network();
        this.protocol = new WebdavProtocol(network);
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
        return server.url(port, server.open().path() + place + "/" + escaped(name));
    }

    private static String escaped(String name) {
        return Arrays.stream(name.split("/", -1))
                .map(WebdavLocation::escaped)
                .collect(Collectors.joining("/"));
    }

    private Path path(String name) {
        Path folder = server.open().files().resolve(place);
        try {
            return name.isEmpty()
                    ? folder
                    : TransferUrl.parse("file://" + folder + "/" + name).toPath();
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND -> OptionalInt.of(404);
            case BAD_CREDENTIALS -> OptionalInt.of(401);
            case THROTTLED -> OptionalInt.of(429);
            default -> OptionalInt.empty();
        };
    }

    /** With a date that has settled: Apache's tag is weak for a second after the last change. */
    @Override
    public void put(String name, byte[] content) throws IOException {
        Path file = path(name);
        makeParents(file);
        Path fresh = Files.write(server.container().data().resolve("fresh-" + place), content);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minus(SETTLED)));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void makeParents(Path file) throws IOException {
        for (Path folder = file.getParent(); !Files.exists(folder); folder = folder.getParent()) {
            makeParents(folder);
            Files.createDirectory(folder);
            // the server is not the folder's owner
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

    /**
     * Once Apache has taken away what it had of uploads that were cut off, which it does by itself.
     */
    @Override
    public List<String> names() throws IOException {
        long begin = System.nanoTime();
        while (true) {
            boolean patient = System.nanoTime() - begin < PATIENCE.toNanos();
            try {
                List<String> names = namesNow();
                if (!patient || names.stream().noneMatch(name -> name.contains(".davfs.tmp"))) {
                    return names;
                }
            } catch (UncheckedIOException e) {
                // taken away between being listed and being looked at
                if (!patient || !(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
            Thread.onSpinWait();
        }
    }

    private List<String> namesNow() throws IOException {
        int prefix = path("").toString().length() + 1;
        try (Stream<Path> all = Files.walk(path(""))) {
            return all.filter(file -> !Files.isDirectory(file))
                    .filter(file -> !file.toString().contains("/.DAV/"))
                    .map(file -> TransferUrl.ofPath(file).path().substring(prefix))
                    .toList();
        }
    }

    /** By the URL of the same files that lets nobody write. */
    @Override
    public TransferUrl unwritable() {
        return server.url(
                server.port(), "/readonly-" + server.open().path().substring(1) + place + "/x");
    }

    @Override
    public TransferUrl withSpaceFor(int bytes) {
        return server.full(place);
    }

    @Override
    public Locked locked() throws IOException {
        Files.write(server.locked().files().resolve(place), new byte[123]);
        return new Locked(
                server.url(server.locked().port(), server.locked().path() + place),
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
        return new WebdavProtocol(
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
        names(); // waits for what Apache still takes away by itself
        try (Stream<Path> all = Files.walk(path(""))) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file); // Apache takes its own away, too
            }
        }
    }
}
