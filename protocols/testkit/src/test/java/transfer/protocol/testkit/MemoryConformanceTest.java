package transfer.protocol.testkit;

import java.util.EnumSet;
import java.util.Set;

/** The reference implementation keeps the contract. */
class MemoryConformanceTest extends EndpointConformance {
    @Override
    protected Set<Ability> abilities() {
        return EnumSet.complementOf(EnumSet.of(Ability.NETWORK));
    }

    @Override
    protected Fixture fixture() {
        return new MemoryFixture();
    }
}
