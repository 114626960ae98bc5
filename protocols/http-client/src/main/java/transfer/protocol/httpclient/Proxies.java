package transfer.protocol.httpclient;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import transfer.protocol.NetworkSettings;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Which proxy serves which request. */
record Proxies(NetworkSettings network) {

    /**
     * @param cached whether the caching proxy may serve this request, if there is one
     * @param url what is to be fetched, for messages
     */
    Optional<ProxyServer> choose(WireUrl target, boolean cached, TransferUrl url)
            throws TransferException {
        if (isDirect(target)) {
            return Optional.empty();
        }
        Optional<String> setting =
                target.isHttps()
                        ? network.httpsProxy()
                        : network.httpProxy()
                                .or(() -> cached ? network.cacheProxy() : Optional.empty());
        return setting.isPresent()
                ? Optional.of(ProxyServer.parse(setting.get(), url))
                : Optional.empty();
    }

    private boolean isDirect(WireUrl target) {
        List<String> rules = network.noProxy();
        return rules.stream().anyMatch(rule -> matches(rule.toLowerCase(Locale.ROOT), target));
    }

    /**
     * The rules as most programs read them: {@code *} is everything, a name stands for itself and
     * everything under it with or without a dot in front, and a port may follow.
     */
    private static boolean matches(String rule, WireUrl target) {
        if (rule.isEmpty()) {
            return false;
        }
        String host = rule;
        int colon = rule.lastIndexOf(':');
        boolean hasPort =
                colon > 0 && (rule.indexOf(':') == colon || rule.charAt(colon - 1) == ']');
        if (hasPort) {
            if (!rule.substring(colon + 1).equals(String.valueOf(target.port()))) {
                return false;
            }
            host = rule.substring(0, colon);
        }
        host = host.startsWith("*.") ? host.substring(1) : host;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        String name = host.startsWith(".") ? host.substring(1) : host;
        return host.equals("*") || target.host().equals(name) || target.host().endsWith("." + name);
    }
}
