package transfer.protocol.httpclient;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A request without a body that may be sent twice (RFC 9110, 9.2.2), as it goes over a connection
 * of our own.
 *
 * @param method GET or HEAD
 * @param proxy who passes it on
 */
record PlainRequest(String method, WireUrl url, HttpFields fields, Optional<ProxyServer> proxy) {

    /** Whether it is for the head of an answer only. */
    boolean isBodiless() {
        return method.equals("HEAD");
    }

    /** Who is connected to. */
    String host() {
        return proxy.isPresent() ? proxy.get().host() : url.host();
    }

    int port() {
        return proxy.isPresent() ? proxy.get().port() : url.port();
    }

    /** Requests with the same can share a connection. */
    String server() {
        return proxy.isPresent() ? "proxy " + proxy.get() : url.authority();
    }

    /** The bytes on the wire (RFC 9112, 3.2 and 5). */
    byte[] bytes() {
        StringBuilder head = new StringBuilder(512);
        head.append(method).append(' ');
        head.append(proxy.isPresent() ? url.toString() : url.target());
        head.append(" HTTP/1.1\r\n");
        fields.orElse("Host", url.authority()).orElse("Connection", "Keep-Alive").appendTo(head);
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
