package transfer.protocol.tls;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.protocol.NetworkSettings;

/**
 * Our end of TLS for one family: whom it trusts, what it shows of us, and who asked for that.
 * Making one costs nothing; authorities are read with the first server that is checked. Safe for
 * use by many threads.
 */
public final class TlsClient {
    private final NetworkSettings network;
    private final InstantSource clock;
    private final Map<Optional<Credential.ClientCertificate>, ClientCertificateKeys> keys =
            new ConcurrentHashMap<>();
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();
    private X509TrustManager trust;

    /**
     * @param clock tells the time that our own certificates are compared with
     */
    public TlsClient(NetworkSettings network, InstantSource clock) {
        this.network = network;
        this.clock = clock;
    }

    /**
     * A server's wish for a client certificate.
     *
     * @param times how often it had the wish
     * @param outcome what came of it the last time, in words
     * @param fault what it is if the server then ends the conversation
     */
    public record Asked(int times, String outcome, TlsFault fault) {
        static final Asked NEVER = new Asked(0, "", TlsFault.CLIENT_CERTIFICATE_REQUIRED);

        Asked once(String newOutcome, TlsFault newFault) {
            return new Asked(times + 1, newOutcome, newFault);
        }
    }

    /** Whether the certificate of a server must be good: unless the settings exempt it by name. */
    public boolean isChecked(String host, int port) {
        Set<String> unchecked = network.insecureHosts();
        return !unchecked.contains(host) && !unchecked.contains(host + ":" + port);
    }

    /** Tells the user, once for each server, that its certificate is not looked at. */
    public void warnUnchecked(String host, int port) {
        if (warnedOf.add(host + ":" + port)) {
            log().log(
                            Level.WARNING,
                            "the certificate of {0} is not checked, as the settings say",
                            host + ":" + port);
        }
    }

    /**
     * A context of its own, and so sessions of its own.
     *
     * @param checked whether servers' certificates must be good; their names are for the caller to
     *     compare
     * @param certificate what to show to a server that asks
     */
    public SSLContext context(boolean checked, Optional<Credential.ClientCertificate> certificate) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys(certificate)},
                    new TrustManager[] {trust(checked)},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS", e);
        }
    }

    /** The judge of servers' certificates, one that says what is wrong with them, or none. */
    public X509TrustManager trust(boolean checked) {
        return checked ? checkedTrust() : new UncheckedTrust();
    }

    /**
     * Whether the server of this name and port has wished for a certificate when we had this one.
     */
    public Asked askedBy(
            String host, int port, Optional<Credential.ClientCertificate> certificate) {
        return keys(certificate).askedBy(host, port);
    }

    /**
     * Looks at the file of a certificate that the user means for this server, before a connection
     * is made: it must be good. One that is there for whoever asks is only looked at when somebody
     * does, so that it harms no others.
     *
     * @throws CredentialException when it cannot be read or used, or has ended, with the time
     */
    public void check(Credential.ClientCertificate certificate) throws CredentialException {
        if (certificate.forSite()) {
            keys(Optional.of(certificate)).check();
        }
    }

    private ClientCertificateKeys keys(Optional<Credential.ClientCertificate> certificate) {
        return keys.computeIfAbsent(certificate, file -> new ClientCertificateKeys(file, clock));
    }

    private synchronized X509TrustManager checkedTrust() {
        if (trust == null) {
            trust = loadTrust(network.extraCertificates());
        }
        return trust;
    }

    private X509TrustManager loadTrust(Optional<Path> directory) {
        try {
            return new CheckedTrust(
                    (X509ExtendedTrustManager) TrustAnchors.system(directory).load());
        } catch (IOException e) {
            if (directory.isEmpty()) {
                throw new IllegalStateException("the system's authorities cannot be read", e);
            }
            log().log(
                            Level.WARNING,
                            "the authorities in {0} cannot be read and are not trusted: {1}",
                            directory.get(),
                            e.toString());
            return loadTrust(Optional.empty());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no authority at all is known to this machine", e);
        }
    }

    /** Asked for when there is something to say: the first one costs a look into every jar. */
    private static System.Logger log() {
        return System.getLogger("transfer.protocol.tls");
    }
}
