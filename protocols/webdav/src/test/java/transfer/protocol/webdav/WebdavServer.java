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
 * @param port the port
 * @param open where anybody may read and write
 * @param locked where {@code lab} with {@code labpass} may
 */
record WebdavServer(ContainerServer container, String scheme, int port, Folder open, Folder locked)
        implements AutoCloseable {

    /** A folder of the server: its path there, with slashes around it, and here. */
    record Folder(String path, Path files) {}

    static WebdavServer apache(String scheme) {
        ContainerServer container =
                ContainerServer.start("apache", List.of("HTTP_PORT", "HTTPS_PORT"), Map.of());
        return new WebdavServer(
                container,
                scheme,
                container.port(scheme.endsWith("s") ? "HTTPS_PORT" : "HTTP_PORT"),
                folder(container, "put"),
                folder(container, "basic-put"));
    }

    private static Folder folder(ContainerServer container, String name) {
        return new Folder("/" + name + "/", container.data().resolve(name));
    }

    WebdavServer withOpen(String name) {
        return new WebdavServer(container, scheme, port, folder(container, name), locked);
    }

    WebdavServer withLocked(String name) {
        return new WebdavServer(container, scheme, port, open, folder(container, name));
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
