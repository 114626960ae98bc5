package transfer.protocol.ssh;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.OnePassword;

/** A place at one of OpenSSH's ports. */
final class SshFixture implements Fixture {
    private static final String WRONG = "wrong-labpass";

    /** How many times as long it may take: agreeing on keys takes a busy machine its time. */
    private static final int LOGGING_IN = 20;

    private final SshServer server;
    private final SshServer.Port port;
    private final String place;
    private final SshProtocol protocol;

    SshFixture(SshServer server, SshServer.Port port, String place) throws IOException {
        this.server = server;
        this.port = port;
        this.place = place;
        this.protocol = new SshProtocol(server.network());
        makeOpen(path(""));
    }

    /** The account is not the owner of what is put here when tests are run by root. */
    private static void makeOpen(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            makeOpen(folder.getParent());
            Files.createDirectory(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
    }

    private Path path(String name) {
        try {
            Path folder = server.files().resolve(place);
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
        return server.url(port, SshServer.pathThere(place + "/" + name));
    }

    @Override
    public TransferUrl url(String name, int otherPort) {
        String text = url(name).text().replaceFirst(":\\d+/", ":" + otherPort + "/");
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Override
    public List<String> secrets() {
        return List.of(SshServer.PASSWORD, WRONG);
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        if (port == SshServer.Port.SCP) {
            return OptionalInt.empty(); // scp has no numbers
        }
        return switch (kind) {
            case NOT_FOUND -> OptionalInt.of(SftpStatus.NO_SUCH_FILE);
            case ACCESS_DENIED -> OptionalInt.of(SftpStatus.PERMISSION_DENIED);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        Path file = path(name);
        makeOpen(file.getParent());
        Path fresh = Files.write(server.files().resolve("fresh-" + place), content);
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
        makeOpen(path(name));
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
    public void link(String name, String target) throws IOException {
        makeOpen(path(name).getParent());
        Path there = Path.of(SshServer.pathThere(place)).resolve(target);
        Files.createSymbolicLink(path(name), there);
    }

    @Override
    public TransferUrl unreadable() throws IOException {
        put("secret", new byte[10]);
        Files.setPosixFilePermissions(path("secret"), Set.of());
        return url("secret");
    }

    @Override
    public TransferUrl unwritable() throws IOException {
        makeOpen(path("closed"));
        Files.setPosixFilePermissions(path("closed"), PosixFilePermissions.fromString("r-xr-xr-x"));
        return url("closed/file");
    }

    @Override
    public TransferUrl withSpaceFor(int bytes) {
        return server.url(port, SshServer.SMALL_DISK + "/" + place);
    }

    @Override
    public Locked locked() throws IOException {
        put("locked", new byte[123]);
        return new Locked(
                server.urlWithoutPassword(
                        SshServer.Port.PASSWORD, SshServer.pathThere(place + "/locked")),
                123,
                new Credentials(List.of(new OnePassword(SshServer.USER, SshServer.PASSWORD))),
                new Credentials(List.of(new OnePassword(SshServer.USER, WRONG))));
    }

    @Override
    public InetSocketAddress server() {
        return new InetSocketAddress("127.0.0.1", server.port(port));
    }

    @Override
    public Protocol impatient(Duration patience) {
        NetworkSettings usual = server.network();
        NetworkSettings impatient =
                new NetworkSettings(
                        patience.multipliedBy(LOGGING_IN),
                        patience,
                        usual.httpProxy(),
                        usual.httpsProxy(),
                        usual.noProxy(),
                        usual.cacheProxy(),
                        usual.extraCertificates(),
                        usual.insecureHosts(),
                        usual.allowHtml(),
                        usual.userAgent(),
                        usual.ssh());
        return new SshProtocol(impatient);
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
