package transfer.protocol.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to {@link HandWrittenGcs}, and the way to answer it.
 *
 * @param path its parts, unescaped
 */
record GcsRequest(
        HttpExchange exchange, String method, List<String> path, Map<String, String> query) {
    private static final int PIECE = 1 << 20;

    static GcsRequest of(HttpExchange exchange) {
        // where objects say that their bytes are to be had
        String raw = exchange.getRequestURI().getRawPath().replaceFirst("^/download/", "/");
        return new GcsRequest(
                exchange,
                exchange.getRequestMethod(),
                Arrays.stream(raw.substring(1).split("/", -1)).map(GcsText::unescaped).toList(),
                GcsText.query(exchange.getRequestURI().getRawQuery()));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The server's URL. */
    String home() {
        String scheme = exchange instanceof HttpsExchange ? "https" : "http";
        return scheme + "://" + header("Host").orElseThrow();
    }

    String part(int index) {
        return index < path.size() ? path.get(index) : "";
    }

    boolean isUpload() {
        return part(0).equals("upload");
    }

    boolean isDownload() {
        return method.equals("GET") && "media".equals(query.get("alt"));
    }

    String text() throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    void set(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    void json(int status, String document) throws IOException {
        set("Content-Type", "application/json; charset=UTF-8");
        bytes(status, document.getBytes(StandardCharsets.UTF_8));
    }

    /** Where bytes were asked for it is not in JSON, whatever its type says. */
    void refuse(int status, String reason, String message) throws IOException {
        if (isDownload()) {
            set("Content-Type", "text/html; charset=UTF-8");
            bytes(status, message.getBytes(StandardCharsets.UTF_8));
            return;
        }
        json(status, GcsText.error(status, reason, message));
    }

    void empty(int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    void bytes(int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        try (OutputStream body = exchange.getResponseBody()) {
            // the runtime's server makes two buffers as large as what it is given at once
            for (int at = 0; at < content.length; at += PIECE) {
                body.write(content, at, Math.min(PIECE, content.length - at));
            }
        }
    }
}
