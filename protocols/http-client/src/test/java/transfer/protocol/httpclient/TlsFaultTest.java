package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Which of the many things that TLS can stumble over it was. */
class TlsFaultTest {
    private static final long NOW = System.currentTimeMillis();

    private static TestCertificates certificates;

    @TempDir Path temporary;

    private ScriptedServer server;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.make();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static HeldCertificate.Builder signed() {
        return new HeldCertificate.Builder()
                .signedBy(certificates.authority())
                .commonName("storage-7")
                .addSubjectAlternativeName("127.0.0.1");
    }

    private TransferException failure(HeldCertificate certificate) throws IOException {
        SSLContext context = TestCertificates.context(certificate);
        server = ScriptedServer.tls(context, false, x -> x.reply("200 OK", ""));
        return failure(server.url("/x"));
    }

    private TransferException failure(TransferUrl url, Credential... credentials)
            throws IOException {
        try (Client client =
                new Client(
                        certificates.trusting(
                                Client.settings(), certificates.directory(temporary, "ca.pem")),
                        credentials)) {
            return assertThrows(
                    TransferException.class,
                    () -> client.files(url).read(url, ReadRequest.WHOLE).close());
        }
    }

    private static void assertFault(
            TransferException failure, FailureKind kind, Phase phase, String errno) {
        assertEquals(Optional.of(errno), failure.errno(), failure.getMessage());
        assertEquals(kind, failure.kind(), failure.getMessage());
        assertEquals(Optional.of(phase), failure.phase());
        assertTrue(failure.getMessage().lines().count() == 1, failure.getMessage());
    }

    private static void assertUntrusted(TransferException failure, String errno, String words) {
        assertFault(failure, FailureKind.UNTRUSTED, Phase.TLS, errno);
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    @Test
    void anExpiredCertificateSaysSinceWhen() throws Exception {
        TransferException failure =
                failure(signed().validityInterval(NOW - 99_000, NOW - 9_000).build());

        Instant until = Instant.ofEpochSecond((NOW - 9_000) / 1000);
        assertUntrusted(
                failure,
                "TLS_EXPIRED",
                "the server's certificate has expired (CN=storage-7, until " + until + ")");
    }

    @Test
    void aCertificateOfTheFutureSaysFromWhenOn() throws Exception {
        TransferException failure =
                failure(signed().validityInterval(NOW + 99_000, NOW + 999_000).build());

        assertUntrusted(failure, "TLS_NOT_YET_VALID", "is not valid yet (CN=storage-7, from ");
    }

    @Test
    void anAuthorityThatNobodyKnowsIsNamed() throws Exception {
        HeldCertificate stranger =
                new HeldCertificate.Builder()
                        .commonName("a stranger")
                        .certificateAuthority(0)
                        .build();
        HeldCertificate signed =
                new HeldCertificate.Builder()
                        .signedBy(stranger)
                        .addSubjectAlternativeName("127.0.0.1")
                        .build();

        assertUntrusted(
                failure(signed),
                "TLS_UNKNOWN_ISSUER",
                "authority that is not trusted (CN=a stranger");
    }

    @Test
    void aCertificateThatSignedItselfIsToldApart() throws Exception {
        HeldCertificate alone =
                new HeldCertificate.Builder()
                        .commonName("alone")
                        .addSubjectAlternativeName("127.0.0.1")
                        .build();

        assertUntrusted(failure(alone), "TLS_SELF_SIGNED", "nobody but itself");
    }

    @Test
    void aCertificateForOtherNamesIsToldApart() throws Exception {
        HeldCertificate other =
                new HeldCertificate.Builder()
                        .signedBy(certificates.authority())
                        .addSubjectAlternativeName("other.example.org")
                        .build();

        assertUntrusted(failure(other), "TLS_WRONG_HOST", "is for other names");
        assertUntrusted(failure(server.url("/x")), "TLS_WRONG_HOST", "other.example.org");
    }

    /** What a server says at once, in place of its half of the handshake. */
    private TransferException failureAfter(byte[] greeting) throws IOException {
        try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(rude, greeting));
            return failure(
                    ScriptedServer.Urls.of("https://127.0.0.1:" + rude.getLocalPort() + "/x"));
        }
    }

    private static void greet(ServerSocket listener, byte[] greeting) {
        while (true) {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().read(new byte[4096]);
                socket.getOutputStream().write(greeting);
                socket.getInputStream().read();
            } catch (IOException _) {
                return; // the test is over
            }
        }
    }

    /** A record of TLS (RFC 8446, 5.1) that holds a fatal alert with this number. */
    private static byte[] alert(int number) {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) number};
    }

    @Test
    void aServerOfOtherVersionsOnlyIsToldApart() throws Exception {
        assertUntrusted(
                failureAfter(alert(70)),
                "TLS_PROTOCOL_VERSION",
                "no version of TLS that is accepted");
    }

    @Test
    void aServerThatRefusesTheHandshakeIsToldApart() throws Exception {
        assertUntrusted(
                failureAfter(alert(40)), "TLS_HANDSHAKE_REFUSED", "refuses the TLS handshake");
    }

    @Test
    void aServerThatSpeaksNoTlsIsToldApart() throws Exception {
        assertFault(
                failureAfter("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()),
                FailureKind.CONNECTION,
                Phase.TLS,
                "TLS_NOT_TLS");
    }

    @Test
    void aMissingClientCertificateIsToldApart() throws Exception {
        server = ScriptedServer.tls(certificates.serverContext(), true, x -> x.reply("200 OK", ""));

        assertFault(
                failure(server.url("/x")),
                FailureKind.BAD_CREDENTIALS,
                Phase.TLS,
                "TLS_CLIENT_CERTIFICATE_REQUIRED");
    }

    @Test
    void aMissingClientCertificateIsToldApartWhereItIsAStatus() throws Exception {
        server =
                ScriptedServer.tlsThatWouldLikeACertificate(
                        certificates.serverContext(), x -> x.reply("400 Bad Request", ""));

        TransferException failure = failure(server.url("/x"));

        assertFault(
                failure,
                FailureKind.BAD_CREDENTIALS,
                Phase.LOGIN,
                "TLS_CLIENT_CERTIFICATE_REQUIRED");
        assertEquals(OptionalInt.of(400), failure.status());
    }

    private Credential credential(HeldCertificate user) throws IOException {
        Path file =
                Files.writeString(
                        temporary.resolve("user.pem"),
                        user.certificatePem() + "\n" + user.privateKeyPkcs8Pem());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new Credential.ClientCertificate(file, "the test");
    }

    @Test
    void aClientCertificateThatHasExpiredIsToldApart() throws Exception {
        server = ScriptedServer.tls(certificates.serverContext(), true, x -> x.reply("200 OK", ""));
        HeldCertificate old =
                new HeldCertificate.Builder().validityInterval(NOW - 99_000, NOW - 9_000).build();

        TransferException failure = failure(server.url("/x"), credential(old));

        assertFault(
                failure, FailureKind.BAD_CREDENTIALS, Phase.TLS, "TLS_CLIENT_CERTIFICATE_UNUSABLE");
        assertTrue(failure.getMessage().contains(" expired at "), failure.getMessage());
    }

    @Test
    void aRefusedClientCertificateIsToldApart() throws Exception {
        server =
                ScriptedServer.tls(
                        TestCertificates.distrusting(certificates.server()),
                        true,
                        x -> x.reply("200 OK", ""));

        assertFault(
                failure(server.url("/x"), credential(certificates.user())),
                FailureKind.BAD_CREDENTIALS,
                Phase.TLS,
                "TLS_CLIENT_CERTIFICATE_REFUSED");
    }
}
