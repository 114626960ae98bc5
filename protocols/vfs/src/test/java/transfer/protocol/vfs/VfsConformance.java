package transfer.protocol.vfs;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;

/**
 * What all archives have in common; they are read from the first byte on, so there are no ranges.
 */
abstract class VfsConformance extends EndpointConformance {
    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(Ability.STAT, Ability.READ, Ability.IDENTITY, Ability.NAMES_OF_ANY_BYTES);
    }

    @Nested
    class Opening extends OpeningGroup {}

    @Nested
    class Identities extends IdentityGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
