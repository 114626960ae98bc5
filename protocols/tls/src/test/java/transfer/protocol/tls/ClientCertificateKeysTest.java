package transfer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;

class ClientCertificateKeysTest {
    private static final String[] EC = {"EC"};
    private static final Instant NOW = Instant.now();

    @TempDir Path temporary;

    private static HeldCertificate user(String name) {
        Instant until = NOW.plus(Duration.ofHours(1));
        return PemFile.signed(PemFile.authority(), name, NOW.minusSeconds(9), until);
    }

    private Credential.ClientCertificate file(HeldCertificate user) {
        return PemFile.of(temporary, user.certificatePem(), user.privateKeyPkcs8Pem());
    }

    private static ClientCertificateKeys keys(
            Credential.ClientCertificate credential, InstantSource clock) {
        return new ClientCertificateKeys(Optional.of(credential), clock);
    }

    @Test
    void aCertificateThatWasRenewedIsShownAsItIsNow() throws Exception {
        HeldCertificate first = new HeldCertificate.Builder().rsa2048().commonName("user").build();
        HeldCertificate second = new HeldCertificate.Builder().commonName("renewed").build();
        Credential.ClientCertificate credential = file(first);
        ClientCertificateKeys keys = keys(credential, InstantSource.system());
        String before = keys.chooseClientAlias(new String[] {"RSA"}, null, null);
        file(second);
        Files.setLastModifiedTime(credential.pem(), FileTime.from(NOW.plusSeconds(5)));

        String after = keys.chooseClientAlias(EC, null, null);

        assertEquals(first.certificate(), keys.getCertificateChain(before)[0]);
        assertEquals(second.certificate(), keys.getCertificateChain(after)[0]);
        assertEquals(second.keyPair().getPrivate(), keys.getPrivateKey(after));
    }

    @Test
    void aProxyThatEndsDuringTheRunIsNotShownAnyMore() throws Exception {
        AtomicReference<Instant> time = new AtomicReference<>(NOW);
        ClientCertificateKeys keys = keys(file(user("user")), time::get);
        assertEquals(1, keys.getCertificateChain(keys.chooseClientAlias(EC, null, null)).length);

        time.set(NOW.plus(Duration.ofHours(2)));

        assertNull(keys.chooseClientAlias(EC, null, null));
    }

    @Test
    void checkingReadsWhatNobodyHasAskedFor() throws Exception {
        Credential.ClientCertificate good = file(user("user"));
        keys(good, () -> NOW).check();
        ClientCertificateKeys late = keys(good, () -> NOW.plus(Duration.ofHours(2)));

        CredentialException refusal = assertThrows(CredentialException.class, late::check);

        assertTrue(refusal.getMessage().contains("user.pem expired at "), refusal.getMessage());
        new ClientCertificateKeys(Optional.empty(), () -> NOW).check();
    }
}
