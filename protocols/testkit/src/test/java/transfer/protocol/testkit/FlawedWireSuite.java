package transfer.protocol.testkit;

import java.util.EnumSet;
import org.junit.jupiter.api.extension.ExtendWith;

/** The checks of {@link WireConformanceTest} on a family with a flaw. */
@ExtendWith(FlawParameter.class)
class FlawedWireSuite extends WireConformanceTest {
    private final String flaw;

    FlawedWireSuite(String flaw) {
        this.flaw = flaw;
    }

    @Override
    protected Fixture fixture() {
        return new WireFixture(EnumSet.of(WireProtocol.Flaw.valueOf(flaw)));
    }
}
