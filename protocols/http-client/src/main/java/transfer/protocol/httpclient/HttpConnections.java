package transfer.protocol.httpclient;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.Proxy;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import transfer.credentials.Credential;
import transfer.credentials.Credentials;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;

/**
 * The connections that all conversations of a family share. Making one costs nothing: everything
 * comes into being with the first request that needs it, so that a list of plain http URLs never
 * loads the authorities that TLS trusts. Safe for use by many threads.
 */
public final class HttpConnections implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 64;
    private static final Duration IDLE_TIME = Duration.ofSeconds(60);

    private final System.Logger log = System.getLogger("transfer.protocol.httpclient");
    private final NetworkSettings network;
    private final InstantSource clock;
    private final Duration patience;
    private final Proxies proxies;
    private final Map<Transport, OkHttpClient> clients = new ConcurrentHashMap<>();
    private final Map<Optional<Credential.ClientCertificate>, ClientCertificateKeys> keys =
            new ConcurrentHashMap<>();
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();
    private final Set<String> withoutContinue = ConcurrentHashMap.newKeySet();
    private X509TrustManager trust;
    private OkHttpClient plain;

    public HttpConnections(NetworkSettings network) {
        this(network, InstantSource.system());
    }

    /**
     * @param clock tells the time that {@code Retry-After} and certificates are compared with
     */
    public HttpConnections(NetworkSettings network, InstantSource clock) {
        this(network, clock, Duration.ofSeconds(2));
    }

    /**
     * @param patience how long a server may think about whether an upload may begin
     */
    HttpConnections(NetworkSettings network, InstantSource clock, Duration patience) {
        this.network = network;
        this.clock = clock;
        this.patience = patience;
        this.proxies = new Proxies(network);
    }

    /**
     * A conversation with the server of a place. Does no I/O.
     *
     * @param scheme {@code http} or {@code https}: what the place's own scheme stands for
     * @throws TransferException {@link transfer.protocol.FailureKind#BAD_REQUEST} when the URL has
     *     no host, or a port that is none
     */
    public HttpConversation open(Place place, String scheme, Credentials credentials)
            throws TransferException {
        return new HttpConversation(this, place, scheme, credentials);
    }

    NetworkSettings network() {
        return network;
    }

    InstantSource clock() {
        return clock;
    }

    Duration patience() {
        return patience;
    }

    Proxies proxies() {
        return proxies;
    }

    /** Servers that were asked to say when an upload may begin, and did not answer that. */
    Set<String> withoutContinue() {
        return withoutContinue;
    }

    boolean isChecked(HttpUrl target) {
        Set<String> unchecked = network.insecureHosts();
        return !unchecked.contains(target.host())
                && !unchecked.contains(target.host() + ":" + target.port());
    }

    OkHttpClient client(Transport transport, HttpUrl target) {
        if (!transport.checked() && warnedOf.add(target.host() + ":" + target.port())) {
            log.log(
                    Level.WARNING,
                    "the certificate of {0} is not checked, as the settings say",
                    target.host() + ":" + target.port());
        }
        return clients.computeIfAbsent(transport, this::build);
    }

    /** What is known of client certificates and who asked for them. */
    ClientCertificateKeys keys(Optional<Credential.ClientCertificate> certificate) {
        return keys.computeIfAbsent(certificate, file -> new ClientCertificateKeys(file, clock));
    }

    private OkHttpClient build(Transport transport) {
        OkHttpClient.Builder builder = plain().newBuilder();
        if (transport.bulk()) {
            builder.protocols(List.of(Protocol.HTTP_1_1));
        }
        if (transport.proxy().isPresent()) {
            ProxyServer proxy = transport.proxy().get();
            builder.proxy(proxy.address()).proxyAuthenticator(letThrough(proxy));
        }
        if (transport.tls()) {
            secure(builder, transport);
        }
        return builder.build();
    }

    private synchronized OkHttpClient plain() {
        if (plain == null) {
            plain =
                    new OkHttpClient.Builder()
                            .connectTimeout(network.connectTimeout())
                            .readTimeout(network.idleTimeout())
                            .writeTimeout(network.idleTimeout())
                            .callTimeout(Duration.ZERO)
                            .followRedirects(false)
                            .followSslRedirects(false)
                            // Not a retry in our sense: without waiting, the other addresses of a
                            // host are tried, and a pooled connection that the server had closed
                            // meanwhile is replaced. A request with a streamed body is never sent
                            // twice.
                            .retryOnConnectionFailure(true)
                            .connectionPool(
                                    new ConnectionPool(
                                            IDLE_CONNECTIONS,
                                            IDLE_TIME.toSeconds(),
                                            TimeUnit.SECONDS))
                            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                            .proxy(Proxy.NO_PROXY)
                            .build();
        }
        return plain;
    }

    private void secure(OkHttpClient.Builder builder, Transport transport) {
        X509TrustManager trusted = transport.checked() ? trust() : new UncheckedTrust();
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys(transport.certificate())},
                    new TrustManager[] {trusted},
                    new SecureRandom());
            builder.socketFactory(new LingeringSockets())
                    .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                    .sslSocketFactory(context.getSocketFactory(), trusted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS", e);
        }
        if (!transport.checked()) {
            builder.hostnameVerifier((_, _) -> true);
        }
    }

    private synchronized X509TrustManager trust() {
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
            log.log(
                    Level.WARNING,
                    "the authorities in {0} cannot be read and are not trusted: {1}",
                    directory.get(),
                    e.toString());
            return loadTrust(Optional.empty());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no authority at all is known to this machine", e);
        }
    }

    /**
     * Introduces us to a proxy that tunnels TLS. Requests in clear carry the header themselves, and
     * their refusal is an answer like any other.
     */
    private static Authenticator letThrough(ProxyServer proxy) {
        return (_, response) -> {
            if (!response.request().method().equals("CONNECT")) {
                return null;
            }
            boolean refused = response.request().header("Proxy-Authorization") != null;
            if (refused || proxy.authorization().isEmpty()) {
                boolean asked =
                        response.challenges().stream()
                                .noneMatch(c -> c.scheme().equals("OkHttp-Preemptive"));
                if (asked) {
                    throw new ProxyRefusal(
                            response.code(), "the proxy " + proxy + " wants another log-in");
                }
                return null;
            }
            return response.request()
                    .newBuilder()
                    .header("Proxy-Authorization", proxy.authorization().get().reveal())
                    .build();
        };
    }

    /** Closes the connections that nobody uses. All clients share the first one's. */
    @Override
    public synchronized void close() {
        if (plain != null) {
            plain.connectionPool().evictAll();
        }
    }
}
