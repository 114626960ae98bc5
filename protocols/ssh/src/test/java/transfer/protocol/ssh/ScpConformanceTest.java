package transfer.protocol.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
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
import transfer.protocol.ResumableSink;
import transfer.protocol.Sink;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.Trial;

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
                Ability.RESUME,
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
    class Storing extends WriteGroup {
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

    /** Scp has no way to begin behind what is there, so that nothing is left for it either. */
    private static void resumedWritingBeginsAnew(Trial trial) throws Exception {
        TransferUrl url = trial.fixture().url("file");
        byte[] content = Trial.bytes(Trial.SOME_SIZE);
        ResumableSink sink = trial.open(ResumableSink.class, url);
        try (Writing writing = sink.resume(url, Trial.requestFor(content), "mark")) {
            writing.write(ByteBuffer.wrap(content, 0, 1000));
            writing.leave();
        }
        assertEquals(List.of(), trial.fixture().names());

        try (Writing writing = sink.resume(url, Trial.requestFor(content), "mark")) {
            assertEquals(0, writing.offset());
            Trial.fill(writing, content);
            writing.finish(List.of());
            writing.publish();
        }
        assertArrayEquals(content, trial.fixture().get("file").orElseThrow());
    }

    @Nested
    class Resuming extends ResumeGroup {
        @Test
        @Override
        protected void leftWritingGoesOnBehindWhatHadArrived() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void whatIsLeftIsHidden() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void otherMarkIsAnotherFile() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void writingThatIsLeftTwiceOrClosedAfterwardsStays() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void finishedWritingThatWasNotPublishedOnlyHasToBe() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void leftTwiceItGoesOnTwice() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void plainWritingTakesNoNoticeOfWhatIsLeft() throws Exception {
            resumedWritingBeginsAnew(trial());
        }
    }

    @Nested
    class ResumingAfterFaults extends ResumeFaultGroup {
        @Test
        @Override
        protected void afterABrokenConnectionItGoesOnByTheSameEndpoint() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void afterABrokenConnectionItGoesOnByAnotherEndpoint() throws Exception {
            resumedWritingBeginsAnew(trial());
        }

        @Test
        @Override
        protected void whatAServerThatFellSilentHasGoesOn() throws Exception {
            resumedWritingBeginsAnew(trial());
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
