package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.ssh.SshServer.Port;

/** Servers that are reached through others, with real ones. */
@Tag("container")
class SshJumpTest {
    private static SshServer server;

    @TempDir private Path home;

    @BeforeAll
    static void start() throws IOException {
        server = SshServer.start(Port.SSH, Port.FEW, Port.BARE);
        Files.write(server.files().resolve("large"), new byte[3 << 20]);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void configure() throws IOException {
        Files.createDirectory(home.resolve(".ssh"));
        config(
                """
                Host first
                  Port %d
                Host second
                  Port %d
                  ProxyJump first
                Host target
                  Port %d
                  ProxyJump second
                Host listed
                  Port %d
                  ProxyJump lab@first,ssh://lab@second:%d
                Host closed
                  ProxyJump first
                Host stranger
                  Port %d
                  ProxyJump nobody-at-all@first
                Host circle
                  ProxyJump round
                Host round
                  ProxyJump circle
                Host odd
                  ProxyJump a:b
                Host *
                  HostName 127.0.0.1
                  User lab
                  IdentityFile %s
                  ProxyJump first
                """
                        .formatted(
                                server.port(Port.SSH),
                                server.port(Port.FEW),
                                server.port(Port.BARE),
                                server.port(Port.BARE),
                                server.port(Port.FEW),
                                server.port(Port.BARE),
                                server.key("ed25519")));
    }

    @Test
    void aFilePassesThroughTwoOtherServersAndAllHostKeysAreChecked() throws Exception {
        for (String host : new String[] {"target", "listed"}) {
            assertEquals(3 << 20, size(host));
        }
        String noted = Files.readString(home.resolve(".ssh/known_hosts"));
        for (Port port : new Port[] {Port.SSH, Port.FEW, Port.BARE}) {
            assertTrue(noted.contains("[127.0.0.1]:" + server.port(port) + " "), noted);
        }
        assertTrue(server.log(Port.FEW).contains("Accepted publickey for lab"));
    }

    @Test
    void theServerOnTheWayIsNotReachedThroughItself() throws Exception {
        assertEquals(3 << 20, size("first"));
    }

    @Test
    void aHostKeyThatChangedOnTheWayStopsIt() throws Exception {
        String other = Files.readString(server.key("other-host.pub"));
        Files.writeString(
                home.resolve(".ssh/known_hosts"),
                "[127.0.0.1]:" + server.port(Port.SSH) + " " + other);
        TransferException refusal = assertThrows(TransferException.class, () -> size("target"));
        assertEquals(FailureKind.UNTRUSTED, refusal.kind());
        assertEquals(Optional.of("HOST_KEY_CHANGED"), refusal.errno());
        assertTrue(
                refusal.getMessage()
                        .startsWith(
                                "cannot connect to sftp://target/data/files/large: jump host"
                                        + " 127.0.0.1:%d: jump host 127.0.0.1:%d: the host key of"
                                                .formatted(
                                                        server.port(Port.FEW),
                                                        server.port(Port.SSH))),
                refusal::getMessage);
    }

    @Test
    void aServerThatCannotBeReachedFromThereIsAFailedConnection() {
        TransferException failure = assertThrows(TransferException.class, () -> size("closed"));
        assertEquals(FailureKind.CONNECTION, failure.kind());
        assertEquals(
                "cannot connect to sftp://closed/data/files/large: jump host 127.0.0.1:"
                        + server.port(Port.SSH)
                        + " does not connect on to 127.0.0.1:22, or may not",
                failure.getMessage());
    }

    @Test
    void aServerOnTheWayThatDoesNotLetUsInIsNamed() {
        TransferException refusal = assertThrows(TransferException.class, () -> size("stranger"));
        assertEquals(FailureKind.BAD_CREDENTIALS, refusal.kind());
        assertTrue(
                refusal.getMessage()
                        .contains(
                                "jump host 127.0.0.1:"
                                        + server.port(Port.SSH)
                                        + ": the server does not let nobody-at-all in"),
                refusal::getMessage);
    }

    @Test
    void waysThatMakeNoSenseAreRefused() {
        TransferException circle = assertThrows(TransferException.class, () -> size("circle"));
        assertTrue(circle.getMessage().contains("or in a circle"), circle::getMessage);
        TransferException odd = assertThrows(TransferException.class, () -> size("odd"));
        assertTrue(
                odd.getMessage().contains("ProxyJump names 'a:b', which is not [user@]host[:port]"),
                odd::getMessage);
    }

    @Test
    void theConnectionOnTheWayEndsWithTheOneThroughIt() throws Exception {
        SshConnection through;
        try (SshConnections connections = connections()) {
            TransferUrl url = url("second");
            SshLogin login = login(connections, url);
            through = connections.connection(url, login);
            assertTrue(through.isAlive());
        }
        assertFalse(through.isAlive());
    }

    @Test
    void readingThroughItDoesNotWaitForEver() throws Exception {
        SshJumpInbox inbox = new SshJumpInbox();
        inbox.patience(1);
        assertThrows(java.net.SocketTimeoutException.class, () -> inbox.reader().read());
        inbox.write(7);
        assertEquals(7, inbox.reader().read());
        inbox.close();
        assertEquals(-1, inbox.reader().read());
        OutputStream closed = inbox;
        assertThrows(IOException.class, () -> closed.write(1));
    }

    private long size(String host) throws Exception {
        TransferUrl url = url(host);
        try (SshProtocol protocol = new SshProtocol(SshServer.network(home, Optional.empty()));
                var endpoint =
                        (Source) protocol.open(new Place(url, Site.UNNAMED), Credentials.none());
                var reading = endpoint.read(url, ReadRequest.WHOLE)) {
            long size = 0;
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
            for (int count; (count = reading.read(buffer.clear())) >= 0; ) {
                size += count;
            }
            return size;
        }
    }

    private SshConnections connections() {
        return new SshConnections(SshServer.network(home, Optional.empty()));
    }

    private static SshLogin login(SshConnections connections, TransferUrl url) throws Exception {
        return connections.login(new Place(url, Site.UNNAMED), Credentials.standard(Map.of()));
    }

    private static TransferUrl url(String host) throws Exception {
        return TransferUrl.parse("sftp://" + host + SshServer.pathThere("large"));
    }

    private void config(String text) throws IOException {
        Files.writeString(home.resolve(".ssh/config"), text);
    }
}
