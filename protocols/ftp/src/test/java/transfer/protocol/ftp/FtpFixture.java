package transfer.protocol.ftp;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.ByteText;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.Remover;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.OnePassword;

/** A folder of a server in a container, seen by FTP in front and as files behind. */
final class FtpFixture implements Fixture {
    /** Longer ago than a file may still change unseen. */
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static final String WRONG = "not the password";

    private final FtpServer server;
    private final String place;
    private final FtpGateway gateway;
    private Optional<TransferUrl> onSmallDisk = Optional.empty();
    private final FtpProtocol protocol = new FtpProtocol(NetworkSettings.standard());

    /**
     * @param place a name that no other fixture of this server has
     */
    FtpFixture(FtpServer server, String place) throws IOException {
        this.server = server;
        this.place = place;
        this.gateway = new FtpGateway(new InetSocketAddress("127.0.0.1", server.port()));
        makeOpen(path(""));
    }

    /** The log-in is not the owner. */
    private static void makeOpen(Path folder) throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public Credentials credentials() {
        return FtpServer.lab();
    }

    @Override
    public List<String> secrets() {
        return List.of(FtpServer.PASSWORD, WRONG);
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        return switch (kind) {
            case NOT_FOUND -> OptionalInt.of(550);
            case BAD_CREDENTIALS -> OptionalInt.of(530);
            default -> OptionalInt.empty();
        };
    }

    @Override
    public TransferUrl url(String name) {
        return FtpServer.url(server.port(), place + "/" + escaped(name));
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : ByteText.encode(name)) {
            char c = (char) (b & 0xFF);
            boolean plain = "/-._~".indexOf(c) >= 0 || c < 0x80 && Character.isLetterOrDigit(c);
            text.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return text.toString();
    }

    private Path path(String name) {
        Path folder = server.files().resolve(place);
        try {
            return name.isEmpty()
                    ? folder
                    : TransferUrl.parse("file://" + folder + "/" + name).toPath();
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        Path file = path(name);
        makeParents(file);
        Path fresh = Files.write(server.container().data().resolve("fresh-" + place), content);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().minus(SETTLED)));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void makeParents(Path file) throws IOException {
        if (!Files.exists(file.getParent())) {
            makeParents(file.getParent());
            makeOpen(file.getParent());
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
    public void link(String name, String target) throws IOException {
        makeParents(path(name));
        Files.createSymbolicLink(path(name), path(name).getParent().relativize(path(target)));
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(path(name), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public List<String> names() throws IOException {
        int prefix = path("").toString().length() + 1;
        try (Stream<Path> all = Files.walk(path(""))) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> TransferUrl.ofPath(file).path().substring(prefix))
                    .toList();
        }
    }

    @Override
    public TransferUrl unreadable() throws IOException {
        put("unreadable", new byte[10]);
        Files.setPosixFilePermissions(
                path("unreadable"), PosixFilePermissions.fromString("---------"));
        return url("unreadable");
    }

    @Override
    public TransferUrl unwritable() throws IOException {
        makeDirectory("unwritable");
        Files.setPosixFilePermissions(
                path("unwritable"), PosixFilePermissions.fromString("r-xr-xr-x"));
        return url("unwritable/file");
    }

    @Override
    public TransferUrl withSpaceFor(int bytes) throws IOException {
        if (bytes < FtpServer.SMALL_BYTES) {
            throw new IllegalArgumentException("the small disk is larger than " + bytes);
        }
        // only the server can look into it
        TransferUrl url = FtpServer.url(server.port(), FtpServer.SMALL + "/" + place);
        onSmallDisk = Optional.of(url);
        return url;
    }

    private void clearSmallDisk() throws IOException {
        if (onSmallDisk.isPresent()) {
            Place where = new Place(onSmallDisk.get(), Site.UNNAMED);
            try (Endpoint endpoint = protocol.open(where, credentials())) {
                ((Remover) endpoint).remove(where.url(), true);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public InetSocketAddress server() {
        return gateway.address();
    }

    @Override
    public TransferUrl url(String name, int port) {
        gateway.isSeenAs(port);
        return FtpServer.url(port, place + "/" + escaped(name));
    }

    /**
     * A server starts a process for each connection, so greeting and log-in get a little longer.
     */
    @Override
    public Protocol impatient(Duration patience) {
        Duration enough = patience.multipliedBy(10);
        return waiting(enough, enough);
    }

    /** A family that waits so long for connections and for answers. */
    static FtpProtocol waiting(Duration forConnections, Duration forAnswers) {
        NetworkSettings standard = NetworkSettings.standard();
        return new FtpProtocol(
                new NetworkSettings(
                        forConnections,
                        forAnswers,
                        standard.httpProxy(),
                        standard.httpsProxy(),
                        standard.noProxy(),
                        standard.cacheProxy(),
                        standard.extraCertificates(),
                        standard.insecureHosts(),
                        standard.allowHtml(),
                        standard.userAgent(),
                        standard.ssh()));
    }

    @Override
    public Locked locked() throws IOException {
        put("locked", new byte[123]);
        return new Locked(
                url("locked"),
                123,
                FtpServer.lab(),
                new Credentials(List.of(new OnePassword("lab", WRONG))));
    }

    @Override
    public void close() throws IOException {
        clearSmallDisk();
        protocol.close();
        gateway.close();
        try (Stream<Path> all = Files.walk(path(""))) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
