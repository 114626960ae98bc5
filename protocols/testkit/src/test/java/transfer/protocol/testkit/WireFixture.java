package transfer.protocol.testkit;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;

/** A store behind a port. */
final class WireFixture implements Fixture {
    private static final String ROOT = "mem://host/";

    private final MemoryStore store = new MemoryStore();
    private final WireServer server = WireServer.start(store);
    private final Set<WireProtocol.Flaw> flaws;
    private final WireProtocol protocol;

    WireFixture(Set<WireProtocol.Flaw> flaws) {
        this.flaws = flaws;
        this.protocol = new WireProtocol(Trial.PATIENCE, flaws);
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        return url(name, server.address().getPort());
    }

    @Override
    public TransferUrl url(String name, int port) {
        try {
            return TransferUrl.parse("wire://127.0.0.1:" + port + "/" + name);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public InetSocketAddress server() {
        return server.address();
    }

    @Override
    public Protocol impatient(Duration patience) {
        return new WireProtocol(patience, flaws);
    }

    @Override
    public void put(String name, byte[] content) {
        store.put(ROOT + name, content);
    }

    @Override
    public Optional<byte[]> get(String name) {
        return store.content(ROOT + name);
    }

    @Override
    public void makeDirectory(String name) {
        store.makeDirectory(ROOT + name);
    }

    @Override
    public boolean exists(String name) {
        return store.exists(ROOT + name);
    }

    @Override
    public List<String> names() {
        return store.names().stream().map(key -> key.substring("host/".length())).toList();
    }

    @Override
    public void close() {
        protocol.close();
        server.close();
    }
}
