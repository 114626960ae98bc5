package transfer.protocol.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Protocol;

/**
 * Files in memory: the reference implementation of the contract, and what the engine's tests move
 * files between.
 *
 * <p>Two of them under different schemes have no direct way from one to the other, so a pair of
 * theirs goes through local disk, unless they are {@link #withPartners partners}.
 */
public final class MemoryProtocol implements Protocol {
    private final String scheme;
    private final MemoryStore store;
    private final boolean readOnly;
    private final Map<String, MemoryStore> partners;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** The scheme {@code mem} over this store. */
    public MemoryProtocol(MemoryStore store) {
        this("mem", store);
    }

    /** Any other scheme over this store. */
    public MemoryProtocol(String scheme, MemoryStore store) {
        this(scheme, store, false, Map.of());
    }

    private MemoryProtocol(
            String scheme, MemoryStore store, boolean readOnly, Map<String, MemoryStore> partners) {
        this.scheme = scheme;
        this.store = store;
        this.readOnly = readOnly;
        this.partners = Map.copyOf(partners);
    }

    /** One whose endpoints can be read from and nothing else. */
    public static MemoryProtocol readOnly(String scheme, MemoryStore store) {
        return new MemoryProtocol(scheme, store, true, Map.of());
    }

    /**
     * One whose endpoints also copy from and to the stores behind these other schemes, as servers
     * do that copy among themselves.
     */
    public static MemoryProtocol withPartners(
            String scheme, MemoryStore store, Map<String, MemoryStore> partners) {
        return new MemoryProtocol(scheme, store, false, partners);
    }

    @Override
    public List<String> schemes() {
        return List.of(scheme);
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        if (closed.get()) {
            throw new IllegalStateException("the protocol is closed");
        }
        MemoryLogin login = new MemoryLogin(store, place, credentials);
        return readOnly
                ? new MemorySource(store, login)
                : new MemoryEndpoint(scheme, store, partners, login);
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
