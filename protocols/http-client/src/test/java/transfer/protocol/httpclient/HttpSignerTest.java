package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import transfer.credentials.Site;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/** Requests that a family addresses and signs by itself. */
class HttpSignerTest {
    private final AtomicInteger signatures = new AtomicInteger();
    private final List<String> targets = new ArrayList<>();

    private static TransferUrl url() {
        try {
            return TransferUrl.parse("store://user@place/bucket/key");
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static HttpUrl at(ScriptedServer server, String path) {
        return HttpUrl.get("http://127.0.0.1:" + server.port()).resolve(path);
    }

    private HttpConversation conversation(HttpConnections connections, ScriptedServer server) {
        return connections.open(
                new Place(url(), Site.UNNAMED),
                at(server, "/"),
                (request, target, headers) -> {
                    targets.add(request.method() + " " + target.encodedPath());
                    headers.set("Authorization", "signature " + signatures.incrementAndGet());
                });
    }

    private static HttpConnections connections() {
        return new HttpConnections(Client.settings());
    }

    @Test
    void everySendingIsSignedAnewForWhereItGoes() throws Exception {
        try (ScriptedServer server = new ScriptedServer(e -> e.reply("200 OK", ""));
                HttpConnections connections = connections()) {
            HttpConversation conversation = conversation(connections, server);
            HttpRequest request = HttpRequest.of("GET", url()).at(at(server, "/b/k?x=1"));

            conversation.send(request).close();
            conversation.send(request).close();

            assertEquals(List.of("GET /b/k", "GET /b/k"), targets);
            assertEquals(
                    List.of(Optional.of("signature 1"), Optional.of("signature 2")),
                    server.asked().stream().map(asked -> asked.header("Authorization")).toList());
            assertEquals("/b/k?x=1", server.asked().getFirst().target());
        }
    }

    @Test
    void aRedirectIsTheAnswerBecauseASignatureIsForOnePlaceOnly() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(e -> e.reply("307 Elsewhere", "Location: /other\n"));
                HttpConnections connections = connections();
                HttpAnswer answer =
                        conversation(connections, server)
                                .send(HttpRequest.of("GET", url()).at(at(server, "/b/k")))) {
            assertEquals(307, answer.status());
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void aRefusedLogInIsTheAnswer() throws Exception {
        try (ScriptedServer server =
                        new ScriptedServer(
                                e -> e.reply("401 No", "WWW-Authenticate: Basic realm=x\n"));
                HttpConnections connections = connections();
                HttpAnswer answer =
                        conversation(connections, server)
                                .send(HttpRequest.of("GET", url()).at(at(server, "/b/k")))) {
            assertEquals(401, answer.status());
        }
    }

    @Test
    void anUploadIsSignedBeforeItsFirstByte() throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        try (ScriptedServer server =
                        new ScriptedServer(e -> {
                            bodies.add(e.body());
                            e.reply("200 OK", "");
                        });
                HttpConnections connections = connections();
                HttpUpload upload =
                        HttpUpload.begin(
                                conversation(connections, server),
                                HttpRequest.of("POST", url()).at(at(server, "/b/k")),
                                3)) {
            upload.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            try (HttpAnswer answer = upload.finish()) {
                assertEquals(200, answer.status());
            }
            assertArrayEquals(new byte[] {1, 2, 3}, bodies.getFirst());
            assertEquals("POST", server.asked().getFirst().method());
            assertEquals(
                    Optional.of("signature 1"), server.asked().getFirst().header("Authorization"));
        }
    }

    @Test
    @Timeout(30)
    void nobodyWaitsForASenderThatDied() throws Exception {
        try (ScriptedServer server = new ScriptedServer(e -> e.reply("200 OK", ""));
                HttpConnections connections = connections()) {
            HttpConversation conversation =
                    connections.open(
                            new Place(url(), Site.UNNAMED),
                            at(server, "/"),
                            (_, _, _) -> {
                                throw new OutOfMemoryError("no room");
                            });
            HttpRequest request = HttpRequest.of("PUT", url()).at(at(server, "/b/k"));
            assertThrows(
                    IllegalStateException.class, () -> HttpUpload.begin(conversation, request, 3));
        }
    }
}
