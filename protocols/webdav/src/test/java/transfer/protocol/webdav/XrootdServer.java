package transfer.protocol.webdav;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;

/**
 * Two XRootD servers in a container, {@code files} and {@code other}, plain and with TLS on the
 * same port.
 */
record XrootdServer(ContainerServer container) implements AutoCloseable {
    /** What does not answer at all is found out sooner than users would. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static XrootdServer start() {
        return new XrootdServer(
                ContainerServer.start("xrootd", List.of("HTTP_PORT", "OTHER_PORT"), Map.of()));
    }

    int port(String server) {
        return container.port(server.equals("files") ? "HTTP_PORT" : "OTHER_PORT");
    }

    WebdavServer dav(String scheme) {
        WebdavServer.Folder all = new WebdavServer.Folder(port("files"), "/", path("files"));
        return new WebdavServer(container, scheme, all, all);
    }

    /** Where a file is here, by server and name. */
    Path path(String name) {
        return container.data().resolve(name);
    }

    void put(String name, byte[] content) throws IOException {
        Path file = path(name);
        Files.createDirectories(file.getParent());
        Files.setPosixFilePermissions(
                file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(file, content);
    }

    Optional<byte[]> get(String name) throws IOException {
        return Files.exists(path(name))
                ? Optional.of(Files.readAllBytes(path(name)))
                : Optional.empty();
    }

    /**
     * @param name server and path in it
     */
    TransferUrl url(String scheme, String name) {
        int slash = name.indexOf('/');
        return url(scheme, port(name.substring(0, slash)), name.substring(slash));
    }

    static TransferUrl url(String scheme, int port, String path) {
        try {
            return TransferUrl.parse(scheme + "://127.0.0.1:" + port + path);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    NetworkSettings network() throws IOException {
        NetworkSettings standard = dav("webdavs").network();
        return new NetworkSettings(
                PATIENCE,
                PATIENCE,
                standard.httpProxy(),
                standard.httpsProxy(),
                standard.noProxy(),
                standard.cacheProxy(),
                standard.extraCertificates(),
                standard.insecureHosts(),
                standard.allowHtml(),
                standard.userAgent(),
                standard.ssh());
    }

    @Override
    public void close() {
        container.close();
    }
}
