package transfer.protocol.httpclient;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
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
    private final Optional<Path> file;
    private final InstantSource clock;
    private final Map<String, PemIdentity> identities = new ConcurrentHashMap<>();
    private final Map<String, String> asked = new ConcurrentHashMap<>();

    ClientCertificateKeys(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * What came of a server's wish for a certificate, in words; empty when it had none.
     *
     * @param server host and port
     */
    Optional<String> askedBy(String server) {
        return Optional.ofNullable(asked.get(server));
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        String server = server(socket);
        if (file.isEmpty()) {
            asked.put(server, "the server asked for a client certificate and none was found");
            return null;
        }
        try {
            String alias = file.get() + " of " + modified();
            PemIdentity identity = identities.get(alias);
            if (identity == null) {
                identity = PemIdentity.read(file.get(), clock.instant());
                identities.put(alias, identity);
            }
            String algorithm = identity.key().getAlgorithm();
            for (String type : keyTypes) {
                if (type.equals(algorithm) || type.startsWith(algorithm + "_")) {
                    asked.put(
                            server,
                            "the server asked for a client certificate and got " + file.get());
                    return alias;
                }
            }
            asked.put(server, "the server takes no client certificate with such a key");
        } catch (CredentialException e) {
            asked.put(server, e.getMessage());
        }
        return null;
    }

    private FileTime modified() throws CredentialException {
        try {
            return Files.getLastModifiedTime(file.get());
        } catch (IOException e) {
            throw new CredentialException(
                    "the client certificate " + file.get() + " cannot be read", e);
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
