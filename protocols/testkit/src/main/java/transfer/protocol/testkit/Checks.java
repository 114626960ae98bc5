package transfer.protocol.testkit;

import transfer.protocol.TransferUrl;

/** A group of checks of a suite, in a file of its own. */
public abstract class Checks {
    private final EndpointConformance suite;

    Checks(EndpointConformance suite) {
        this.suite = suite;
    }

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
}
