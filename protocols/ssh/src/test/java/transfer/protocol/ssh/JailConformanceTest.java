package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;

/** The contract at an OpenSSH that shuts its users in and lets them do nothing but SFTP. */
@Tag("container")
class JailConformanceTest extends EndpointConformance {
    private final AtomicInteger places = new AtomicInteger();
    private SshServer server;

    @BeforeAll
    final void start() {
        server = SshServer.start(SshServer.Port.JAIL);
    }

    @AfterAll
    final void stop() {
        server.close();
    }

    @Override
    protected Set<Ability> abilities() {
        return EnumSet.of(
                Ability.STAT,
                Ability.READ,
                Ability.WRITE,
                Ability.RESUME,
                Ability.DIGEST,
                Ability.DIRECTORIES,
                Ability.REMOVE,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.ATOMIC_PUBLISH,
                Ability.NAMES_OF_ANY_BYTES,
                Ability.MODES,
                Ability.LINKS,
                Ability.UNREADABLE,
                Ability.UNWRITABLE);
    }

    @Override
    protected Fixture fixture() throws IOException {
        return new SshFixture(server, SshServer.Port.JAIL, "place" + places.incrementAndGet());
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
    class Resuming extends ResumeGroup {}

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Modes extends ModeGroup {}

    /** There is nobody who could compute one. */
    @Nested
    class Digests extends DigestGroup {
        @Test
        @Override
        protected void digestIsThatOfTheContent() throws Exception {
            fixture().put("file", new byte[10]);

            assertEquals(Optional.empty(), digest("file", EnumSet.allOf(DigestAlgorithm.class)));
        }

        @Test
        @Override
        protected void digestIsByAnAlgorithmThatWasWanted() throws Exception {
            digestIsThatOfTheContent();
        }

        @Test
        @Override
        protected void emptyFileHasADigest() throws Exception {
            fixture().put("file", new byte[0]);

            assertEquals(Optional.empty(), digest("file", EnumSet.allOf(DigestAlgorithm.class)));
        }

        @Test
        @Override
        protected void digestIsOfWhatIsStoredNow() throws Exception {
            digestIsThatOfTheContent();
        }
    }

    @Nested
    class Directories extends DirectoryGroup {}

    @Nested
    class WritingAmongDirectories extends DirectoryWriteGroup {}

    @Nested
    class Links extends LinkGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
