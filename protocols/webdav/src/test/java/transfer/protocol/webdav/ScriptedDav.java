package transfer.protocol.webdav;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A server that answers what a test says, for what no real one does on demand. */
final class ScriptedDav implements AutoCloseable {
    private final HttpServer server;
    private final Function<Asked, Answer> script;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final WebdavProtocol protocol = new WebdavProtocol(NetworkSettings.standard());

    /**
     * @param path with its query
     */
    record Asked(String method, String path, Map<String, List<String>> headers, byte[] body) {
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .map(entry -> entry.getValue().getFirst())
                    .findFirst();
        }

        /** As in {@code GET /x}. */
        String line() {
            return method + " " + path;
        }
    }

    record Answer(int status, Map<String, String> headers, byte[] body) {
        static Answer of(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        static Answer multistatus(String... responses) {
            return xml(
                    "<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">"
                            + String.join("", responses)
                            + "</D:multistatus>");
        }

        static Answer xml(String document) {
            return new Answer(
                    207,
                    Map.of("Content-Type", "application/xml"),
                    document.getBytes(StandardCharsets.UTF_8));
        }

        Answer with(String name, String value) {
            return new Answer(status, Map.of(name, value), body);
        }
    }

    static String folder(String href) {
        return response(href, "<D:resourcetype><D:collection/></D:resourcetype>");
    }

    static String file(String href, int size) {
        return response(
                href,
                "<D:resourcetype/><D:getcontentlength>"
                        + size
                        + "</D:getcontentlength><D:getetag>\"tag-"
                        + size
                        + "\"</D:getetag>");
    }

    static String response(String href, String properties) {
        return "<D:response><D:href>"
                + href
                + "</D:href><D:propstat><D:prop>"
                + properties
                + "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
    }

    ScriptedDav(Function<Asked, Answer> script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked now =
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            exchange.getRequestBody().readAllBytes());
            asked.add(now);
            Answer answer = script.apply(now);
            answer.headers().forEach(exchange.getResponseHeaders()::add);
            if (now.method().equals("HEAD")) {
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            boolean empty = answer.body().length == 0;
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    TransferUrl url(String path) throws MalformedUrlException {
        return TransferUrl.parse("dav://127.0.0.1:" + port() + path);
    }

    WebdavEndpoint open() throws TransferException, MalformedUrlException {
        return (WebdavEndpoint)
                protocol.open(new Place(url("/"), Site.UNNAMED), Credentials.none());
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    List<String> lines() {
        return asked.stream().map(Asked::line).toList();
    }

    /** Ends the family, and after it the server. */
    @Override
    public void close() {
        protocol.close();
        server.stop(0);
    }
}
