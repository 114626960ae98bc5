package transfer.protocol.ftp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import transfer.credentials.Credentials;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;
import transfer.protocol.testkit.OnePassword;

/** vsftpd or ProFTPD in a container; {@code lab} with {@code labpass} may log in. */
record FtpServer(ContainerServer container) implements AutoCloseable {
    static final String PASSWORD = "labpass";

    static FtpServer vsftpd(Map<String, String> environment) {
        return start("vsftpd", environment);
    }

    private static FtpServer start(String name, Map<String, String> environment) {
        return new FtpServer(
                ContainerServer.start(
                        name, List.of("FTP_PORT", "ANONYMOUS_PORT", "FTPS_PORT"), environment));
    }

    static Credentials lab() {
        return new Credentials(List.of(new OnePassword("lab", PASSWORD)));
    }

    int port() {
        return container.port("FTP_PORT");
    }

    int anonymousPort() {
        return container.port("ANONYMOUS_PORT");
    }

    /** What a log-in sees first. */
    Path files() {
        return container.data().resolve("files");
    }

    static TransferUrl url(int port, String path) {
        try {
            return TransferUrl.parse("ftp://127.0.0.1:" + port + "/" + path);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
