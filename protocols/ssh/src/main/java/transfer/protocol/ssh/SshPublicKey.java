package transfer.protocol.ssh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A public key in the form in which SSH sends it (RFC 4253, section 6.6).
 *
 * @param base64 its bytes, as files hold them
 */
record SshPublicKey(String base64) {
    /**
     * @throws IllegalArgumentException when this is no key
     */
    SshPublicKey {
        type(Base64.getDecoder().decode(base64));
    }

    static SshPublicKey of(byte[] blob) {
        return new SshPublicKey(Base64.getEncoder().encodeToString(blob));
    }

    byte[] blob() {
        return Base64.getDecoder().decode(base64);
    }

    /** The name of its kind, {@code ssh-ed25519}. */
    String type() {
        return type(blob());
    }

    private static String type(byte[] blob) {
        if (blob.length < Integer.BYTES) {
            throw new IllegalArgumentException("too short for a key");
        }
        int length = ByteBuffer.wrap(blob).getInt();
        if (length < 1 || length > blob.length - Integer.BYTES) {
            throw new IllegalArgumentException("no key");
        }
        return new String(blob, Integer.BYTES, length, StandardCharsets.US_ASCII);
    }

    /** Kind and fingerprint as OpenSSH shows them: {@code ED25519 SHA256:…}. */
    @Override
    public String toString() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob());
            return kind()
                    + " SHA256:"
                    + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every runtime has it
        }
    }

    private String kind() {
        String type = type();
        return switch (type) {
            case "ssh-ed25519" -> "ED25519";
            case "ssh-rsa" -> "RSA";
            default -> type.startsWith("ecdsa-sha2-") ? "ECDSA" : type;
        };
    }
}
