package transfer.protocol.gs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** A server that gives tokens, or says why not, as the test wants. */
final class TokenServer implements AutoCloseable {
    private final HttpServer server;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private boolean google = true;

    private record Answer(int status, String body) {}

    TokenServer() throws IOException {
        this(HttpServer.create());
    }

    /** The same over TLS. */
    TokenServer(SSLContext tls) throws IOException {
        this(withTls(tls));
    }

    private static HttpServer withTls(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create();
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private TokenServer(HttpServer server) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            Answer answer = answers.size() > 1 ? answers.remove() : answers.peek();
            if (google) {
                exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Gives it to the next who asks, and the last one to all that follow. */
    TokenServer gives(String token, int seconds) {
        return answers(
                200,
                "{\"access_token\":\""
                        + token
                        + "\",\"expires_in\":"
                        + seconds
                        + ",\"token_type\":\"Bearer\"}");
    }

    TokenServer answers(int status, String body) {
        answers.add(new Answer(status, body));
        return this;
    }

    /** Is somebody else's, at the same address. */
    TokenServer ofAnother() {
        google = false;
        return this;
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** As in {@code POST /token body}. */
    List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
