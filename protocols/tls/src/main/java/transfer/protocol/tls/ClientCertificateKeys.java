package transfer.protocol.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;

/**
 * Shows a server our certificate when it asks for one, and remembers which servers asked.
 *
 * <p>The file is read when somebody asks, so that one which is missing or expired harms only the
 * transfers that need it, and again when it has been renewed, as proxies are in long runs. The
 * server's list of authorities is not looked at: a proxy's issuer is a user, whom no server lists.
 *
 * <p>Safe for use by many threads.
 */
final class ClientCertificateKeys extends X509ExtendedKeyManager {
    private final Optional<Credential.ClientCertificate> certificate;
    private final InstantSource clock;
    private final Map<String, PemIdentity> identities = new ConcurrentHashMap<>();
    private final Map<String, TlsClient.Asked> asked = new ConcurrentHashMap<>();

    ClientCertificateKeys(Optional<Credential.ClientCertificate> certificate, InstantSource clock) {
        this.certificate = certificate;
        this.clock = clock;
    }

    /** Whether the server of this name and port has wished for a certificate. */
    TlsClient.Asked askedBy(String host, int port) {
        return asked.getOrDefault(host + ":" + port, TlsClient.Asked.NEVER);
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return choose(keyTypes, server(socket));
    }

    @Override
    public String chooseEngineClientAlias(
            String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return choose(keyTypes, engine.getPeerHost() + ":" + engine.getPeerPort());
    }

    private String choose(String[] keyTypes, String server) {
        Optional<String> alias = Optional.empty();
        String outcome = "the server asked for a client certificate and none was found";
        TlsFault fault = TlsFault.CLIENT_CERTIFICATE_REQUIRED;
        if (certificate.isPresent()) {
            Path file = certificate.get().pem();
            outcome = "the server asked for a client certificate and got " + file;
            fault = TlsFault.CLIENT_CERTIFICATE_REFUSED;
            try {
                alias = alias(keyTypes);
                if (alias.isEmpty()) {
                    outcome = "the server takes no client certificate with a key as in " + file;
                    fault = TlsFault.CLIENT_CERTIFICATE_UNUSABLE;
                }
            } catch (CredentialException e) {
                outcome = "the server asked for a client certificate: " + e.getMessage();
                fault = TlsFault.CLIENT_CERTIFICATE_UNUSABLE;
            }
        }
        remember(server, outcome, fault);
        return alias.orElse(null);
    }

    private void remember(String server, String outcome, TlsFault fault) {
        asked.compute(
                server,
                (_, before) ->
                        (before == null ? TlsClient.Asked.NEVER : before).once(outcome, fault));
    }

    /**
     * Looks at the file now, whether or not somebody asks.
     *
     * @throws CredentialException when it cannot be read or used, or has ended
     */
    void check() throws CredentialException {
        if (certificate.isPresent()) {
            identity(certificate.get().pem() + " of " + modified());
        }
    }

    private PemIdentity identity(String alias) throws CredentialException {
        PemIdentity identity = identities.get(alias);
        if (identity == null) {
            identity = PemIdentity.read(certificate.get());
            identities.put(alias, identity);
        }
        identity.requireValid(clock.instant());
        return identity;
    }

    private Optional<String> alias(String[] keyTypes) throws CredentialException {
        String alias = certificate.get().pem() + " of " + modified();
        String algorithm = identity(alias).key().getAlgorithm();
        return Arrays.stream(keyTypes)
                .filter(type -> type.equals(algorithm) || type.startsWith(algorithm + "_"))
                .findFirst()
                .map(_ -> alias);
    }

    private FileTime modified() throws CredentialException {
        try {
            return Files.getLastModifiedTime(certificate.get().pem());
        } catch (IOException e) {
            throw new CredentialException(
                    "the client certificate " + certificate.get().pem() + " cannot be read", e);
        }
    }

    private static String server(Socket socket) {
        if (socket instanceof SSLSocket tls) {
            SSLSession session = tls.getHandshakeSession();
            if (session != null && session.getPeerHost() != null) {
                return session.getPeerHost() + ":" + session.getPeerPort();
            }
        }
        return "";
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        PemIdentity identity = identities.get(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        PemIdentity identity = identities.get(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
