package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;

/** The contract at Apache MINA SSHD, by SFTP: another maker's server, without a shell. */
class MinaConformanceTest extends EndpointConformance {
    private final AtomicInteger places = new AtomicInteger();
    private MinaServer server;

    @BeforeAll
    final void start(@TempDir Path folder) throws IOException {
        server = MinaServer.sftp(folder);
    }

    @AfterAll
    final void stop() throws IOException {
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
                Ability.MODES,
                Ability.PASSWORD,
                Ability.NETWORK);
    }

    @Override
    protected Fixture fixture() throws IOException {
        return new MinaFixture(server, "place" + places.incrementAndGet());
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
    class ResumingAfterFaults extends ResumeFaultGroup {}

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Modes extends ModeGroup {}

    @Nested
    class Digests extends DigestGroup {
        /** This server computes none of nothing. */
        @Test
        @Override
        protected void emptyFileHasADigest() throws Exception {
            fixture().put("empty", new byte[0]);

            assertEquals(Optional.empty(), digest("empty", EnumSet.allOf(DigestAlgorithm.class)));
        }
    }

    @Nested
    class Directories extends DirectoryGroup {}

    @Nested
    class WritingAmongDirectories extends DirectoryWriteGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class Passwords extends PasswordGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class UploadFaults extends UploadFaultGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
