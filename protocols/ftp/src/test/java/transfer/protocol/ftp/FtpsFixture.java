package transfer.protocol.ftp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Fixture;

/** What {@link FtpFixture} shows, seen with TLS. */
final class FtpsFixture implements Fixture {
    private final FtpFixture files;
    private final FtpServer server;
    private final int port;
    private final FtpProtocol protocol;
    private final FtpsGateway gateway;

    /**
     * @param portName which of the server's ports; that called FTPS_PORT expects TLS at once
     */
    FtpsFixture(FtpServer server, String portName, String place) throws IOException {
        this.server = server;
        this.files = new FtpFixture(server, place);
        this.port = server.container().port(portName);
        this.protocol = protocol(NetworkSettings.standard());
        this.gateway = new FtpsGateway(server.port(), server.container().data());
    }

    private FtpProtocol protocol(NetworkSettings settings) throws IOException {
        Path data = server.container().data();
        Path trusted = Files.createDirectories(data.resolve("trusted"));
        if (!Files.exists(trusted.resolve("ca.pem"))) {
            Files.copy(data.resolve("ca.pem"), trusted.resolve("ca.pem"));
        }
        return new FtpProtocol(
                new NetworkSettings(
                        settings.connectTimeout(),
                        settings.idleTimeout(),
                        settings.httpProxy(),
                        settings.httpsProxy(),
                        settings.noProxy(),
                        settings.cacheProxy(),
                        Optional.of(trusted),
                        settings.insecureHosts(),
                        settings.allowHtml(),
                        settings.userAgent(),
                        settings.ssh()),
                server.container().port("FTPS_PORT"));
    }

    private static TransferUrl at(int port, TransferUrl plain) {
        try {
            return TransferUrl.parse(
                    plain.toString().replaceFirst("^ftp://[^/]*", "ftps://127.0.0.1:" + port));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return at(port, files.url(name));
    }

    @Override
    public Credentials credentials() {
        return files.credentials();
    }

    @Override
    public List<String> secrets() {
        return files.secrets();
    }

    @Override
    public OptionalInt status(FailureKind kind) {
        return files.status(kind);
    }

    @Override
    public void put(String name, byte[] content) throws IOException {
        files.put(name, content);
    }

    @Override
    public Optional<byte[]> get(String name) throws IOException {
        return files.get(name);
    }

    @Override
    public void makeDirectory(String name) throws IOException {
        files.makeDirectory(name);
    }

    @Override
    public boolean exists(String name) {
        return files.exists(name);
    }

    @Override
    public List<String> names() throws IOException {
        return files.names();
    }

    @Override
    public void link(String name, String target) throws IOException {
        files.link(name, target);
    }

    @Override
    public TransferUrl unreadable() throws IOException {
        return at(port, files.unreadable());
    }

    @Override
    public TransferUrl unwritable() throws IOException {
        return at(port, files.unwritable());
    }

    @Override
    public TransferUrl withSpaceFor(int bytes) throws IOException {
        return at(port, files.withSpaceFor(bytes));
    }

    @Override
    public Locked locked() throws IOException {
        Locked locked = files.locked();
        return new Locked(at(port, locked.url()), locked.size(), locked.right(), locked.wrong());
    }

    @Override
    public InetSocketAddress server() {
        return gateway.address();
    }

    @Override
    public TransferUrl url(String name, int otherPort) {
        gateway.isSeenAs(otherPort);
        return at(otherPort, files.url(name));
    }

    /** A log-in takes several answers, a process and a hash, so each gets a little longer. */
    @Override
    public Protocol impatient(Duration patience) {
        NetworkSettings standard = NetworkSettings.standard();
        try {
            return protocol(
                    new NetworkSettings(
                            patience,
                            patience.multipliedBy(3),
                            standard.httpProxy(),
                            standard.httpsProxy(),
                            standard.noProxy(),
                            standard.cacheProxy(),
                            standard.extraCertificates(),
                            standard.insecureHosts(),
                            standard.allowHtml(),
                            standard.userAgent(),
                            standard.ssh()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        protocol.close();
        gateway.close();
        files.close();
    }
}
