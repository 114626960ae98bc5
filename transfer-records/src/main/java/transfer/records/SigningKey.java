package transfer.records;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/** A private key that signs receipts: Ed25519, RFC 8032. Never shown, never written. */
public final class SigningKey {
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey key, VerifyingKey verifying) {
        this.key = key;
        this.verifying = verifying;
    }

    /**
     * Reads a key as {@code openssl genpkey -algorithm ed25519} makes it, PKCS#8 in PEM.
     *
     * @throws RecordsException when others than its owner may read the file, or it holds no such
     *     key
     */
    public static SigningKey read(Path file) throws IOException, RecordsException {
        PosixFileAttributeView rights =
                Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (rights != null && !OWNERS.containsAll(rights.readAttributes().permissions())) {
            throw new RecordsException(
                    "others may read the key " + file + "; make it private: chmod 600 " + file);
        }
        byte[] text = Files.readAllBytes(file);
        if (Pem.has(text, "ENCRYPTED PRIVATE KEY")) {
            throw new RecordsException(
                    "the key "
                            + file
                            + " has a pass phrase, which nobody could type in a job; take it off:"
                            + " openssl pkey -in KEY -out NEWKEY");
        }
        byte[] encoded =
                Pem.read(text, "PRIVATE KEY")
                        .orElseThrow(() ->
                                new RecordsException(
                                        file
                                                + " holds no private key (PEM, BEGIN PRIVATE KEY);"
                                                + " make one: openssl genpkey -algorithm ed25519"
                                                + " -out KEY"));
        try {
            PrivateKey key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new SigningKey(key, verifying((EdECPrivateKey) key));
        } catch (GeneralSecurityException e) {
            throw new RecordsException(file + " holds no Ed25519 key", e);
        }
    }

    /**
     * The public half. The runtime computes it nowhere but when it makes a new pair, so that it is
     * made to make this pair once more: the private half is all that it takes from chance.
     */
    private static VerifyingKey verifying(EdECPrivateKey key) throws GeneralSecurityException {
        byte[] seed =
                key.getBytes()
                        .orElseThrow(() -> new GeneralSecurityException("the key cannot be read"));
        KeyPairGenerator pairs = KeyPairGenerator.getInstance("Ed25519");
        pairs.initialize(NamedParameterSpec.ED25519, new Known(seed));
        return new VerifyingKey(pairs.generateKeyPair().getPublic());
    }

    /** Gives out what it is given. */
    private static final class Known extends SecureRandom {
        private static final long serialVersionUID = 1;

        private final byte[] bytes;

        Known(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }

    /** The public half. */
    public VerifyingKey verifying() {
        return verifying;
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has Ed25519", e);
        }
    }

    @Override
    public String toString() {
        return "signing key " + verifying.id();
    }
}
