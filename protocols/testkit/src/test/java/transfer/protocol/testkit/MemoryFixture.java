package transfer.protocol.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.TransferUrl;

/** A place in a store of its own, which is reached by two schemes. */
final class MemoryFixture implements Fixture {
    private static final String ROOT = "mem://host/";
    static final String PASSWORD = "open-sesame";
    private static final String WRONG_PASSWORD = "open-barley";

    private final MemoryStore store = new MemoryStore();
    private final Protocol protocol;
    private final Copies copies;

    /** Who makes direct copies, and where they go. */
    enum Copies {
        WITHIN,
        PULLED,
        PUSHED
    }

    MemoryFixture() {
        this(MemoryProtocol::new, Copies.WITHIN);
    }

    /** With a family of the test's own making over the same store. */
    MemoryFixture(Function<MemoryStore, Protocol> family, Copies copies) {
        this.protocol = family.apply(store);
        store.listInPagesOf(3);
        this.copies = copies;
    }

    /** Direct copies go from one scheme to the other. */
    static MemoryFixture between(Copies copies) {
        return new MemoryFixture(store -> new TwoSchemes(store, copies), copies);
    }

    /** Of two schemes over one store the one that can copy from or to the other. */
    private record TwoSchemes(MemoryStore store, Copies copies) implements Protocol {
        @Override
        public List<String> schemes() {
            return List.of("mem", "mem2");
        }

        @Override
        public Endpoint open(Place place, Credentials credentials) {
            String own = place.url().scheme();
            String copying = copies == Copies.PULLED ? "mem2" : "mem";
            String partner = copies == Copies.PULLED ? "mem" : "mem2";
            Map<String, MemoryStore> partners =
                    own.equals(copying) ? Map.of(partner, store) : Map.of();
            return MemoryProtocol.withPartners(own, store, partners).open(place, credentials);
        }
    }

    @Override
    public TransferUrl copyTarget(String name) {
        TransferUrl url = url(name);
        return copies == Copies.WITHIN ? url : url.withScheme("mem2");
    }

    @Override
    public TransferUrl copyBy() {
        return copies == Copies.PUSHED ? url("any") : copyTarget("any");
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
