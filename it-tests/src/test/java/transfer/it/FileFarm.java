package transfer.it;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A web server with as many files as one likes, {@code /0}, {@code /1} and so on, each with a
 * content of its own that follows from a seed. It knows ranges and entity tags, and no digests.
 */
final class FileFarm implements AutoCloseable {
    /** Most files are small, as in a job. */
    static final int SMALL = 30_000;

    /** One in a hundred is so many times as large. */
    private static final int LARGER = 20;

    private static final int WARMING = 100;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private final HttpServer server;
    private final long seed;
    private final int size;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Integer> given = new HashSet<>();
    private long answers;
    private long limit = Long.MAX_VALUE;
    private int runs;
    private int held;

    private FileFarm(HttpServer server, long seed, int size) {
        this.server = server;
        this.seed = seed;
        this.size = size;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /**
     * @param size that most files are below
     */
    static FileFarm open(long seed, int size) throws IOException {
        return new FileFarm(HttpServer.create(anyPort(), 1000), seed, size);
    }

    /** The same with TLS, one request a connection. */
    static FileFarm open(long seed, int size, SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 1000);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new FileFarm(server, seed, size);
    }

    private static InetSocketAddress anyPort() throws IOException {
        return new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0);
    }

    /** A runtime that has just started is slower than the waits of a test are long. */
    FileFarm warm() throws IOException {
        for (int i = 0; i < WARMING && !(server instanceof HttpsServer); i++) {
            String url = "http://127.0.0.1:" + address().getPort() + "/" + i;
            try (InputStream in = URI.create(url).toURL().openStream()) {
                in.readAllBytes();
            }
        }
        return this;
    }

    /** Answers no more when so many different files were given, until this is called again. */
    synchronized void holdAfter(long files) throws InterruptedException {
        limit = files;
        runs++;
        notifyAll();
        while (held > 0) {
            wait(); // until the requests of the run before are over
        }
    }

    synchronized boolean isHolding() {
        return held > 0;
    }

    /** How many files were given more than once, counted every time. */
    synchronized long givenAgain() {
        return answers - given.size();
    }

    private synchronized void count(int number) throws IOException {
        int run = runs;
        held++;
        try {
            while (given.size() >= limit) {
                wait();
                if (run != runs) {
                    throw new IOException("who asked is gone");
                }
            }
        } catch (InterruptedException e) {
            throw new IOException("closed", e);
        } finally {
            held--;
            notifyAll();
        }
        answers++;
        given.add(number);
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    byte[] content(int number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        int limit = random.nextInt(100) == 0 ? LARGER * size : size;
        byte[] content = new byte[random.nextInt(limit)];
        random.nextBytes(content);
        return content;
    }

    String sha256(int number) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(content(number)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            if (exchange.getRequestMethod().equals("GET")) {
                count(number);
            }
            byte[] content = content(number);
            Headers answer = exchange.getResponseHeaders();
            String tag = "\"" + number + "-" + content.length + "\"";
            answer.set("ETag", tag);
            answer.set("Accept-Ranges", "bytes");
            if (server instanceof HttpsServer) {
                answer.set("Connection", "close");
            }
            int first = first(exchange.getRequestHeaders(), tag, content.length);
            if (first > 0) {
                answer.set(
                        "Content-Range",
                        "bytes " + first + "-" + (content.length - 1) + "/" + content.length);
            }
            int length = content.length - first;
            if (exchange.getRequestMethod().equals("HEAD")) {
                answer.set("Content-Length", Integer.toString(length));
                length = 0;
            }
            exchange.sendResponseHeaders(first > 0 ? 206 : 200, length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(content, first, length);
            }
        }
    }

    /** Where the answer begins; a range counts only while the file is still the one asked for. */
    private static int first(Headers asked, String tag, int size) {
        String range = asked.getFirst("Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range);
        String condition = asked.getFirst("If-Range");
        boolean holds = condition == null || condition.equals(tag);
        if (!matcher.matches() || !holds || !matcher.group(2).isEmpty()) {
            return 0;
        }
        int first = Integer.parseInt(matcher.group(1));
        return first < size ? first : 0;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
