package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credential;
import transfer.credentials.CredentialQuery;
import transfer.credentials.CredentialSource;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Place;

/** A thousand files of one server are one connection, and one search for who we are there. */
class SshConnectionsTest {
    private final AtomicInteger searches = new AtomicInteger();
    private final Credentials credentials = new Credentials(List.of(new Counting()));

    @TempDir private Path folder;
    private MinaServer server;
    private SshConnections connections;

    private final class Counting implements CredentialSource {
        @Override
        public <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind) {
            searches.incrementAndGet();
            return Optional.empty();
        }

        @Override
        public List<String> searched(CredentialQuery query, Class<? extends Credential> kind) {
            return List.of();
        }
    }

    @BeforeEach
    void start() throws Exception {
        server = MinaServer.speakingSftp(folder, new ScriptedSftp(new byte[] {1}));
        connections = new SshConnections(SshServer.network(server.home(), Optional.empty()));
    }

    @AfterEach
    void stop() throws Exception {
        connections.close();
        server.close();
    }

    private Place place(String path, String site) throws Exception {
        return new Place(server.url(path), new Site(site));
    }

    private SshConnection connect(Place place) throws Exception {
        return connections.connection(place.url(), connections.login(place, credentials));
    }

    @Test
    void whoWeAreIsLookedForOnceForEachConnection() throws Exception {
        SshConnection first = connect(place("/a", "here"));
        int once = searches.get();

        assertSame(first, connect(place("/b", "here")));

        assertTrue(once > 0);
        assertEquals(once, searches.get());
    }

    @Test
    void anotherSiteMayHaveOtherCredentials() throws Exception {
        connect(place("/a", "here"));
        int once = searches.get();

        connect(place("/a", "there"));

        assertEquals(2 * once, searches.get());
    }

    @Test
    void whereAConnectionHasEndedItIsLookedForAgain() throws Exception {
        connect(place("/a", "here")).close();
        int once = searches.get();

        connect(place("/a", "here"));

        assertEquals(2 * once, searches.get());
    }
}
