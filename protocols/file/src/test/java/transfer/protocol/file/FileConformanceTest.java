package transfer.protocol.file;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;

/** Local files keep the contract; they are written by the engine, so there is nothing to store. */
class FileConformanceTest extends EndpointConformance {
    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(
                Ability.STAT,
                Ability.READ,
                Ability.DIGEST,
                Ability.COPY,
                Ability.DIRECTORIES,
                Ability.REMOVE,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.NAMES_OF_ANY_BYTES,
                Ability.LINKS,
                Ability.UNREADABLE);
    }

    @Override
    protected Fixture fixture() throws Exception {
        return new FileFixture("file");
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
    class Digests extends DigestGroup {}

    @Nested
    class DirectCopies extends CopyGroup {}

    @Nested
    class DirectoryTrees extends DirectoryGroup {}

    @Nested
    class Links extends LinkGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
