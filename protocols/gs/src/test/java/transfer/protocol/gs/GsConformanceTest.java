package transfer.protocol.gs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.Sink;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.HandWrittenGcs;
import transfer.protocol.testkit.Trial;

/** Against the hand-written server; a real one is out of reach. */
class GsConformanceTest extends EndpointConformance {
    private final AtomicInteger places = new AtomicInteger();
    private HandWrittenGcs server;

    @BeforeAll
    void start() {
        server = HandWrittenGcs.start();
        server.makeBucket(GsFixture.BUCKET);
    }

    @AfterAll
    void stop() {
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
                Ability.COPY,
                Ability.DIRECTORIES,
                Ability.REMOVE,
                Ability.REMOVE_TOGETHER,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.UNREADABLE,
                Ability.UNWRITABLE,
                Ability.THROTTLE,
                Ability.NETWORK);
    }

    @Override
    protected Fixture fixture() {
        return new GsFixture(server, "place" + places.incrementAndGet());
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
    class Writing extends WriteGroup {}

    @Nested
    class Going extends ResumeGroup {
        /** An unfinished upload is no object, has no name, and nobody sees it but its maker. */
        @Test
        @Override
        protected void whatIsLeftIsHidden() throws Exception {
            fixture().put("file", new byte[10]);
            leave("file", "k3v-1", 600_000);

            assertEquals(List.of("file"), fixture().names());
            assertArrayEquals(new byte[10], fixture().get("file").orElseThrow());
        }

        /** It cannot be looked at; the store compares the whole in the end. */
        @Test
        @Override
        protected void whatIsThereCanBeLookedAtBeforeTheFirstByte() throws Exception {
            leave("file", "k3v-1", 600_000);
            try (var writing = resume("file", "k3v-1")) {
                assertEquals(Set.of(DigestAlgorithm.CRC32C), writing.compared());
                TransferUrl url = writing.location();
                trial().failure(
                                Set.of(FailureKind.NOT_FOUND),
                                () -> trial().open(Sink.class, url).stat(url));
            }
        }

        private void isRefused() throws Exception {
            trial().failure(Set.of(FailureKind.CHANGED), () -> resumed());
        }

        private void resumed() throws TransferException, InterruptedException {
            byte[] content = Trial.bytes(Trial.SOME_SIZE);
            try (var writing = resume("file", "k3v-1")) {
                int offset = (int) writing.offset();
                Trial.fill(writing, Arrays.copyOfRange(content, offset, content.length));
                writing.finish(List.of(Trial.sha256(content)));
            }
        }

        /** Of two who write one name, who comes second is told. */
        @Test
        @Override
        protected void otherMarkIsAnotherFile() throws Exception {
            leave("file", "k3v-1", 600_000);
            leave("file", "k3v-2", 600_000);

            assertTrue(complete("file", "k3v-2") > 0);
            isRefused();
            assertWhole();
        }

        @Test
        @Override
        protected void plainWritingTakesNoNoticeOfWhatIsLeft() throws Exception {
            leave("file", "k3v-1", 600_000);
            trial().write(url("file"), Trial.bytes(1000, 2));

            isRefused();
            assertArrayEquals(Trial.bytes(1000, 2), fixture().get("file").orElseThrow());
        }

        /** The last bytes bring digest and name in one step, so that finishing publishes. */
        @Test
        @Override
        protected void finishedWritingThatWasNotPublishedOnlyHasToBe() throws Exception {
            byte[] content = Trial.bytes(Trial.SOME_SIZE);
            try (var writing = resume("file", "k3v-1")) {
                Trial.fill(writing, content);
                writing.finish(List.of(Trial.sha256(content)));
                writing.leave();
            }
            assertTrue(fixture().exists("file"));

            assertEquals(content.length, complete("file", "k3v-1"));
            assertWhole();
        }
    }

    @Nested
    class GoingAfterFaults extends ResumeFaultGroup {}

    @Nested
    class Digests extends DigestGroup {}

    @Nested
    class Copies extends CopyGroup {}

    @Nested
    class Folders extends DirectoryGroup {
        /** Names need no directory; only the bucket is made. */
        @Test
        @Override
        protected void directoryIsMadeWithThoseAboveIt() throws Exception {
            make("a/b/c");

            assertFalse(fixture().exists("a"));
        }

        @Test
        @Override
        protected void directoryOfAnyNameIsMade() throws Exception {
            make("a b/%41/#c");

            assertFalse(fixture().exists("a b"));
        }

        /** Nothing is in the way of a name but the same name. */
        @Test
        @Override
        protected void fileInTheWayOfADirectoryStays() throws Exception {
            fixture().put("file", Trial.bytes(10));

            make("file");
            make("file/below");

            assertArrayEquals(Trial.bytes(10), fixture().get("file").orElseThrow());
        }
    }

    /** One object's name may go on where another's ends. */
    @Nested
    class FoldersInTheWay extends DirectoryWriteGroup {
        private void bothAreThere(String one, String other) throws Exception {
            assertTrue(fixture().exists(one) && fixture().exists(other));
        }

        @Test
        @Override
        protected void directoryCannotBeReplacedByAFile() throws Exception {
            fixture().put("directory/file", Trial.bytes(10));
            trial().write(url("directory"), Trial.bytes(10));

            bothAreThere("directory/file", "directory");
        }

        @Test
        @Override
        protected void emptyDirectoryCannotBeReplacedByAFile() throws Exception {
            fixture().makeDirectory("directory");
            trial().write(url("directory"), Trial.bytes(10));

            bothAreThere("directory/", "directory");
        }

        @Test
        @Override
        protected void nothingIsWrittenBelowAFile() throws Exception {
            fixture().put("file", Trial.bytes(10));
            trial().write(url("file/below"), Trial.bytes(10));

            bothAreThere("file", "file/below");
        }
    }

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class RemovingTogether extends BatchRemoveGroup {}

    @Nested
    class Unreadable extends UnreadableGroup {}

    @Nested
    class Unwritable extends UnwritableGroup {}

    @Nested
    class Throttling extends ThrottleGroup {}

    @Nested
    class Network extends NetworkGroup {}

    @Nested
    class UploadFaults extends UploadFaultGroup {}

    @Nested
    class Interruption extends InterruptionGroup {}

    @Nested
    class Concurrency extends ConcurrencyGroup {}

    @Nested
    class Resources extends ResourceGroup {}
}
