package transfer.protocol.webdav;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;

/** Two XRootD servers in a container, plain and with TLS on the same ports. */
record XrootdServer(ContainerServer container) implements AutoCloseable {
    static XrootdServer start() {
        return new XrootdServer(
                ContainerServer.start("xrootd", List.of("HTTP_PORT", "OTHER_PORT"), Map.of()));
    }

    /** The first of them, with its files for everybody. */
    WebdavServer first(String scheme) {
        WebdavServer.Folder all = new WebdavServer.Folder("/", container.data().resolve("files"));
        return new WebdavServer(container, scheme, container.port("HTTP_PORT"), all, all);
    }

    int otherPort() {
        return container.port("OTHER_PORT");
    }

    /** What the second one has of its own. */
    Path other(String name) {
        return container.data().resolve("other").resolve(name);
    }

    /** A file of the second one, where {@code shared/} is what the first one has. */
    TransferUrl otherUrl(String scheme, String path) {
        try {
            return TransferUrl.parse(scheme + "://127.0.0.1:" + otherPort() + "/" + path);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
