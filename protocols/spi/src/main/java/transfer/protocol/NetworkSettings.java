package transfer.protocol;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How the network is to be used, for every family that does.
 *
 * @param connectTimeout how long a connection may take to be made
 * @param idleTimeout how long a server may stay silent
 * @param httpProxy the proxy for plain {@code http} URLs, as {@code http://host:port}
 * @param httpsProxy the proxy for {@code https} URLs
 * @param noProxy hosts, {@code .domains} or {@code *} that are asked directly
 * @param cacheProxy a caching proxy for plain {@code http} URLs, used by the first try of an item
 *     only
 * @param extraCertificates a directory of CA certificates (PEM) trusted besides the system's
 * @param insecureHosts {@code host:port} or {@code host} whose certificates are not checked
 * @param allowHtml whether a web page is accepted where the name promises another kind of content
 * @param userAgent how we introduce ourselves
 */
public record NetworkSettings(
        Duration connectTimeout,
        Duration idleTimeout,
        Optional<String> httpProxy,
        Optional<String> httpsProxy,
        List<String> noProxy,
        Optional<String> cacheProxy,
        Optional<Path> extraCertificates,
        Set<String> insecureHosts,
        boolean allowHtml,
        String userAgent) {

    public NetworkSettings {
        noProxy = List.copyOf(noProxy);
        insecureHosts = Set.copyOf(insecureHosts);
    }

    /**
     * 30 s to connect, 300 s of silence, no proxy, every certificate checked against the system's.
     */
    public static NetworkSettings standard() {
        return of(Map.of());
    }

    /**
     * The standard ones with what the environment says: {@code http_proxy}, {@code https_proxy},
     * {@code no_proxy} (also in capitals, except {@code HTTP_PROXY}, which a web server's client
     * could set), {@code OSG_SQUID_LOCATION} (used when {@code http_proxy} is not set) and {@code
     * X509_CERT_DIR}.
     */
    public static NetworkSettings of(Map<String, String> environment) {
        Optional<String> httpProxy = named(environment, "http_proxy");
        Optional<String> noProxy = named(environment, "no_proxy", "NO_PROXY");
        return new NetworkSettings(
                Duration.ofSeconds(30),
                Duration.ofSeconds(300),
                httpProxy,
                named(environment, "https_proxy", "HTTPS_PROXY"),
                noProxy.map(NetworkSettings::hosts).orElse(List.of()),
                httpProxy.isPresent() ? Optional.empty() : named(environment, "OSG_SQUID_LOCATION"),
                named(environment, "X509_CERT_DIR").map(Path::of),
                Set.of(),
                false,
                "transfer");
    }

    private static List<String> hosts(String list) {
        return Stream.of(list.split("[,\\s]+")).filter(host -> !host.isEmpty()).toList();
    }

    private static Optional<String> named(Map<String, String> environment, String... names) {
        for (String name : names) {
            String value = environment.getOrDefault(name, "").trim();
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
