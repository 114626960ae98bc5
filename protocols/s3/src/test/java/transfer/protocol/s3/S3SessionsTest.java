package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.s3.ScriptedStore.Reply;

/** Keys that end while something is sent that cannot be sent once more. */
@Timeout(120)
class S3SessionsTest {
    private static final TransferUrl URL = ScriptedStore.url("b/k");
    private static final String ENDED = "<Error><Code>ExpiredToken</Code></Error>";

    private final PartsStore parts = new PartsStore();
    private final List<String> signers = Collections.synchronizedList(new ArrayList<>());

    @TempDir private Path folder;

    private void renew() throws Exception {
        Path file = folder.resolve("credentials.conf");
        Files.writeString(file, Files.readString(file).replace("= AK", "= NEW"));
    }

    private void upload(ScriptedStore store, OptionalLong size, int count) throws Exception {
        WriteRequest request = new WriteRequest(size, OptionalInt.empty());
        try (Writing writing = store.open().write(URL, request)) {
            for (int i = 0; i < count; i++) {
                writing.write(ByteBuffer.allocate(1 << 20));
                if (i == 0) {
                    renew();
                }
            }
            writing.finish(List.of());
        }
    }

    @Test
    void aPartThatIsSentAsItComesPassesWithTheNextAttempt() throws Exception {
        OptionalLong huge = OptionalLong.of(170_000L << 20);
        try (ScriptedStore store =
                new ScriptedStore(
                        folder,
                        asked -> {
                            boolean old = asked.headers().get("authorization").contains("=AK/");
                            return old && asked.target().contains("partNumber")
                                    ? Reply.xml(400, ENDED)
                                    : parts.answer(asked);
                        })) {
            TransferException failure =
                    assertThrows(TransferException.class, () -> upload(store, huge, 64));
            assertEquals(FailureKind.UNAVAILABLE, failure.kind(), failure::toString);
        }
    }

    @Test
    void aRefusalBeforeTheFirstByteIsAnsweredWithTheNewKeysAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                ScriptedStore store = new ScriptedStore(folder, parts)) {
            Path file = folder.resolve("credentials.conf");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(":" + store.port(), ":" + server.getLocalPort()));
            Thread.ofVirtual().start(() -> serve(server));
            S3Requests requests = store.requests();
            requests.ready(S3Request.of("PUT", S3Location.of(URL)));
            renew();

            S3Request put = S3Request.of("PUT", S3Location.of(URL)).signing(S3Signer.UNSIGNED);
            requests.begin(put, 1 << 20).upload().close();

            assertEquals(List.of("AK", "NEW"), signers);
        }
    }

    /** Refuses the keys that have ended without asking for the body, and takes the others. */
    private void serve(ServerSocket server) {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    String head = head(socket.getInputStream());
                    boolean old = head.contains("Credential=AK/");
                    signers.add(old ? "AK" : "NEW");
                    String answer =
                            old
                                    ? "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
                                            + "Content-Length: %d\r\n\r\n%s"
                                                    .formatted(ENDED.length(), ENDED)
                                    : "HTTP/1.1 100 Continue\r\n\r\n";
                    OutputStream out = socket.getOutputStream();
                    out.write(answer.getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    socket.getInputStream().readAllBytes();
                }
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no head came");
            }
            head.append((char) c);
        }
        return head.toString();
    }
}
