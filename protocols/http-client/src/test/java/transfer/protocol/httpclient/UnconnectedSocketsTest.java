package transfer.protocol.httpclient;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnconnectedSocketsTest {
    /** An upload of 10 KiB took 54 ms where others needed 14. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndOfASmallBodyDoesNotWaitForWordOfItsBeginning(boolean tls) throws IOException {
        WireUrl url = WireUrl.of(HttpUrl.get(tls ? "https://h/" : "http://h/"));
        Transport transport = new Transport(tls, true, true, Optional.empty(), Optional.empty());
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpConnections connections = new HttpConnections(Client.settings());
                Socket socket = connections.client(transport, url).socketFactory().createSocket()) {
            socket.connect(server.getLocalSocketAddress());

            assertTrue(socket.getTcpNoDelay());
        }
    }
}
