package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.credentials.Credential;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Certificates of ours that servers ask for. */
class ClientCertificateTest {
    private static final byte[] CONTENT = {1, 2, 3};

    private static TestCertificates certificates;

    @TempDir Path temporary;

    private Client client = new Client();
    private ScriptedServer server;

    @BeforeAll
    static void makeCertificates() {
        certificates = TestCertificates.make();
    }

    @AfterEach
    void stop() {
        client.close();
        if (server != null) {
            server.close();
        }
    }

    private void serve(boolean wantsCertificate) throws IOException {
        server =
                ScriptedServer.tls(
                        certificates.serverContext(),
                        wantsCertificate,
                        x -> x.reply("200 OK", "", CONTENT));
    }

    private NetworkSettings trusting() throws IOException {
        return certificates.trusting(
                Client.settings(), certificates.directory(temporary, "ca.pem"));
    }

    private void with(NetworkSettings settings, Credential... credentials) {
        client.close();
        client = new Client(settings, credentials);
    }

    private byte[] fetch(TransferUrl url) throws TransferException, InterruptedException {
        try (Reading reading = client.files(url).read(url, ReadRequest.WHOLE)) {
            return Client.all(reading);
        }
    }

    private byte[] fetch() throws TransferException, InterruptedException {
        return fetch(server.url("/x"));
    }

    private TransferException failure() {
        return assertThrows(TransferException.class, this::fetch);
    }

    private Credential.ClientCertificate certificate(String... pems) throws IOException {
        Path file = Files.writeString(temporary.resolve("user.pem"), String.join("\n", pems));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new Credential.ClientCertificate(file, "the test");
    }

    private List<X509Certificate> shown() {
        return server.last().shown().stream().map(X509Certificate.class::cast).toList();
    }

    @Test
    void theClientsCertificateIsShownWhenItIsAskedFor() throws Exception {
        serve(true);
        HeldCertificate user = certificates.user();
        with(trusting(), certificate(user.certificatePem(), user.privateKeyPkcs8Pem()));

        fetch();

        assertEquals(List.of(user.certificate()), shown());
    }

    @Test
    void aKeyInTheOlderFormForRsaWillDo() throws Exception {
        serve(true);
        HeldCertificate user = certificates.user();
        with(trusting(), certificate(user.privateKeyPkcs1Pem(), user.certificatePem()));

        fetch();

        assertEquals(List.of(user.certificate()), shown());
    }

    @Test
    void aKeyInTheOlderFormForEllipticCurvesWillDo() throws Exception {
        serve(true);
        HeldCertificate user = new HeldCertificate.Builder().ecdsa256().commonName("curve").build();
        with(
                trusting(),
                certificate(user.certificatePem(), SecOne.pem(user.keyPair().getPrivate())));

        fetch();

        assertEquals(List.of(user.certificate()), shown());
    }

    @Test
    void aProxyIsShownWithTheChainThatVouchesForIt() throws Exception {
        serve(true);
        HeldCertificate user = certificates.user();
        HeldCertificate proxy =
                new HeldCertificate.Builder().rsa2048().commonName("12345").signedBy(user).build();
        with(
                trusting(),
                certificate(
                        proxy.certificatePem(), proxy.privateKeyPkcs1Pem(), user.certificatePem()));

        fetch();

        assertEquals(List.of(proxy.certificate(), user.certificate()), shown());
    }

    @Test
    void aMissingCertificateIsNamed() throws Exception {
        serve(true);
        with(trusting());

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(
                failure.getMessage().contains("asked for a client certificate"),
                failure.getMessage());
        assertTrue(
                failure.getMessage().contains("the drawer of ClientCertificate"),
                failure.getMessage());
    }

    @Test
    void aServerThatSaysSoByStatusIsUnderstood() throws Exception {
        server =
                ScriptedServer.tlsThatWouldLikeACertificate(
                        certificates.serverContext(), x -> x.reply("400 Bad Request", ""));
        with(trusting());

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertTrue(
                failure.getMessage().contains("asked for a client certificate"),
                failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"expired", "without key", "without certificate", "encrypted", "missing"})
    void aCertificateThatCannotBeUsedHarmsOnlyWhoeverNeedsIt(String how) throws Exception {
        HeldCertificate user = certificates.user();
        String certificate = user.certificatePem();
        String key = user.privateKeyPkcs8Pem();
        Credential credential =
                switch (how) {
                    case "without key" -> certificate(certificate);
                    case "without certificate" -> certificate(key);
                    case "encrypted" ->
                            certificate(certificate, key.replace("PRIVATE", "ENCRYPTED PRIVATE"));
                    case "missing" ->
                            new Credential.ClientCertificate(temporary.resolve("no"), "the test");
                    default -> certificate(certificate, key);
                };
        InstantSource clock =
                how.equals("expired")
                        ? InstantSource.fixed(Instant.now().plus(Duration.ofDays(999)))
                        : InstantSource.system();
        client.close();
        client =
                new Client(
                        trusting(), clock, new Credentials(List.of(new Client.Known(credential))));

        serve(false);
        assertArrayEquals(CONTENT, fetch());
        server.close();
        serve(true);
        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        String file = how.equals("missing") ? "no" : "user.pem";
        assertTrue(
                failure.getMessage().contains(temporary.resolve(file).toString()),
                failure.getMessage());
        assertFalse(failure.getMessage().contains("BEGIN"));
    }

    @Test
    void oneMeantForTheSiteIsLookedAtBeforeAConnectionIsMade() throws Exception {
        serve(false);
        long now = System.currentTimeMillis();
        HeldCertificate old =
                new HeldCertificate.Builder().validityInterval(now - 99_000, now - 9_000).build();
        Credential.ClientCertificate general =
                certificate(old.certificatePem(), old.privateKeyPkcs8Pem());
        with(trusting(), new Credential.ClientCertificate(general.pem(), general.origin(), true));

        TransferException failure = failure();

        assertEquals(FailureKind.BAD_CREDENTIALS, failure.kind());
        assertEquals(Optional.of(Phase.LOGIN), failure.phase());
        assertTrue(
                failure.getMessage().contains(general.pem() + " expired at "),
                failure.getMessage());
        assertEquals(0, server.connections());
    }

    @Test
    void theCertificateIsNotShownToAnotherServer() throws Exception {
        HeldCertificate user = certificates.user();
        try (ScriptedServer other =
                ScriptedServer.tlsThatWouldLikeACertificate(
                        certificates.serverContext(), x -> x.reply("200 OK", "", CONTENT))) {
            server =
                    ScriptedServer.tls(
                            certificates.serverContext(),
                            true,
                            x -> x.reply("302 Found", "Location: " + other.at("/y") + "\n"));
            with(trusting(), certificate(user.certificatePem(), user.privateKeyPkcs8Pem()));

            fetch();

            assertEquals(List.of(user.certificate()), shown());
            assertEquals(List.of(), other.last().shown());
        }
    }

    @Test
    void noCertificateIsSentInClear() throws Exception {
        server = new ScriptedServer(x -> x.reply("200 OK", "", CONTENT));
        with(
                Client.settings(),
                new Credential.ClientCertificate(temporary.resolve("none"), "the test"));

        assertArrayEquals(CONTENT, fetch());
    }
}
