package transfer.protocol.ftp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import transfer.credentials.Credentials;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;
import transfer.protocol.testkit.OnePassword;

/** vsftpd or ProFTPD in a container; {@code lab} with {@code labpass} may log in. */
record FtpServer(ContainerServer container) implements AutoCloseable {
    static final String PASSWORD = "labpass";

    /** A disk in the container that is soon full. */
    static final String SMALL = "/small";

    static final long SMALL_BYTES = 96 << 10;

    private static final List<String> PORTS =
            List.of("FTP_PORT", "ANONYMOUS_PORT", "FTPS_PORT", "SFTP_PORT");

    static FtpServer vsftpd(Map<String, String> environment) {
        return start("vsftpd", environment);
    }

    static FtpServer proftpd(Map<String, String> environment) {
        return start("proftpd", environment);
    }

    private static FtpServer start(String name, Map<String, String> environment) {
        return new FtpServer(
                ContainerServer.start(
                        name, PORTS, environment, Set.of(), Map.of(SMALL, SMALL_BYTES)));
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
