package transfer.protocol.testkit;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;

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
    class Storing extends WriteGroup {}

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Resuming extends ResumeGroup {}

    @Nested
    class Modes extends ModeGroup {}

    @Nested
    class Digests extends DigestGroup {}

    @Nested
    class DirectCopies extends CopyGroup {}

    @Nested
    class DirectoryTrees extends DirectoryGroup {}

    @Nested
    class DirectoriesInTheWay extends DirectoryWriteGroup {}

    @Nested
    class Links extends LinkGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class RemovingTogether extends BatchRemoveGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class FullDisk extends FullGroup {}

    @Nested
    class Passwords extends PasswordGroup {}

    @Nested
    class Throttling extends ThrottleGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
