package transfer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.protocol.FailureKind;
import transfer.protocol.NetworkSettings;

/** Real handshakes of a family that leaves names to the runtime, as all but HTTP do. */
class TlsClientTest {
    private static final HeldCertificate AUTHORITY = PemFile.authority();

    @TempDir Path temporary;

    private TlsClient client() throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("authorities"));
        Files.writeString(directory.resolve("ca.pem"), AUTHORITY.certificatePem());
        return new TlsClient(
                NetworkSettings.of(Map.of("X509_CERT_DIR", directory.toString())),
                InstantSource.system());
    }

    private static HeldCertificate.Builder signed() {
        return new HeldCertificate.Builder()
                .signedBy(AUTHORITY)
                .commonName("storage-7")
                .addSubjectAlternativeName("storage.example.org")
                .addSubjectAlternativeName("127.0.0.1");
    }

    private SSLException refusal(HeldCertificate certificate, String host) throws IOException {
        TlsClient client = client();
        try (Handshakes server = new Handshakes(certificate)) {
            return assertThrows(
                    SSLException.class,
                    () -> server.with(client.context(true, Optional.empty()), host));
        }
    }

    @Test
    void aGoodCertificateForTheHostIsTaken() throws Exception {
        try (Handshakes server = new Handshakes(signed().build())) {
            server.with(client().context(true, Optional.empty()), "storage.example.org");
            server.with(client().context(true, Optional.empty()), "127.0.0.1");
        }
    }

    @Test
    void oneForOtherNamesSaysWhich() throws Exception {
        SSLException refusal = refusal(signed().build(), "tape.example.org");

        assertEquals(Optional.of(TlsFault.WRONG_HOST), TlsFault.of(refusal));
        assertEquals(FailureKind.UNTRUSTED, TlsFault.kind(refusal));
        String words = TlsFault.WRONG_HOST.words(refusal.getMessage());
        assertTrue(
                words.contains(
                        "the server's certificate is for other names"
                                + " (storage.example.org, 127.0.0.1: "),
                words);
    }

    @Test
    void oneWithoutAlternativeNamesIsShownByItsOwn() throws Exception {
        HeldCertificate old =
                new HeldCertificate.Builder().signedBy(AUTHORITY).commonName("storage-7").build();

        SSLException refusal = refusal(old, "storage.example.org");

        assertEquals(Optional.of(TlsFault.WRONG_HOST), TlsFault.of(refusal));
        assertTrue(refusal.getMessage().contains("(CN=storage-7: "), refusal.getMessage());
    }

    /** That it has expired is told first: the right name would not help. */
    @Test
    void anExpiredOneForOtherNamesHasExpired() throws Exception {
        long now = System.currentTimeMillis();
        HeldCertificate old = signed().validityInterval(now - 99_000, now - 9_000).build();

        assertEquals(Optional.of(TlsFault.EXPIRED), TlsFault.of(refusal(old, "tape.example.org")));
    }

    @Test
    void oneThatSignedItselfIsToldApart() throws Exception {
        HeldCertificate alone =
                new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

        assertEquals(Optional.of(TlsFault.SELF_SIGNED), TlsFault.of(refusal(alone, "127.0.0.1")));
    }

    @Test
    void anExemptHostMayShowWhatItLikes() throws Exception {
        HeldCertificate alone = new HeldCertificate.Builder().commonName("anybody").build();

        try (Handshakes server = new Handshakes(alone)) {
            server.with(client().context(false, Optional.empty()), "storage.example.org");
        }
    }

    @Test
    void aContextDoesNotKnowTheSessionsOfAnother() throws Exception {
        TlsClient client = client();
        var first = client.context(true, Optional.empty());
        var second = client.context(true, Optional.empty());

        try (Handshakes server = new Handshakes(signed().build())) {
            server.with(first, "127.0.0.1");
        }

        assertTrue(first.getClientSessionContext().getIds().hasMoreElements());
        assertFalse(second.getClientSessionContext().getIds().hasMoreElements());
    }

    @Test
    void onlyACertificateThatIsMeantForTheSiteIsLookedAtUnasked() throws Exception {
        Instant longAgo = Instant.now().minus(Duration.ofDays(9));
        HeldCertificate old = PemFile.signed(AUTHORITY, "old", longAgo, longAgo);
        Credential.ClientCertificate general =
                PemFile.of(temporary, old.certificatePem(), old.privateKeyPkcs8Pem());
        TlsClient client = client();

        client.check(general);

        var own = new Credential.ClientCertificate(general.pem(), general.origin(), true);
        assertThrows(CredentialException.class, () -> client.check(own));
    }
}
