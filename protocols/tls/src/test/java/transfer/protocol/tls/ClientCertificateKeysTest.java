package transfer.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;

class ClientCertificateKeysTest {
    @TempDir Path temporary;

    private Credential.ClientCertificate certificate(String... pems) throws IOException {
        Path file = Files.writeString(temporary.resolve("user.pem"), String.join("\n", pems));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return new Credential.ClientCertificate(file, "the test");
    }

    @Test
    void aCertificateThatWasRenewedIsShownAsItIsNow() throws Exception {
        HeldCertificate first = new HeldCertificate.Builder().rsa2048().commonName("user").build();
        HeldCertificate second = new HeldCertificate.Builder().commonName("renewed").build();
        Credential.ClientCertificate credential =
                certificate(first.certificatePem(), first.privateKeyPkcs8Pem());
        ClientCertificateKeys keys =
                new ClientCertificateKeys(Optional.of(credential), InstantSource.system());
        String before = keys.chooseClientAlias(new String[] {"RSA"}, null, null);
        certificate(second.certificatePem(), second.privateKeyPkcs8Pem());
        Files.setLastModifiedTime(credential.pem(), FileTime.from(Instant.now().plusSeconds(5)));

        String after = keys.chooseClientAlias(new String[] {"EC"}, null, null);

        assertEquals(first.certificate(), keys.getCertificateChain(before)[0]);
        assertEquals(second.certificate(), keys.getCertificateChain(after)[0]);
        assertEquals(second.keyPair().getPrivate(), keys.getPrivateKey(after));
    }
}
