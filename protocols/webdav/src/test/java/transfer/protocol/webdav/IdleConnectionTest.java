package transfer.protocol.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Inspector;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/** A server that says nothing of closing a connection and then does, as all do to idle ones. */
class IdleConnectionTest {
    private static final String BODY =
            "<multistatus xmlns='DAV:'>"
                    + ScriptedDav.file("/x", 7).replace("D:", "")
                    + "</multistatus>";

    private final AtomicInteger connections = new AtomicInteger();
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                connections.incrementAndGet();
                answerOnce(socket);
            } catch (IOException _) {
                // the test has ended, or the client has gone: nobody waits for an answer
            }
        }
    }

    private static void answerOnce(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                socket.getInputStream(), StandardCharsets.ISO_8859_1));
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(15).trim());
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
        String head = "HTTP/1.1 207 Multi-Status\r\nContent-Length: " + BODY.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + BODY).getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void theNextRequestGoesOverANewConnection() throws Exception {
        TransferUrl url = TransferUrl.parse("dav://127.0.0.1:" + server.getLocalPort() + "/x");
        try (WebdavProtocol protocol = new WebdavProtocol(NetworkSettings.standard())) {
            Inspector endpoint =
                    (Inspector) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
            for (int i = 0; i < 20; i++) {
                assertEquals(OptionalLong.of(7), endpoint.stat(url).size());
            }
        }
        assertTrue(connections.get() >= 20, () -> connections + " connections");
    }
}
