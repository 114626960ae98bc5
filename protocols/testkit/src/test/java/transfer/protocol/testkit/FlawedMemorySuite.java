package transfer.protocol.testkit;

import org.junit.jupiter.api.extension.ExtendWith;

/** The checks of {@link MemoryConformanceTest} on a family with a flaw. */
@ExtendWith(FlawParameter.class)
class FlawedMemorySuite extends MemoryConformanceTest {
    private final String flaw;

    FlawedMemorySuite(String flaw) {
        this.flaw = flaw;
    }

    @Override
    protected Fixture fixture() {
        return new MemoryFixture(
                store -> new FlawedProtocol(store, FlawedEndpoint.Flaw.valueOf(flaw)),
                MemoryFixture.Copies.WITHIN);
    }
}
