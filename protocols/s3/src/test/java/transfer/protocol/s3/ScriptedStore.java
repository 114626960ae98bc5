package transfer.protocol.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A store on loopback whose every answer a test decides, and our side of it. */
final class ScriptedStore implements AutoCloseable {
    static final String SECRET = "aSecretThatNobodySees";

    private final HttpServer server;
    private final Script script;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final S3Protocol protocol;
    private final Credentials credentials;

    /** What the store answers to a request. */
    @FunctionalInterface
    interface Script {
        Reply answer(Asked asked) throws IOException;
    }

    /**
     * A request as it came.
     *
     * @param number of the request, from 1
     * @param target path and query as they came
     * @param headers by name in small letters
     */
    record Asked(
            int number, String method, String target, Map<String, String> headers, byte[] body) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }

        /** The region that it was signed for. */
        String region() {
            return headers.get("authorization").split("/")[2];
        }
    }

    /** An answer; headers as {@code Name: value}. */
    record Reply(int status, byte[] body, String... headers) {
        static Reply of(int status, String... headers) {
            return new Reply(status, new byte[0], headers);
        }

        static Reply error(int status, String code, String... headers) {
            return xml(
                    status,
                    "<Error><Code>" + code + "</Code><Message>words</Message></Error>",
                    headers);
        }

        static Reply xml(int status, String xml, String... headers) {
            return new Reply(status, xml.getBytes(StandardCharsets.UTF_8), headers);
        }
    }

    ScriptedStore(Path folder, Script script) throws IOException {
        this(folder, InstantSource.system(), "", script);
    }

    /**
     * @param clock ours, not the store's
     * @param settings more lines for the store's section
     */
    ScriptedStore(Path folder, InstantSource clock, String settings, Script script)
            throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        Path file = folder.resolve("credentials.conf");
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                file,
                "[store]\nendpoint = http://127.0.0.1:"
                        + port()
                        + "\n"
                        + settings
                        + "\n[me@store]\naccess_key = AK\nsecret_key = "
                        + SECRET
                        + "\n");
        credentials = Credentials.standard(Map.of("PEGASUS_CREDENTIALS", file.toString()));
        protocol = new S3Protocol(NetworkSettings.standard(), clock);
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Asked> asked() {
        return asked;
    }

    /** What was asked, as {@code GET /bucket/key}. */
    List<String> lines() {
        return asked.stream().map(a -> a.method() + " " + a.target()).toList();
    }

    static TransferUrl url(String bucketAndKey) {
        try {
            return TransferUrl.parse("s3://me@store/" + bucketAndKey);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(bucketAndKey, e);
        }
    }

    S3Endpoint open() throws TransferException {
        return (S3Endpoint) protocol.open(new Place(url("b/k"), Site.UNNAMED), credentials);
    }

    S3Requests requests() throws TransferException {
        return open().requests();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            Asked request =
                    new Asked(
                            asked.size() + 1,
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            headers,
                            exchange.getRequestBody().readAllBytes());
            asked.add(request);
            Reply reply = script.answer(request);
            boolean head = request.method().equals("HEAD");
            for (String header : reply.headers()) {
                int colon = header.indexOf(':');
                exchange.getResponseHeaders()
                        .add(header.substring(0, colon), header.substring(colon + 1).trim());
            }
            if (head && !exchange.getResponseHeaders().containsKey("Content-Length")) {
                exchange.getResponseHeaders().set("Content-Length", "" + reply.body().length);
            }
            boolean empty = head || reply.body().length == 0;
            exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
            if (!empty) {
                exchange.getResponseBody().write(reply.body());
            }
        }
    }

    @Override
    public void close() {
        protocol.close();
        server.stop(0);
    }
}
