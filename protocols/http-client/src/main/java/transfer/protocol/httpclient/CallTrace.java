package transfer.protocol.httpclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;

/**
 * How far a request has come and whom it is talking to, which no exception tells. Written by the
 * threads that the library works in, read by the one that waits.
 */
final class CallTrace {
    private final Optional<String> otherHost;
    private final Optional<ProxyServer> proxy;
    private volatile Phase phase = Phase.REQUEST;
    private volatile Optional<String> address = Optional.empty();

    /**
     * @param elsewhere the server that this request goes to where it is another than was asked
     */
    CallTrace(Optional<WireUrl> elsewhere, Optional<ProxyServer> proxy) {
        this.otherHost = elsewhere.map(url -> numbered(url.host(), url.port()));
        this.proxy = proxy;
    }

    Phase phase() {
        return phase;
    }

    /** What is known before anybody answers. */
    Provenance provenance() {
        return new Provenance(
                address,
                otherHost,
                proxy.map(ProxyServer::toString),
                Optional.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static String numbered(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    void reached(Phase next) {
        phase = next;
    }

    void reached(Phase next, InetSocketAddress server) {
        phase = next;
        InetAddress ip = server.getAddress();
        if (ip != null) {
            address = Optional.of(numbered(ip.getHostAddress(), server.getPort()));
        }
    }
}
