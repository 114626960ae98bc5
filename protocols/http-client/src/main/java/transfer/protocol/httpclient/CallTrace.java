package transfer.protocol.httpclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.Optional;
import java.util.OptionalLong;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Request;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;

/**
 * How far a request has come and whom it is talking to, which no exception of the library tells.
 * Written by the threads that the library works in, read by the one that waits.
 */
final class CallTrace extends EventListener {
    private final Optional<String> otherHost;
    private final Optional<ProxyServer> proxy;
    private volatile Phase phase = Phase.REQUEST;
    private volatile Optional<String> address = Optional.empty();
    private volatile Optional<RoomySocket> socket = Optional.empty();

    /**
     * @param elsewhere the server that this request goes to where it is another than was asked
     */
    CallTrace(Optional<HttpUrl> elsewhere, Optional<ProxyServer> proxy) {
        this.otherHost = elsewhere.map(url -> numbered(url.host(), url.port()));
        this.proxy = proxy;
    }

    Phase phase() {
        return phase;
    }

    /** The connection's socket if it is one in clear. */
    Optional<RoomySocket> socket() {
        return socket;
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

    private void goesTo(InetSocketAddress socket) {
        InetAddress ip = socket.getAddress();
        if (ip != null) {
            address = Optional.of(numbered(ip.getHostAddress(), socket.getPort()));
        }
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        phase = Phase.RESOLVE;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress socket, Proxy ignored) {
        phase = Phase.CONNECT;
        goesTo(socket);
    }

    @Override
    public void secureConnectStart(Call call) {
        phase = Phase.TLS;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        phase = Phase.REQUEST;
        goesTo(connection.route().socketAddress());
        socket =
                connection.socket() instanceof RoomySocket roomy
                        ? Optional.of(roomy)
                        : Optional.empty();
    }

    @Override
    public void requestBodyStart(Call call) {
        phase = Phase.BODY;
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        phase = Phase.REQUEST;
    }

    @Override
    public void requestHeadersStart(Call call) {
        phase = Phase.REQUEST;
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        phase = Phase.REQUEST;
    }
}
