package transfer.protocol.http;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;

/** nginx, which makes the folders that an upload needs. */
abstract class NginxConformance extends HttpConformance {
    @Override
    protected Set<Ability> abilities() {
        Set<Ability> abilities = EnumSet.copyOf(super.abilities());
        abilities.add(Ability.UNWRITABLE);
        return abilities;
    }

    @Nested
    class Storing extends WriteGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}
}
