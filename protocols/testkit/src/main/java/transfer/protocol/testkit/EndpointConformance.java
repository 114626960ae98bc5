package transfer.protocol.testkit;

import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the contract in {@link transfer.protocol} promises, as checks that every family runs against
 * a real server.
 *
 * <p>A family's subclass says what to expect ({@link #abilities}) and where ({@link #fixture}).
 * Groups and checks for abilities that are not declared are not run; declaring too few or too many
 * of the interfaces is itself a failure.
 *
 * <p>A known deviation is an overridden check. The subclass brings the group again and the suite's
 * own version of it is not run:
 *
 * <pre>{@code
 * @Nested
 * class Removing extends RemoveChecks {
 *     Removing() {
 *         super(HttpConformanceTest.this);
 *     }
 *
 *     // the server answers 405 to whatever it has no method for
 *     @Test
 *     @Override
 *     protected void missingFileCountsAsRemoved() { … }
 * }
 * }</pre>
 *
 * <p>One instance serves all checks of a subclass, so a server may be started in a {@code
 * BeforeAll} method that is not static.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NeedsCondition.class)
public abstract class EndpointConformance {
    private Trial trial;

    /** What the endpoint, its server and the fixture can do; always the same answer. */
    protected abstract Set<Ability> abilities();

    /** A new fixture, with an empty place of its own. */
    protected abstract Fixture fixture() throws Exception;

    @BeforeEach
    final void begin() throws Exception {
        trial = new Trial(fixture());
    }

    @AfterEach
    final void end() throws Exception {
        try (Fixture _ = trial.fixture();
                Trial _ = trial) {
            // closes the endpoints first
        }
    }

    final Trial trial() {
        return trial;
    }

    @Nested
    class Opening extends OpeningChecks {
        Opening() {
            super(EndpointConformance.this);
        }
    }

    @Nested
    class Stating extends StatChecks {
        Stating() {
            super(EndpointConformance.this);
        }
    }

    @Nested
    class Fetching extends ReadChecks {
        Fetching() {
            super(EndpointConformance.this);
        }
    }

    @Nested
    class Ranges extends RangeChecks {
        Ranges() {
            super(EndpointConformance.this);
        }
    }
}
