package transfer.protocol.httpclient;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Request;
import transfer.protocol.Phase;

/** Notes how far the library has come. */
final class LibraryTrace extends EventListener {
    private final CallTrace trace;

    private LibraryTrace(CallTrace trace) {
        this.trace = trace;
    }

    static EventListener of(CallTrace trace) {
        return new LibraryTrace(trace);
    }

    @Override
    public void dnsStart(Call call, String domainName) {
        trace.reached(Phase.RESOLVE);
    }

    @Override
    public void connectStart(Call call, InetSocketAddress socket, Proxy ignored) {
        trace.reached(Phase.CONNECT, socket);
    }

    @Override
    public void secureConnectStart(Call call) {
        trace.reached(Phase.TLS);
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        trace.reached(Phase.REQUEST, connection.route().socketAddress());
    }

    @Override
    public void requestBodyStart(Call call) {
        trace.reached(Phase.BODY);
    }

    @Override
    public void requestBodyEnd(Call call, long byteCount) {
        trace.reached(Phase.REQUEST);
    }

    @Override
    public void requestHeadersStart(Call call) {
        trace.reached(Phase.REQUEST);
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        trace.reached(Phase.REQUEST);
    }
}
