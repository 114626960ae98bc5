package transfer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.CredentialException;

/** What a file with a proxy, or another client certificate, is to be read as. */
class PemIdentityTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
    private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

    private static final HeldCertificate AUTHORITY = PemFile.authority();
    private static final HeldCertificate USER =
            PemFile.signed(AUTHORITY, "user", YESTERDAY, TOMORROW);
    private static final HeldCertificate PROXY = PemFile.signed(USER, "4711", YESTERDAY, TOMORROW);
    private static final HeldCertificate SECOND =
            PemFile.signed(PROXY, "4712", YESTERDAY, TOMORROW);

    @TempDir Path temporary;

    private PemIdentity read(String... pems) throws CredentialException {
        return PemIdentity.read(PemFile.of(temporary, pems));
    }

    private String refusal(String... pems) {
        String message = assertThrows(CredentialException.class, () -> read(pems)).getMessage();
        assertFalse(message.contains("BEGIN"), message);
        return message;
    }

    @Test
    void aProxyComesWithThoseThatVouchForIt() throws Exception {
        PemIdentity identity =
                read(
                        SECOND.certificatePem(),
                        SECOND.privateKeyPkcs8Pem(),
                        PROXY.certificatePem(),
                        USER.certificatePem());

        assertEquals(
                List.of(SECOND.certificate(), PROXY.certificate(), USER.certificate()),
                identity.chain());
        assertEquals(SECOND.keyPair().getPrivate(), identity.key());
    }

    @Test
    void theChainBeginsWithTheKeysOwnWhateverTheFilesOrder() throws Exception {
        PemIdentity identity =
                read(
                        USER.certificatePem(),
                        PROXY.certificatePem(),
                        SECOND.certificatePem(),
                        SECOND.privateKeyPkcs8Pem());

        assertEquals(
                List.of(SECOND.certificate(), PROXY.certificate(), USER.certificate()),
                identity.chain());
    }

    /** Servers have their own, and count what they are sent against a limit of depth. */
    @Test
    void theAuthorityThatSignedItselfIsNotShown() throws Exception {
        PemIdentity identity =
                read(
                        PROXY.certificatePem(),
                        PROXY.privateKeyPkcs8Pem(),
                        USER.certificatePem(),
                        AUTHORITY.certificatePem());

        assertEquals(List.of(PROXY.certificate(), USER.certificate()), identity.chain());
    }

    @Test
    void aCertificateThatSignedItselfIsShownIfItIsOurs() throws Exception {
        PemIdentity identity = read(AUTHORITY.certificatePem(), AUTHORITY.privateKeyPkcs8Pem());

        assertEquals(List.of(AUTHORITY.certificate()), identity.chain());
    }

    @Test
    void aCertificateOfSomebodyElseIsNotShown() throws Exception {
        HeldCertificate stranger = PemFile.signed(AUTHORITY, "stranger", YESTERDAY, TOMORROW);

        PemIdentity identity =
                read(stranger.certificatePem(), USER.certificatePem(), USER.privateKeyPkcs8Pem());

        assertEquals(List.of(USER.certificate()), identity.chain());
    }

    @Test
    void aKeyWithoutItsCertificateIsRefused() {
        assertTrue(
                refusal(USER.certificatePem(), PROXY.privateKeyPkcs8Pem())
                        .endsWith(
                                "user.pem cannot be used: its private key is that of none of its"
                                        + " certificates"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertTrue(refusal(USER.certificatePem()).endsWith("it holds no private key"));
        assertTrue(refusal(USER.privateKeyPkcs8Pem()).endsWith("it holds no certificate"));
        assertTrue(refusal("nothing of the kind").endsWith("it holds no certificate"));
    }

    @Test
    void whatIsNotReadableIsRefusedWithoutShowingIt() {
        String broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

        assertTrue(refusal(broken, USER.privateKeyPkcs8Pem()).contains("user.pem cannot be used"));
        assertTrue(
                refusal(
                                USER.certificatePem(),
                                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----")
                        .contains("the private key is malformed"));
    }

    @Test
    void whatHasEndedIsNamedWithItsTimeAndWhatToDo() throws Exception {
        HeldCertificate old =
                PemFile.signed(USER, "old", YESTERDAY, NOW.minus(Duration.ofSeconds(1)));
        PemIdentity identity =
                read(old.certificatePem(), old.privateKeyPkcs8Pem(), USER.certificatePem());

        CredentialException refusal =
                assertThrows(CredentialException.class, () -> identity.requireValid(NOW));

        assertEquals(
                "the client certificate "
                        + temporary.resolve("user.pem")
                        + " expired at 2026-11-22T11:59:59Z (CN=old); renew it",
                refusal.getMessage());
        identity.requireValid(NOW.minus(Duration.ofSeconds(2)));
    }

    @Test
    void aProxyEndsWithTheCertificateThatItWasMadeFrom() throws Exception {
        HeldCertificate shortLived = PemFile.signed(AUTHORITY, "short-lived", YESTERDAY, YESTERDAY);
        HeldCertificate proxy = PemFile.signed(shortLived, "4711", YESTERDAY, TOMORROW);
        PemIdentity identity =
                read(
                        proxy.certificatePem(),
                        proxy.privateKeyPkcs8Pem(),
                        shortLived.certificatePem());

        String message =
                assertThrows(CredentialException.class, () -> identity.requireValid(NOW))
                        .getMessage();

        assertTrue(message.contains("expired at " + YESTERDAY + " (CN=short-lived)"), message);
    }
}
