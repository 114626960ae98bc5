package transfer.protocol.ftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.ContainerServer;

/** Which servers are believed to be who they are, and what is said of the others. */
@Tag("container")
class FtpsTrustTest {
    private ContainerServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    private void serve(String certificate) throws Exception {
        serve(certificate, "127.0.0.1");
    }

    private void serve(String certificate, String address) throws Exception {
        server =
                ContainerServer.start(
                        "vsftpd",
                        List.of("FTP_PORT", "ANONYMOUS_PORT", "FTPS_PORT"),
                        Map.of("CERTIFICATE", certificate, "BIND", address));
        Files.write(server.data().resolve("files/file"), new byte[7]);
    }

    private NetworkSettings trusting(Set<String> exempt) throws Exception {
        Path trusted = Files.createDirectories(server.data().resolve("trusted"));
        Path authority = server.data().resolve("ca.pem");
        Files.copy(authority, trusted.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        NetworkSettings standard = NetworkSettings.standard();
        return new NetworkSettings(
                standard.connectTimeout(),
                standard.idleTimeout(),
                standard.httpProxy(),
                standard.httpsProxy(),
                standard.noProxy(),
                standard.cacheProxy(),
                Optional.of(trusted),
                exempt,
                standard.allowHtml(),
                standard.userAgent(),
                standard.ssh());
    }

    private FileStat look(String host, String port, Set<String> exempt) throws Exception {
        TransferUrl url = url("ftps", host, server.port(port));
        try (FtpProtocol protocol = new FtpProtocol(trusting(exempt), server.port("FTPS_PORT"));
                FtpEndpoint endpoint =
                        (FtpEndpoint)
                                protocol.open(new Place(url, Site.UNNAMED), FtpServer.lab())) {
            return endpoint.stat(url);
        }
    }

    private static TransferUrl url(String scheme, String host, int port)
            throws MalformedUrlException {
        return TransferUrl.parse(scheme + "://" + host + ":" + port + "/file");
    }

    private void assertRefused(String errno, String words, String host) {
        for (String port : List.of("FTP_PORT", "FTPS_PORT")) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> look(host, port, Set.of()));

            assertEquals(FailureKind.UNTRUSTED, failure.kind(), failure::getMessage);
            assertEquals(Optional.of(Phase.TLS), failure.phase());
            assertEquals(Optional.of(errno), failure.errno());
            assertTrue(failure.getMessage().contains(words), failure::getMessage);
            assertTrue(failure.getMessage().contains("ftps://" + host), failure::getMessage);
        }
    }

    @Test
    void aServerThatAnAuthorityVouchesForIsBelieved() throws Exception {
        serve("server");

        assertEquals(OptionalLong.of(7), look("localhost", "FTP_PORT", Set.of()).size());
        assertEquals(OptionalLong.of(7), look("127.0.0.1", "FTPS_PORT", Set.of()).size());
    }

    @Test
    void oneThatOnlyVouchesForItselfIsNotUnlessExempt() throws Exception {
        serve("stranger");

        assertRefused("TLS_SELF_SIGNED", "signed by nobody but itself", "localhost");
        assertEquals(OptionalLong.of(7), look("localhost", "FTP_PORT", Set.of("localhost")).size());
        String one = "localhost:" + server.port("FTPS_PORT");
        assertEquals(OptionalLong.of(7), look("localhost", "FTPS_PORT", Set.of(one)).size());
        assertThrows(TransferException.class, () -> look("localhost", "FTP_PORT", Set.of(one)));
    }

    @Test
    void oneWhoseCertificateHasExpiredIsNot() throws Exception {
        serve("expired");

        assertRefused("TLS_EXPIRED", "has expired (CN=expired", "localhost");
    }

    /** An address that the machine has and the certificate does not name. */
    @Test
    void oneWithAnothersNameIsNot() throws Exception {
        serve("server", "127.0.0.2");

        assertRefused(
                "TLS_WRONG_HOST",
                "the server's certificate is for other names (localhost, 127.0.0.1",
                "127.0.0.2");
    }

    @Test
    void aServerThatSpeaksNoTlsThereIsToldApart() throws Exception {
        serve("server");
        TransferUrl url = url("ftps", "localhost", server.port("FTP_PORT"));

        try (FtpProtocol protocol = new FtpProtocol(trusting(Set.of()), server.port("FTP_PORT"));
                FtpEndpoint endpoint =
                        (FtpEndpoint)
                                protocol.open(new Place(url, Site.UNNAMED), FtpServer.lab())) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> endpoint.stat(url));

            assertEquals(FailureKind.CONNECTION, failure.kind(), failure::getMessage);
            assertEquals(Optional.of("TLS_NOT_TLS"), failure.errno());
        }
    }
}
