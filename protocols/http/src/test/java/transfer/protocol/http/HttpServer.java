package transfer.protocol.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;

/**
 * nginx or Apache in a container, one of its ports in use.
 *
 * @param scheme how that port is spoken to
 * @param port the port
 * @param lockedPath where {@code lab} with {@code labpass} may read
 * @param lockedFolder the same from behind
 */
record HttpServer(
        ContainerServer container, String scheme, int port, String lockedPath, Path lockedFolder)
        implements AutoCloseable {

    static HttpServer nginx(String scheme) {
        ContainerServer container =
                ContainerServer.start(
                        "nginx",
                        List.of(
                                "HTTP_PORT",
                                "HTTPS_PORT",
                                "MTLS_PORT",
                                "STRANGER_PORT",
                                "EXPIRED_PORT"),
                        Map.of());
        return new HttpServer(
                container,
                scheme,
                container.port(portOf(scheme)),
                "/basic/",
                container.data().resolve("www"));
    }

    static HttpServer apache(String scheme) {
        ContainerServer container =
                ContainerServer.start("apache", List.of("HTTP_PORT", "HTTPS_PORT"), Map.of());
        return new HttpServer(
                container,
                scheme,
                container.port(portOf(scheme)),
                "/basic-put/",
                container.data().resolve("basic-put"));
    }

    private static String portOf(String scheme) {
        return scheme.equals("https") ? "HTTPS_PORT" : "HTTP_PORT";
    }

    /** The folder that the server serves. */
    Path data() {
        return container.data();
    }

    TransferUrl url(int somePort, String path) {
        try {
            return TransferUrl.parse(scheme + "://127.0.0.1:" + somePort + path);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    /** These settings with trust in the server's authority, and in nothing else that lies there. */
    NetworkSettings network(NetworkSettings settings) throws IOException {
        Path trusted = Files.createDirectories(data().resolve("trusted"));
        Path authority = trusted.resolve("ca.pem");
        if (!Files.exists(authority)) {
            Files.copy(data().resolve("ca.pem"), authority);
        }
        return new NetworkSettings(
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
                settings.ssh());
    }

    @Override
    public void close() {
        container.close();
    }
}
