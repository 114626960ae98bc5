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
    class Opening extends OpeningChecks {}

    @Nested
    class Stating extends StatChecks {}

    @Nested
    class Fetching extends ReadChecks {}

    @Nested
    class Ranges extends RangeChecks {}

    @Nested
    class Identities extends IdentityChecks {}

    @Nested
    class Storing extends WriteChecks {}

    @Nested
    class Publishing extends AtomicWriteChecks {}

    @Nested
    class Modes extends ModeChecks {}

    @Nested
    class Digests extends DigestChecks {}

    @Nested
    class DirectCopies extends CopyChecks {}

    @Nested
    class DirectoryTrees extends DirectoryChecks {}

    @Nested
    class DirectoryWriting extends DirectoryWriteChecks {}

    @Nested
    class Links extends LinkChecks {}

    @Nested
    class Removing extends RemoveChecks {}

    @Nested
    class Unreadable extends UnreadableChecks {}

    @Nested
    class Unwritable extends UnwritableChecks {}

    @Nested
    class FullDisk extends FullChecks {}

    @Nested
    class Passwords extends PasswordChecks {}

    @Nested
    class Throttling extends ThrottleChecks {}

    @Nested
    class Interruption extends InterruptionChecks {}

    @Nested
    class Concurrency extends ConcurrencyChecks {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteChecks {}

    @Nested
    class Resources extends ResourceChecks {}
}
