package transfer.protocol.webdav;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;

/**
 * A WebDAV server in a container, one of its ports in use.
 *
 * @param scheme how that port is spoken to
 * @param open where anybody may read and write
 * @param locked where {@code lab} with {@code labpass} may
 */
record WebdavServer(ContainerServer container, String scheme, Folder open, Folder locked)
        implements AutoCloseable {

    /** A folder of the server: its port and path, with slashes around it, and where it is here. */
    record Folder(int port, String path, Path files) {}

    /** A place on the server's full disk. */
    TransferUrl full(String name) {
        boolean own = container.settings().containsKey("FULL_PORT");
        return own ? url(container.port("FULL_PORT"), "/" + name) : url(port(), "/full/" + name);
    }

    /**
     * @param open which folder anybody may use
     * @param locked which folder wants a password
     */
    static WebdavServer apache(String scheme, String open, String locked) {
        return start("apache", scheme, open, locked);
    }

    static WebdavServer nginx(String scheme, String open) {
        return start("nginx", scheme, open, "basic-dav");
    }

    private static WebdavServer start(String name, String scheme, String open, String locked) {
        List<String> ports =
                name.equals("nginx")
                        ? List.of(
                                "HTTP_PORT",
                                "HTTPS_PORT",
                                "MTLS_PORT",
                                "STRANGER_PORT",
                                "EXPIRED_PORT")
                        : List.of("HTTP_PORT", "HTTPS_PORT");
        ContainerServer container = ContainerServer.start(name, ports, Map.of());
        int port = container.port(portOf(scheme));
        return new WebdavServer(
                container, scheme, folder(container, port, open), folder(container, port, locked));
    }

    private static Folder folder(ContainerServer container, int port, String name) {
        return new Folder(port, "/" + name + "/", container.data().resolve(name));
    }

    /** rclone knows one user or nobody, so the locked folder is another process's. */
    static WebdavServer rclone(String scheme) {
        ContainerServer container =
                ContainerServer.start(
                        "rclone",
                        List.of("HTTP_PORT", "HTTPS_PORT", "LOCKED_PORT", "FULL_PORT"),
                        Map.of());
        Path data = container.data();
        return new WebdavServer(
                container,
                scheme,
                new Folder(container.port(portOf(scheme)), "/", data.resolve("dav")),
                new Folder(container.port("LOCKED_PORT"), "/", data.resolve("basic-dav")));
    }

    private static String portOf(String scheme) {
        return scheme.endsWith("s") ? "HTTPS_PORT" : "HTTP_PORT";
    }

    int port() {
        return open.port();
    }

    TransferUrl url(int somePort, String path) {
        try {
            return TransferUrl.parse(scheme + "://127.0.0.1:" + somePort + path);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** The standard settings with trust in the server's authority, and in nothing else there. */
    NetworkSettings network() throws IOException {
        Path authority = container.data().resolve("ca.pem");
        if (!Files.exists(authority)) {
            return NetworkSettings.standard();
        }
        Path trusted = Files.createDirectories(container.data().resolve("trusted"));
        if (!Files.exists(trusted.resolve("ca.pem"))) {
            Files.copy(authority, trusted.resolve("ca.pem"));
        }
        return NetworkSettings.of(Map.of("X509_CERT_DIR", trusted.toString()));
    }

    @Override
    public void close() {
        container.close();
    }
}
