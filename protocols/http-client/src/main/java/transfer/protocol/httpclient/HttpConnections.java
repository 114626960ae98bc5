package transfer.protocol.httpclient;

import java.net.InetAddress;
import java.net.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.tls.TlsClient;

/**
 * The connections that all conversations of a family share. Making one costs nothing: everything
 * comes into being with the first request that needs it, so that a list of plain http URLs never
 * loads the authorities that TLS trusts. Safe for use by many threads.
 */
public final class HttpConnections implements AutoCloseable {
    private static final int IDLE_CONNECTIONS = 64;
    private static final Duration IDLE_TIME = Duration.ofSeconds(60);

    /** Less than the usual limits for reading and writing, more than costs anything. */
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final NetworkSettings network;
    private final InstantSource clock;
    private final Duration patience;
    private final TlsClient tls;
    private final Proxies proxies;
    private final Map<Transport, OkHttpClient> clients = new ConcurrentHashMap<>();
    private final Set<String> withoutContinue = ConcurrentHashMap.newKeySet();
    private final PlainConnections own;
    private OkHttpClient plain;
    private EarlierTimeout earlier;

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
        this.tls = new TlsClient(network, clock);
        this.proxies = new Proxies(network);
        this.own =
                new PlainConnections(
                        network, IDLE_CONNECTIONS, IDLE_TIME, InetAddress::getAllByName);
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

    /**
     * A conversation with a store that the URL does not name by itself: every request says where it
     * goes, and is introduced by the signer alone. Redirects are not followed but given as the
     * answer. Does no I/O.
     *
     * @param home the server, for messages and reports
     */
    public HttpConversation open(Place place, HttpUrl home, HttpSigner signer) {
        return new HttpConversation(this, place, WireUrl.of(home), signer);
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

    boolean isChecked(WireUrl target) {
        return tls.isChecked(target.host(), target.port());
    }

    /** Connections in clear without the library. */
    PlainConnections own() {
        return own;
    }

    OkHttpClient client(Transport transport, WireUrl target) {
        if (!transport.checked()) {
            tls.warnUnchecked(target.host(), target.port());
        }
        return clients.computeIfAbsent(transport, this::build);
    }

    /** Whether a server has wished for a certificate when we had this one. */
    TlsClient.Asked askedBy(WireUrl target, Optional<Credential.ClientCertificate> certificate) {
        return tls.askedBy(target.host(), target.port(), certificate);
    }

    /** Looks at a certificate that the user means for the server, before it is asked for. */
    void check(Credential.ClientCertificate certificate) throws CredentialException {
        tls.check(certificate);
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
            earlier = EarlierTimeout.begin(WATCH);
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
                            .socketFactory(UnconnectedSockets.inClear())
                            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
                            .proxy(Proxy.NO_PROXY)
                            .build();
        }
        return plain;
    }

    private void secure(OkHttpClient.Builder builder, Transport transport) {
        builder.socketFactory(UnconnectedSockets.underTls())
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                .sslSocketFactory(
                        tls.context(transport.checked(), transport.certificate())
                                .getSocketFactory(),
                        tls.trust(transport.checked()));
        if (!transport.checked()) {
            builder.hostnameVerifier((_, _) -> true);
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

    /**
     * Closes the connections that nobody uses. All clients of the library share the first one's.
     */
    @Override
    public synchronized void close() {
        own.close();
        if (plain != null) {
            plain.connectionPool().evictAll();
            earlier.close();
        }
    }
}
