package transfer.protocol.testkit;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.Reading;

/** The {@code mem} scheme with one thing done wrong. */
final class FlawedProtocol implements Protocol {
    private final MemoryProtocol right;
    private final MemoryStore store;
    private final FlawedEndpoint.Flaw flaw;
    private final AtomicReference<Reading> shared = new AtomicReference<>();

    FlawedProtocol(MemoryStore store, FlawedEndpoint.Flaw flaw) {
        this.right = new MemoryProtocol(store);
        this.store = store;
        this.flaw = flaw;
    }

    @Override
    public List<String> schemes() {
        return right.schemes();
    }

    @Override
    public Endpoint open(Place place, Credentials credentials) {
        return new FlawedEndpoint(
                (MemoryEndpoint) right.open(place, credentials), store, flaw, shared);
    }
}
