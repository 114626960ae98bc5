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
 * @param ssh what SSH has to know besides
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
        String userAgent,
        Ssh ssh) {

    /**
     * Who we are and whom we trust over SSH.
     *
     * @param hostKeys what the user has said about unknown and changed host keys; empty leaves it
     *     to {@code ssh_config}, and else to {@link HostKeyChecking#ACCEPT_NEW}
     * @param home the user's home, in whose {@code .ssh} keys, configuration and known hosts are
     * @param user the name to log in with where neither list nor configuration says one
     * @param agent the socket of a program that holds keys
     * @param system where the machine's own configuration and known hosts are
     */
    public record Ssh(
            Optional<HostKeyChecking> hostKeys,
            Optional<Path> home,
            Optional<String> user,
            Optional<Path> agent,
            Path system) {}

    /** What is done about host keys, as {@code StrictHostKeyChecking} of ssh_config(5) has it. */
    public enum HostKeyChecking {
        /** Only known hosts are talked to. */
        YES,
        /** A host never seen before is believed and remembered; a changed key is refused. */
        ACCEPT_NEW,
        /** Everybody is believed. */
        NO
    }

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
     * could set), {@code OSG_SQUID_LOCATION} (used when {@code http_proxy} is not set), {@code
     * X509_CERT_DIR}; for SSH {@code HOME}, {@code USER} or {@code LOGNAME}, {@code SSH_AUTH_SOCK}.
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
                "transfer",
                ssh(environment));
    }

    private static Ssh ssh(Map<String, String> environment) {
        return new Ssh(
                Optional.empty(),
                named(environment, "HOME").map(Path::of),
                named(environment, "USER", "LOGNAME"),
                named(environment, "SSH_AUTH_SOCK").map(Path::of),
                Path.of("/etc/ssh"));
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
