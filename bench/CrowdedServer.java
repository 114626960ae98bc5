import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serves the files of a directory, each after a while, and answers 503 to whoever comes when so many
 * are being served already. {@code /refused} tells how many that were since it was asked last.
 *
 * <p>Arguments: directory, how many at once, milliseconds. Prints its port.
 */
final class CrowdedServer {
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final Path root;
    private final int capacity;
    private final long pause;

    private CrowdedServer(Path root, int capacity, long pause) {
        this.root = root;
        this.capacity = capacity;
        this.pause = pause;
    }

    public static void main(String... arguments) throws IOException {
        CrowdedServer crowded =
                new CrowdedServer(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Long.parseLong(arguments[2]));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/refused", exchange -> send(exchange, 200, crowded.count()));
        server.createContext("/source/", crowded::serve);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] content = {};
        boolean taken = busy.incrementAndGet() <= capacity;
        if (taken) {
            String name = exchange.getRequestURI().getPath().substring("/source/".length());
            content = Files.readAllBytes(root.resolve(name));
            rest();
        } else {
            refused.incrementAndGet();
        }
        busy.decrementAndGet();
        send(exchange, taken ? 200 : 503, content);
    }

    private byte[] count() {
        return (refused.getAndSet(0) + "\n").getBytes();
    }

    private void rest() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        }
    }
}
