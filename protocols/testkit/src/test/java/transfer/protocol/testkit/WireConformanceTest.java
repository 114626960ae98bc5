package transfer.protocol.testkit;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** A client that does it right passes the checks of the network. */
class WireConformanceTest extends EndpointConformance {
    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(
                Ability.STAT,
                Ability.READ,
                Ability.RANGES,
                Ability.WRITE,
                Ability.RESUME,
                Ability.NETWORK);
    }

    @Override
    protected Fixture fixture() {
        return new WireFixture(Set.of());
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
    class Storing extends WriteGroup {}

    @Nested
    class Resuming extends ResumeGroup {}

    @Nested
    class ResumingAfterFaults extends ResumeFaultGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class Uploads extends UploadFaultGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
