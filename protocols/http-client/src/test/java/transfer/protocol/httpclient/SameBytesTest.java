package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credential;
import transfer.credentials.Secret;
import transfer.protocol.Identity;
import transfer.protocol.TransferUrl;

/** A server cannot tell whether the library asks or we do. */
class SameBytesTest {
    private static final Credential HEADERS =
            new Credential.HttpHeaders(Map.of("X-Who", new Secret("m\u00fcller")), "the test");

    private enum Way {
        OURS,
        LIBRARY
    }

    /** What arrives for one request. */
    private static String asked(
            Way way, String path, UnaryOperator<HttpRequest> more, Credential... known)
            throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Client client = new Client(Client.settings(), known)) {
            CompletableFuture<String> arrived = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket socket = listener.accept()) {
                            arrived.complete(head(socket.getInputStream()));
                            socket.getOutputStream()
                                    .write(
                                            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                                    .getBytes());
                        } catch (Exception e) {
                            arrived.completeExceptionally(e);
                        }
                    });
            String server = "http://127.0.0.1:" + listener.getLocalPort();
            TransferUrl url = TransferUrl.parse(server + path);
            HttpConversation conversation = client.conversation(url);
            HttpRequest request = more.apply(HttpRequest.of("GET", url));
            HttpAnswer answer =
                    way == Way.OURS
                            ? conversation.send(request)
                            : conversation.exchangeByLibrary(
                                    request, conversation.wire(url), true, false);
            answer.close();
            return arrived.get().replace(server.substring(7), "SERVER");
        }
    }

    private static String head(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
        }
        return head.toString();
    }

    private static void assertSame(
            String path, UnaryOperator<HttpRequest> more, Credential... known) throws Exception {
        assertEquals(
                asked(Way.LIBRARY, path, more, known), asked(Way.OURS, path, more, known), path);
    }

    @Test
    void aPlainGetLooksSo() throws Exception {
        assertEquals(
                "GET /x HTTP/1.1\r\nAccept-Encoding: identity\r\nUser-Agent: transfer-test\r\n"
                        + "Host: SERVER\r\nConnection: Keep-Alive\r\n\r\n",
                asked(Way.OURS, "/x", request -> request));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/a/../b/./c/",
                "/a/%2e%2E/b",
                "/.hidden",
                "/a b\u00e4%zz'\"?q=a'b&c=d e[]#f",
                "//a//b",
                "/x?",
                "?a=b",
            })
    void theTargetIsTheSame(String path) throws Exception {
        assertSame(path, request -> request);
    }

    @Test
    void theFieldsAreTheSame() throws Exception {
        Identity tag = new Identity("etag \"abc\"");
        assertSame("/x", request -> HttpIdentity.rangeIf(request.with("Range", "bytes=3-"), tag));
        assertSame("/x", request -> HttpIdentity.onlyIf(request, tag));
        assertSame(
                "/x",
                request -> DigestFields.wanted(request, EnumSet.allOf(DigestAlgorithm.class)));
        assertSame("/x", request -> request.by(HttpRequest.Traffic.PAST_CACHES));
        assertSame("/x", request -> request.by(HttpRequest.Traffic.BULK));
        assertSame("/x", request -> request.with("Host", "elsewhere"));
    }

    @Test
    void whatShowsWhoWeAreIsTheSame() throws Exception {
        assertSame("/x", request -> request, HEADERS);
        assertTrue(asked(Way.OURS, "/x", request -> request, HEADERS).contains("X-Who: m"));
    }
}
