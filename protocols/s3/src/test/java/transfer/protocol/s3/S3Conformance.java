package transfer.protocol.s3;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;

/** What every store has in common. */
abstract class S3Conformance extends EndpointConformance {
    private final S3TestServers kind;
    private final AtomicInteger places = new AtomicInteger();
    private S3Store store;

    S3Conformance(S3TestServers kind) {
        this.kind = kind;
    }

    @BeforeAll
    final void start() {
        store = kind.start();
    }

    @AfterAll
    final void stop() {
        store.close();
    }

    final S3Store store() {
        return store;
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(
                Ability.STAT,
                Ability.READ,
                Ability.WRITE,
                Ability.DIGEST,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.THROTTLE,
                Ability.NETWORK);
    }

    /** These abilities, and those that every store has. */
    static Set<Ability> and(Set<Ability> common, Ability... more) {
        Set<Ability> all = EnumSet.copyOf(common);
        all.addAll(Set.of(more));
        return all;
    }

    @Override
    protected Fixture fixture() {
        // none is the beginning of another one's name
        return new S3Fixture(store, "place" + places.incrementAndGet() + "-");
    }

    @Nested
    class Opening extends OpeningGroup {}

    @Nested
    class Stating extends StatGroup {}

    @Nested
    class Fetching extends ReadGroup {}

    @Nested
    class Ranges extends RangeGroup {}

    @Nested
    class Identities extends IdentityGroup {}

    @Nested
    class Storing extends WriteGroup {}

    @Nested
    class Digests extends DigestGroup {}

    @Nested
    class Throttling extends ThrottleGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class UploadFaults extends UploadFaultGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
