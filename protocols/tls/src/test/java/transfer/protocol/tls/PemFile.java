package transfer.protocol.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import okhttp3.tls.HeldCertificate;
import transfer.credentials.Credential;

/** Files with keys and certificates, as users have them, and what they are made of. */
final class PemFile {
    private PemFile() {}

    /** A credential whose file, in this folder, holds these texts. */
    static Credential.ClientCertificate of(Path folder, String... pems) {
        try {
            Path file = Files.writeString(folder.resolve("user.pem"), String.join("\n", pems));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return new Credential.ClientCertificate(file, "the test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HeldCertificate authority() {
        return new HeldCertificate.Builder()
                .commonName("authority")
                .certificateAuthority(0)
                .build();
    }

    /** A certificate that is good between two times. */
    static HeldCertificate signed(
            HeldCertificate issuer, String name, Instant notBefore, Instant notAfter) {
        return new HeldCertificate.Builder()
                .commonName(name)
                .signedBy(issuer)
                .validityInterval(notBefore.toEpochMilli(), notAfter.toEpochMilli())
                .build();
    }
}
