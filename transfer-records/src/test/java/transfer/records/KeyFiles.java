package transfer.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** A pair of keys as files. */
record KeyFiles(Path secret, Path open) {

    static KeyFiles write(Path folder, String name) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            Path secret = write(folder.resolve(name), "PRIVATE KEY", pair.getPrivate());
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
            return new KeyFiles(
                    secret, write(folder.resolve(name + ".pub"), "PUBLIC KEY", pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static Path write(Path file, String label, Key key) throws IOException {
        String base64 =
                Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    SigningKey signing() throws IOException, RecordsException {
        return SigningKey.read(secret);
    }

    VerifyingKey verifying() throws IOException, RecordsException {
        return VerifyingKey.read(open);
    }
}
