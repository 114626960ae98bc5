package transfer.protocol.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;

/** A place in a store of its own. */
final class MemoryFixture implements Fixture {
    private static final String ROOT = "mem://host/";
    static final String PASSWORD = "open-sesame";
    private static final String WRONG_PASSWORD = "open-barley";

    private final MemoryStore store = new MemoryStore();
    private final Protocol protocol;

    MemoryFixture() {
        this(MemoryProtocol::new);
    }

    /** With a family of the test's own making over the same store. */
    MemoryFixture(Function<MemoryStore, Protocol> family) {
        this.protocol = family.apply(store);
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public TransferUrl url(String name) {
        try {
            return TransferUrl.parse(ROOT + name);
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public List<String> secrets() {
        return List.of(PASSWORD, WRONG_PASSWORD);
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
    public void link(String name, String target) {
        store.link(ROOT + name, ROOT + target);
    }

    @Override
    public TransferUrl unreadable() {
        put("unreadable", Trial.bytes(10));
        store.always(
                ROOT + "unreadable", MemoryFault.fails(Operation.READ, FailureKind.ACCESS_DENIED));
        return url("unreadable");
    }

    @Override
    public TransferUrl unwritable() {
        store.always(ROOT + "unwritable", MemoryFault.writeDenied());
        return url("unwritable");
    }

    @Override
    public TransferUrl withSpaceFor(int bytes) {
        store.always(ROOT + "tight", MemoryFault.spaceEnds(bytes));
        return url("tight");
    }

    @Override
    public Locked locked() {
        put("locked", Trial.bytes(10));
        store.requirePassword("alice", new Secret(PASSWORD));
        return new Locked(
                url("locked"),
                10,
                new Credentials(List.of(new OnePassword("alice", PASSWORD))),
                new Credentials(List.of(new OnePassword("alice", WRONG_PASSWORD))));
    }

    @Override
    public TransferUrl throttled(byte[] content, Duration pause) {
        put("throttled", content);
        store.next(
                1,
                ROOT + "throttled",
                MemoryFault.fails(Operation.READ, FailureKind.THROTTLED, pause));
        return url("throttled");
    }

    @Override
    public void close() {
        protocol.close();
    }
}
