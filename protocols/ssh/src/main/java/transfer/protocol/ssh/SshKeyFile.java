package transfer.protocol.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;

/**
 * A private key as a file has it.
 *
 * @param publicKey its public half, as far as the file or the one beside it tells
 * @param signer signs with it; empty when it cannot be used
 * @param objection why it cannot be used; empty when it can, or when there is no such file
 */
record SshKeyFile(
        Path path,
        Optional<SshPublicKey> publicKey,
        Optional<Identity> signer,
        Optional<String> objection) {
    private static final String NO_PASSPHRASE =
            "is encrypted, and no passphrase is known; write it as passphrase into a credentials file,"
                    + " or let an ssh-agent have the key";

    /** Reads it. */
    static SshKeyFile read(Credential.SshKey key, Optional<Secret> passphrase) {
        Path path = key.file();
        Optional<SshPublicKey> beside =
                publicKey(path)
                        .or(() -> publicKey(path.resolveSibling(path.getFileName() + ".pub")));
        if (Files.notExists(path)) {
            return new SshKeyFile(path, beside, Optional.empty(), Optional.empty());
        }
        if (publicKey(path).isPresent()) {
            return refused(key, beside, "is a public key; its private half is needed");
        }
        try {
            Identity identity = identity(key.read(), Optional.empty());
            Optional<SshPublicKey> known =
                    Optional.ofNullable(identity.getPublicKeyBlob())
                            .map(SshPublicKey::of)
                            .or(() -> beside);
            if (!identity.isEncrypted()) {
                return new SshKeyFile(path, known, Optional.of(identity), Optional.empty());
            }
            return passphrase.isEmpty()
                    ? refused(key, known, NO_PASSPHRASE)
                    : opened(key, known, passphrase.get());
        } catch (CredentialException e) {
            return new SshKeyFile(path, beside, Optional.empty(), Optional.of(e.getMessage()));
        } catch (JSchException | RuntimeException _) {
            // without what the library says, which may quote the file
            return refused(
                    key,
                    beside,
                    "is no private key that can be read; one of PuTTY's can be converted:"
                            + " puttygen KEY -O private-openssh -o NEW");
        }
    }

    private static SshKeyFile opened(
            Credential.SshKey key, Optional<SshPublicKey> known, Secret passphrase)
            throws CredentialException {
        byte[] content = key.read();
        try {
            Identity identity = identity(content, Optional.of(passphrase));
            return new SshKeyFile(
                    key.file(),
                    Optional.of(SshPublicKey.of(identity.getPublicKeyBlob())),
                    Optional.of(identity),
                    Optional.empty());
        } catch (JSchException | RuntimeException _) {
            return refused(key, known, "is encrypted, and the passphrase does not open it");
        }
    }

    private static SshKeyFile refused(
            Credential.SshKey key, Optional<SshPublicKey> known, String why) {
        String words = "SSH key %s (from %s) %s".formatted(key.file(), key.origin(), why);
        return new SshKeyFile(key.file(), known, Optional.empty(), Optional.of(words));
    }

    private static Identity identity(byte[] content, Optional<Secret> passphrase)
            throws JSchException {
        JSch jsch = new JSch();
        byte[] opening =
                passphrase
                        .map(secret -> secret.reveal().getBytes(StandardCharsets.UTF_8))
                        .orElse(null);
        jsch.addIdentity("key", content, null, opening);
        return jsch.getIdentityRepository().getIdentities().getFirst();
    }

    private static Optional<SshPublicKey> publicKey(Path file) {
        try {
            String[] words = text(file).strip().split("[ \t]+");
            return words.length >= 2 && words[0].matches("(ssh|ecdsa|sk)-[a-z0-9@.-]+")
                    ? Optional.of(new SshPublicKey(words[1]))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty(); // there is none, or it is something else
        }
    }

    /** The certificate in a file, if it holds one. */
    static Optional<SshCertificate> certificate(Path file) throws IOException {
        try {
            return SshCertificate.parse(file, text(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    /** Where the certificate of this key is by custom. */
    Path customaryCertificate() {
        return path.resolveSibling(path.getFileName() + "-cert.pub");
    }
}
