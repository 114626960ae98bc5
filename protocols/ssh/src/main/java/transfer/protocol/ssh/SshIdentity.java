package transfer.protocol.ssh;

import com.jcraft.jsch.Identity;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A key that is shown to a server, perhaps with a certificate in place of its public half.
 *
 * @param signer has the private half
 * @param publicKey what the server sees
 * @param label for messages
 */
record SshIdentity(Identity signer, SshPublicKey publicKey, String label) implements Identity {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CERTIFIED = "-cert-v01@openssh.com";

    @Override
    public byte[] getPublicKeyBlob() {
        return publicKey.blob();
    }

    @Override
    public String getAlgName() {
        return publicKey.type();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return getSignature(data, getAlgName());
    }

    /** The signature, or null when there is none in time: an agent may ask somebody first. */
    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        // what is signed with is the key, not the certificate
        String plain =
                algorithm.endsWith(CERTIFIED)
                        ? algorithm.substring(0, algorithm.length() - CERTIFIED.length())
                        : algorithm;
        try {
            return SshThreads.begin(() -> signer.getSignature(data, plain))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (ExecutionException | TimeoutException _) {
            return null; // JSch goes on with the next one
        }
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) {
        return true;
    }

    @Override
    public String getName() {
        return label;
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    /** Nothing: connections share keys. */
    @Override
    public void clear() {}

    @Override
    public String toString() {
        return label;
    }
}
