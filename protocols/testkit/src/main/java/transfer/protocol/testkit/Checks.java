package transfer.protocol.testkit;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import transfer.protocol.TransferUrl;

/** A group of checks; it belongs to the suite whose nested class it is. */
@ExtendWith(Checks.Belonging.class)
abstract class Checks {
    private EndpointConformance suite;

    Checks() {}

    /** The check that is running. */
    protected final Trial trial() {
        return suite.trial();
    }

    protected final Fixture fixture() {
        return suite.trial().fixture();
    }

    protected final TransferUrl url(String name) {
        return fixture().url(name);
    }

    protected final boolean has(Ability ability) {
        return suite.abilities().contains(ability);
    }

    /** Tells a group its suite. */
    static final class Belonging implements BeforeEachCallback {
        @Override
        public void beforeEach(ExtensionContext context) {
            var instances = context.getRequiredTestInstances();
            instances.findInstance(Checks.class).orElseThrow().suite =
                    instances.findInstance(EndpointConformance.class).orElseThrow();
        }
    }
}
