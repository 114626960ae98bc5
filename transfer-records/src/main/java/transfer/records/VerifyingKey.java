package transfer.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;

/** A public key that checks signatures of receipts: Ed25519, RFC 8032. */
public final class VerifyingKey {
    private final PublicKey key;

    VerifyingKey(PublicKey key) {
        this.key = key;
    }

    /**
     * Reads a key as {@code openssl pkey -pubout} writes it.
     *
     * @throws RecordsException when the file holds no such key
     */
    public static VerifyingKey read(Path file) throws IOException, RecordsException {
        byte[] text = Files.readAllBytes(file);
        byte[] encoded =
                Pem.read(text, "PUBLIC KEY")
                        .orElseThrow(() ->
                                new RecordsException(
                                        file + " holds no public key (PEM, BEGIN PUBLIC KEY)"));
        try {
            return new VerifyingKey(
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new RecordsException(file + " holds no Ed25519 public key", e);
        }
    }

    /**
     * The key's name: the SHA-256 of its DER form as 64 hexadecimal digits, as {@code openssl pkey
     * -pubin -outform DER | sha256sum} tells it.
     */
    public String id() {
        return Digests.sha256(key.getEncoded()).hex();
    }

    /** Whether the signature of these bytes is one of this key's. */
    boolean accepts(byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance("Ed25519");
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (SignatureException _) {
            return false; // not even the form of one
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has Ed25519", e);
        }
    }
}
