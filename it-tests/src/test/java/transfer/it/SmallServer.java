package transfer.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that works on few requests at once and answers 503 to all above. */
final class SmallServer implements AutoCloseable {
    private static final byte[] CONTENT = new byte[1000];

    private final HttpServer server;
    private final int capacity;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger highest = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    private SmallServer(HttpServer server, int capacity) {
        this.server = server;
        this.capacity = capacity;
    }

    static SmallServer open(int capacity) throws IOException {
        HttpServer http =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SmallServer small = new SmallServer(http, capacity);
        http.createContext("/", small::answer);
        http.setExecutor(small.threads);
        http.start();
        return small;
    }

    private void answer(HttpExchange exchange) throws IOException {
        int now = busy.incrementAndGet();
        highest.accumulateAndGet(now, Math::max);
        boolean taken = now <= capacity;
        try (exchange) {
            if (taken) {
                work(exchange.getRequestURI().getPath().startsWith("/slow"));
            } else {
                refused.incrementAndGet();
            }
            busy.decrementAndGet(); // before the answer, to which the next request may come
            exchange.sendResponseHeaders(taken ? 200 : 503, taken ? CONTENT.length : -1);
            if (taken) {
                exchange.getResponseBody().write(CONTENT);
            }
        }
    }

    private void work(boolean slow) {
        try {
            if (slow) {
                closing.await();
            } else {
                closing.await(10, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    int busy() {
        return busy.get();
    }

    /** How many requests it had at once at most, those that it refused included. */
    int highest() {
        return highest.get();
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
