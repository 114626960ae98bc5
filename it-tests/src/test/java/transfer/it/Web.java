package transfer.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server inside the test, on the loopback interface, that remembers what it was asked. */
final class Web implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /**
     * A request that came in.
     *
     * @param custom what its {@code real_custom} header said; empty when there was none
     */
    record Asked(String method, String path, String custom) {}

    private Web(HttpServer server) {
        this.server = server;
    }

    static Web open() throws IOException {
        Web web =
                new Web(
                        HttpServer.create(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        web.server.setExecutor(web.threads);
        web.server.start();
        return web;
    }

    String root() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    String url(String path) {
        return root() + path;
    }

    /** Serves a file. */
    void file(String path, byte[] content) {
        answer(path, exchange -> send(exchange, content, content.length));
    }

    /** Serves a file of which only a part comes; then nothing more until this server closes. */
    void stalling(String path, byte[] content, int part) {
        answer(
                path,
                exchange -> {
                    send(exchange, content, part);
                    awaitClosing();
                });
    }

    /** Serves a part of a file and then breaks the connection. */
    void cutting(String path, byte[] content, int part) {
        answer(path, exchange -> send(exchange, content, part));
    }

    /** Serves a file without telling its length. */
    void chunked(String path, byte[] content) {
        answer(
                path,
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(content);
                });
    }

    /** Takes what is put below a path and gives it back. */
    void storing(String path) {
        Map<String, byte[]> stored = new ConcurrentHashMap<>();
        answer(
                path,
                exchange -> {
                    String name = exchange.getRequestURI().getPath();
                    if (exchange.getRequestMethod().equals("PUT")) {
                        stored.put(name, exchange.getRequestBody().readAllBytes());
                        exchange.sendResponseHeaders(201, -1);
                    } else if (stored.containsKey(name)) {
                        send(exchange, stored.get(name), stored.get(name).length);
                    } else {
                        exchange.sendResponseHeaders(404, -1);
                    }
                });
    }

    /** Answers with a status and nothing else. */
    void status(String path, int status) {
        answer(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    /** Answers that it is overloaded and when to come back. */
    void busy(String path, int seconds) {
        answer(
                path,
                exchange -> {
                    exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
                    exchange.sendResponseHeaders(503, -1);
                });
    }

    private void answer(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    String custom = exchange.getRequestHeaders().getFirst("real_custom");
                    asked.add(
                            new Asked(
                                    exchange.getRequestMethod(),
                                    exchange.getRequestURI().toString(),
                                    custom == null ? "" : custom));
                    try (exchange) {
                        handler.handle(exchange);
                    }
                });
    }

    private static void send(HttpExchange exchange, byte[] content, int part) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        OutputStream body = exchange.getResponseBody();
        body.write(content, 0, part);
        body.flush();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** How often a path was asked for with GET. */
    long gets(String path) {
        return asked.stream()
                .filter(a -> a.method().equals("GET") && a.path().equals(path))
                .count();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
