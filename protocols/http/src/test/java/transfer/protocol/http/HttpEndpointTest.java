package transfer.protocol.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

class HttpEndpointTest {
    private final HttpProtocol protocol = new HttpProtocol(NetworkSettings.standard());
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        protocol.close();
        server.stop(0);
    }

    /** A store with one directory, {@code /dir/}. */
    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            asked.add(exchange.getRequestMethod() + " " + path);
            byte[] file = files.get(path);
            switch (exchange.getRequestMethod()) {
                case "PUT" -> {
                    files.put(path, exchange.getRequestBody().readAllBytes());
                    exchange.sendResponseHeaders(201, -1);
                }
                case "DELETE" -> {
                    int status = path.startsWith("/kept") ? 403 : file == null ? 404 : 204;
                    if (status == 204) {
                        files.remove(path);
                    }
                    exchange.sendResponseHeaders(status, -1);
                }
                default -> {
                    if (path.equals("/dir")) {
                        exchange.getResponseHeaders().add("Location", "/dir/");
                        exchange.sendResponseHeaders(301, -1);
                    } else if (path.startsWith("/kept")) {
                        exchange.sendResponseHeaders(403, -1);
                    } else if (file == null) {
                        exchange.sendResponseHeaders(404, -1);
                    } else if (exchange.getRequestMethod().equals("HEAD")) {
                        exchange.getResponseHeaders().add("Content-Length", "" + file.length);
                        exchange.sendResponseHeaders(200, -1);
                    } else {
                        exchange.sendResponseHeaders(200, file.length == 0 ? -1 : file.length);
                        exchange.getResponseBody().write(file);
                    }
                }
            }
        }
    }

    private TransferUrl url(String path) throws MalformedUrlException {
        return TransferUrl.parse("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private HttpEndpoint open(TransferUrl url) throws TransferException {
        return (HttpEndpoint) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
    }

    private boolean remove(String path, boolean recursive) throws Exception {
        return open(url(path)).remove(url(path), recursive);
    }

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        TransferUrl url = url("/a b");
        HttpEndpoint endpoint = open(url);
        byte[] content = {1, 2, 3};

        try (Writing writing =
                endpoint.write(url, new WriteRequest(OptionalLong.of(3), OptionalInt.empty()))) {
            writing.write(ByteBuffer.wrap(content));
            assertEquals(OptionalLong.of(3), writing.finish(List.of()).size());
            writing.publish();
        }

        assertEquals(OptionalLong.of(3), endpoint.stat(url).size());
        assertEquals(Optional.empty(), endpoint.digest(url, EnumSet.allOf(DigestAlgorithm.class)));
        ByteBuffer read = ByteBuffer.allocate(10);
        try (Reading reading = endpoint.read(url, ReadRequest.WHOLE)) {
            while (reading.read(read) >= 0) {
                assertTrue(read.position() <= 3);
            }
        }
        assertArrayEquals(new byte[] {1, 2, 3, 0, 0, 0, 0, 0, 0, 0}, read.array());
    }

    @Test
    void bothSchemesAreServed() {
        assertEquals(List.of("http", "https"), protocol.schemes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:///x", "https://h:port/x", "http://:80/x"})
    void aUrlWithoutAHostIsRefusedWhenItIsOpened(String text) throws Exception {
        TransferUrl url = TransferUrl.parse(text);

        TransferException failure = assertThrows(TransferException.class, () -> open(url));

        assertEquals(FailureKind.BAD_REQUEST, failure.kind());
    }

    @Test
    void closingAnEndpointTwiceIsHarmless() throws Exception {
        Endpoint endpoint = open(url("/x"));
        endpoint.close();
        endpoint.close();
        assertTrue(asked.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFileIsRemoved(boolean recursive) throws Exception {
        files.put("/x", new byte[1]);

        assertTrue(remove("/x", recursive));
        assertFalse(remove("/x", recursive));
        assertTrue(files.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "/dir, false, BAD_REQUEST",
        "/dir, true, UNSUPPORTED",
        "/dir/, false, BAD_REQUEST",
        "/dir/?x=y, true, UNSUPPORTED",
        "'', true, UNSUPPORTED"
    })
    void aDirectoryIsNotRemoved(String path, boolean recursive, FailureKind kind) {
        files.put("/dir/", new byte[1]);

        TransferException failure =
                assertThrows(TransferException.class, () -> remove(path, recursive));

        assertEquals(kind, failure.kind());
        assertTrue(asked.stream().noneMatch(request -> request.startsWith("DELETE")));
    }

    @Test
    void aRefusalToLookIsNoneToRemove() {
        TransferException failure =
                assertThrows(TransferException.class, () -> remove("/kept", false));

        assertEquals(FailureKind.ACCESS_DENIED, failure.kind());
        assertEquals("DELETE /kept", asked.getLast());
    }

    @Test
    void whatCannotBeLookedAtNowIsNotRemovedNow() throws Exception {
        server.stop(0);

        TransferException failure =
                assertThrows(TransferException.class, () -> remove("/x", false));

        assertEquals(FailureKind.CONNECTION, failure.kind());
    }
}
