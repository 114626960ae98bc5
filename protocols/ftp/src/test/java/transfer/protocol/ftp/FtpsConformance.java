package transfer.protocol.ftp;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;

/** What every FTP server that speaks TLS has in common. */
abstract class FtpsConformance extends EndpointConformance {
    private final AtomicInteger places = new AtomicInteger();
    private final String portName;
    private FtpServer server;

    /**
     * @param portName which of the server's ports
     */
    FtpsConformance(String portName) {
        this.portName = portName;
    }

    abstract FtpServer startServer();

    @BeforeAll
    final void start() {
        server = startServer();
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
                Ability.LINKS,
                Ability.UNREADABLE,
                Ability.UNWRITABLE,
                Ability.PASSWORD,
                Ability.NETWORK);
    }

    @Override
    protected Fixture fixture() throws IOException {
        return new FtpsFixture(server, portName, "place" + places.incrementAndGet());
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
    class ResumeFaults extends ResumeFaultGroup {}

    @Nested
    class WritingBeside extends DirectoryWriteGroup {}

    @Nested
    class Links extends LinkGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Passwords extends PasswordGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class ConcurrentWriting extends ConcurrentWriteGroup {}

    @Nested
    class Resources extends ResourceGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class UploadFaults extends UploadFaultGroup {}
}
