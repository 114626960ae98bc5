package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import transfer.credentials.Site;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.ContainerServer;
import transfer.protocol.tls.TlsClient;

/** Servers that take a data connection only in the session of its control connection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FtpsSessions {
    private final String program;
    private final String version;
    private ContainerServer server;
    private FtpProtocol protocol;

    /**
     * @param program which server
     * @param version the latest one that the server speaks, as the runtime calls it
     */
    FtpsSessions(String program, String version) {
        this.program = program;
        this.version = version;
    }

    @BeforeAll
    void start() throws Exception {
        server =
                ContainerServer.start(
                        program,
                        List.of("FTP_PORT", "ANONYMOUS_PORT", "FTPS_PORT", "SFTP_PORT"),
                        Map.of("FORCE_TLS", "YES", "SESSION_REUSE", "YES", "MAX_TLS", version));
        Path trusted = Files.createDirectories(server.data().resolve("trusted"));
        Files.copy(server.data().resolve("ca.pem"), trusted.resolve("ca.pem"));
        protocol =
                new FtpProtocol(
                        NetworkSettings.of(Map.of("X509_CERT_DIR", trusted.toString())),
                        server.port("FTPS_PORT"));
    }

    @AfterAll
    void stop() {
        protocol.close();
        server.close();
    }

    @Test
    void theServerSpeaksNothingLater() throws Exception {
        TlsClient client = new TlsClient(NetworkSettings.standard(), InstantSource.system());
        try (SSLSocket socket =
                (SSLSocket)
                        client.context(false, Optional.empty())
                                .getSocketFactory()
                                .createSocket("127.0.0.1", server.port("FTPS_PORT"))) {
            socket.startHandshake();

            assertEquals(version, socket.getSession().getProtocol());
        }
    }

    private TransferUrl url(String port, String path) {
        try {
            return TransferUrl.parse("ftps://localhost:" + server.port(port) + path);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private FtpEndpoint endpoint(TransferUrl url) throws TransferException {
        return (FtpEndpoint) protocol.open(new Place(url, Site.UNNAMED), FtpServer.lab());
    }

    private byte[] fetch(TransferUrl url) throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (FtpEndpoint endpoint = endpoint(url);
                Reading reading = endpoint.read(url, ReadRequest.WHOLE)) {
            ByteBuffer buffer = ByteBuffer.allocate(100_000);
            while (reading.read(buffer) >= 0) {
                content.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
        }
        return content.toByteArray();
    }

    private void store(TransferUrl url, byte[] content) throws Exception {
        try (FtpEndpoint endpoint = endpoint(url);
                Writing writing =
                        endpoint.write(
                                url,
                                new WriteRequest(
                                        OptionalLong.of(content.length), OptionalInt.empty()))) {
            writing.write(ByteBuffer.wrap(content));
            writing.finish(List.of());
            writing.publish();
        }
    }

    private void thereAndBack(String port) throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        for (int i = 0; i < 5; i++) {
            TransferUrl url = url(port, "/file" + i);
            store(url, content);
            assertArrayEquals(content, Files.readAllBytes(server.data().resolve("files/file" + i)));
            assertArrayEquals(content, fetch(url));
        }
    }

    @Test
    void nothingButUploadsGoesOn() throws Exception {
        for (int i = 0; i < 7; i++) {
            store(url("FTP_PORT", "/up" + i), new byte[i]);
            assertEquals(i, Files.size(server.data().resolve("files/up" + i)));
        }
    }

    @Test
    void filesGoThereAndBackWhereTlsIsAskedFor() throws Exception {
        thereAndBack("FTP_PORT");
    }

    @Test
    void filesGoThereAndBackWhereTlsIsThereFromTheFirstByte() throws Exception {
        thereAndBack("FTPS_PORT");
    }
}
