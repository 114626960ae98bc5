package transfer.protocol.file;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.ConcurrencyChecks;
import transfer.protocol.testkit.CopyChecks;
import transfer.protocol.testkit.DigestChecks;
import transfer.protocol.testkit.DirectoryChecks;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.IdentityChecks;
import transfer.protocol.testkit.InterruptionChecks;
import transfer.protocol.testkit.LinkChecks;
import transfer.protocol.testkit.OpeningChecks;
import transfer.protocol.testkit.RangeChecks;
import transfer.protocol.testkit.ReadChecks;
import transfer.protocol.testkit.RemoveChecks;
import transfer.protocol.testkit.ResourceChecks;
import transfer.protocol.testkit.StatChecks;
import transfer.protocol.testkit.UnreadableChecks;

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
    class Digests extends DigestChecks {}

    @Nested
    class DirectCopies extends CopyChecks {}

    @Nested
    class DirectoryTrees extends DirectoryChecks {}

    @Nested
    class Links extends LinkChecks {}

    @Nested
    class Removing extends RemoveChecks {}

    @Nested
    class Unreadable extends UnreadableChecks {}

    @Nested
    class Interruption extends InterruptionChecks {}

    @Nested
    class Concurrency extends ConcurrencyChecks {}

    @Nested
    class Resources extends ResourceChecks {}
}
