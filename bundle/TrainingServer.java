import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Executors;

/**
 * The server that a bundle's cache of classes is made with: on the loopback interface, every path is a file of the same
 * 10 KiB, and what is put is answered as an object store does, without being kept. Prints its URL and ends with its input.
 */
final class TrainingServer {
    private static final byte[] CONTENT = new byte[10240];

    private TrainingServer() {}

    public static void main(String[] args) throws IOException {
        Arrays.fill(CONTENT, (byte) 'x');
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        HttpServer server = HttpServer.create(any, 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", TrainingServer::answer);
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
        while (System.in.read() >= 0) {}
        System.exit(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            boolean put = exchange.getRequestMethod().equals("PUT");
            byte[] content = put ? sent : CONTENT;
            exchange.getResponseHeaders().set("ETag", "\"" + md5(content) + "\"");
            exchange.getResponseHeaders().set("Last-Modified", "Fri, 13 Feb 2009 23:31:30 GMT");
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
            exchange.getResponseHeaders().set("Server", "training");
            exchange.sendResponseHeaders(200, put ? -1 : content.length);
            if (!put) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every runtime has MD5", e);
        }
    }
}
