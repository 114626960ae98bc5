package transfer.protocol.ssh;

import java.io.IOException;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import transfer.protocol.FailureKind;
import transfer.protocol.Sink;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;

/** The contract at OpenSSH without SFTP: by scp and a shell. */
@Tag("container")
class ScpConformanceTest extends EndpointConformance {
    private static final int SMALL_DISK = 96 << 10;

    private final AtomicInteger places = new AtomicInteger();
    private SshServer server;

    @BeforeAll
    final void start() {
        server = SshServer.start(SMALL_DISK, SshServer.Port.SCP);
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
                Ability.DIGEST,
                Ability.DIRECTORIES,
                Ability.REMOVE,
                Ability.IDENTITY,
                Ability.ATOMIC_PUBLISH,
                Ability.MODES,
                Ability.LINKS,
                Ability.UNREADABLE,
                Ability.UNWRITABLE,
                Ability.FULL,
                Ability.NETWORK);
    }

    @Override
    protected Fixture fixture() throws IOException {
        return new SshFixture(server, SshServer.Port.SCP, "place" + places.incrementAndGet());
    }

    @Nested
    class Opening extends OpeningGroup {}

    @Nested
    class Stating extends StatGroup {}

    @Nested
    class Fetching extends ReadGroup {}

    @Nested
    class Identities extends IdentityGroup {}

    @Nested
    class Writing extends WriteGroup {
        /** The protocol announces the size before the content. */
        @Test
        @Override
        protected void fileOfUnknownSizeIsWritten() throws Exception {
            TransferUrl url = fixture().url("file");
            Sink sink = trial().open(Sink.class, url);

            trial().failure(
                            Set.of(FailureKind.UNSUPPORTED),
                            () ->
                                    sink.write(
                                            url,
                                            new WriteRequest(
                                                    OptionalLong.empty(), OptionalInt.empty())));
        }
    }

    @Nested
    class Publishing extends AtomicWriteGroup {}

    @Nested
    class Modes extends ModeGroup {}

    @Nested
    class Digests extends DigestGroup {}

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
    class Full extends FullGroup {}

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
