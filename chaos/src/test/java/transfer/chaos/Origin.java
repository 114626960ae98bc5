package transfer.chaos;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A web server that gives one file under every name, and takes what is put. */
final class Origin implements AutoCloseable {
    static final String ETAG = "\"right\"";

    final byte[] content;
    final AtomicInteger asked = new AtomicInteger();
    volatile byte[] stored = {};
    volatile boolean chunked;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Origin(byte[] content) throws IOException {
        this.content = content;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Bytes that are the same every time and like no others of that length. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            byte[] sent = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("PUT")) {
                stored = sent;
                exchange.sendResponseHeaders(201, -1);
                return;
            }
            exchange.getResponseHeaders().set("ETag", ETAG);
            String range = exchange.getRequestHeaders().getFirst("Range");
            byte[] body = content;
            if (range != null) {
                int first = Integer.parseInt(range.replaceAll("\\D+(\\d+)-.*", "$1"));
                body = Arrays.copyOfRange(content, first, content.length);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, chunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
