package transfer.protocol.httpclient;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import transfer.protocol.NetworkSettings;

/** A host of which not every address answers. All of 127.0.0.0/8 is loopback. */
class SeveralAddressesTest {
    private static final byte[] TEN = "0123456789".getBytes(US_ASCII);

    private final CallTrace trace = new CallTrace(Optional.empty(), Optional.empty());
    private final List<SocketChannel> waiting = new ArrayList<>();
    private final InetAddress dead;
    private final InetAddress alive;
    private ScriptedServer server;

    SeveralAddressesTest() throws IOException {
        dead = InetAddress.getByName("127.0.0.2");
        alive = InetAddress.getByName("127.0.0.1");
    }

    @BeforeEach
    void serve() throws IOException {
        server = new ScriptedServer(x -> x.reply("200 OK", "Connection: close\n", TEN));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (SocketChannel each : waiting) {
            each.close();
        }
    }

    private static PlainConnections connections(Duration connecting, InetAddress... addresses) {
        NetworkSettings usual = Client.settings();
        NetworkSettings settings =
                new NetworkSettings(
                        connecting,
                        usual.idleTimeout(),
                        usual.httpProxy(),
                        usual.httpsProxy(),
                        usual.noProxy(),
                        usual.cacheProxy(),
                        usual.extraCertificates(),
                        usual.insecureHosts(),
                        usual.allowHtml(),
                        usual.userAgent(),
                        usual.ssh());
        return new PlainConnections(settings, 8, Duration.ofSeconds(60), _ -> addresses);
    }

    private void get(PlainConnections connections) throws IOException {
        WireUrl url = WireUrl.of(okhttp3.HttpUrl.get(server.at("/x")));
        PlainRequest request = new PlainRequest("GET", url, HttpFields.NONE, Optional.empty());
        assertArrayEquals(
                TEN, connections.exchange(request, trace).content().source().readByteArray());
    }

    /** A server that takes no more connections: what asks for one hears nothing (Linux). */
    private ServerSocket silent(InetAddress address) throws IOException {
        ServerSocket full = new ServerSocket(server.port(), 1, address);
        for (int i = 0; i < 3; i++) {
            SocketChannel one = SocketChannel.open();
            one.configureBlocking(false);
            one.connect(new InetSocketAddress(address, server.port()));
            waiting.add(one);
        }
        return full;
    }

    @Test
    void anAddressThatIsDeadIsNotTheFirstToBeAskedAgain() throws Exception {
        try (PlainConnections connections = connections(Duration.ofSeconds(10), dead, alive)) {
            get(connections);
            try (ServerSocket _ = new ServerSocket(server.port(), 5, dead)) {
                get(connections);
                assertEquals(2, server.asked().size());
            }
        }
    }

    @Test
    void aDeadAddressIsAskedAgainWhenTheOthersAreDeadToo() throws Exception {
        try (PlainConnections connections = connections(Duration.ofSeconds(10), dead, alive)) {
            get(connections);
            int port = server.port();
            server.close();
            server =
                    new ScriptedServer(
                            new ServerSocket(port, 5, dead),
                            "http",
                            x -> x.reply("200 OK", "", TEN));
            get(connections);
        }
    }

    @Test
    void anAddressThatSaysNothingIsPassedOver() throws Exception {
        try (ServerSocket _ = silent(dead);
                PlainConnections connections = connections(Duration.ofMillis(240), dead, alive)) {
            get(connections);
            assertEquals("127.0.0.1:" + server.port(), trace.provenance().address().orElseThrow());
        }
    }

    @Test
    void whereNobodySaysAnythingTheLimitEndsIt() throws Exception {
        InetAddress other = InetAddress.getByName("127.0.0.3");
        try (ServerSocket _ = silent(dead);
                ServerSocket _ = silent(other);
                PlainConnections connections = connections(Duration.ofMillis(40), dead, other)) {
            SocketTimeoutException failure =
                    assertThrows(SocketTimeoutException.class, () -> get(connections));
            assertEquals(1, failure.getSuppressed().length);
        }
    }
}
