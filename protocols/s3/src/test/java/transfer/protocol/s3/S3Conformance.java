package transfer.protocol.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import transfer.chaos.Fault;
import transfer.chaos.FaultProxy;
import transfer.protocol.FailureKind;
import transfer.protocol.Protocol;
import transfer.protocol.ResumableSink;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.testkit.Ability;
import transfer.protocol.testkit.EndpointConformance;
import transfer.protocol.testkit.Fixture;
import transfer.protocol.testkit.Trial;

/** What every store has in common. */
abstract class S3Conformance extends EndpointConformance {
    private final S3TestServers kind;
    private final AtomicInteger places = new AtomicInteger();
    private S3Store store;

    S3Conformance(S3TestServers kind) {
        this.kind = kind;
    }

    @BeforeAll
    final void start() {
        store = kind.start();
    }

    @AfterAll
    final void stop() {
        store.close();
    }

    /** How much stays of an upload of which one part arrived, and then some were cut off. */
    protected int keptAfterACut() {
        return S3Room.UNIT;
    }

    /** More than a store tells by one answer. */
    protected int manyFiles() {
        return 1100;
    }

    final S3Store store() {
        return store;
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
                Ability.REMOVE_TOGETHER,
                Ability.COPY,
                Ability.RANGES,
                Ability.IDENTITY,
                Ability.THROTTLE,
                Ability.NETWORK);
    }

    /** These abilities, and those that every store has. */
    static Set<Ability> and(Set<Ability> common, Ability... more) {
        Set<Ability> all = EnumSet.copyOf(common);
        all.addAll(Set.of(more));
        return all;
    }

    /** Names of objects that the store copies. */
    protected List<String> copiedNames() {
        return List.of("a", "b+c", "b c", "%41", "A", "Grüße", "x&y=z#1");
    }

    @Override
    protected Fixture fixture() {
        // none is the beginning of another one's name
        return new S3Fixture(store, "place" + places.incrementAndGet() + "-");
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
    class Going extends ResumeGroup {
        /** Parts have no name of their own, and only who lists uploads sees that there are some. */
        @Test
        @Override
        protected void whatIsLeftIsHidden() throws Exception {
            fixture().put("file", new byte[10]);
            leave("file", "k3v-1", some());

            assertEquals(List.of("file"), fixture().names());
            assertArrayEquals(new byte[10], fixture().get("file").orElseThrow());
        }

        /** They are compared one by one, where they are. */
        @Test
        @Override
        protected void whatIsThereCanBeLookedAtBeforeTheFirstByte() throws Exception {
            leave("file", "k3v-1", some());
            try (Writing writing = resume("file", "k3v-1")) {
                int offset = (int) writing.offset();
                assertTrue(writing.compares());
                writing.compare(ByteBuffer.wrap(content(), 0, offset));
                writing.write(ByteBuffer.wrap(content(), offset, content().length - offset));
                writing.finish(List.of(Trial.sha256(content())));
                assertTrue(writing.isProvedInParts());
                writing.publish();
            }

            assertWhole();
        }

        @Test
        void partsOfOtherBytesAreFound() throws Exception {
            leave("file", "k3v-1", some());
            try (Writing writing = resume("file", "k3v-1")) {
                byte[] other = Arrays.copyOf(content(), (int) writing.offset());
                other[other.length - 1]++;
                trial().failure(
                                Set.of(FailureKind.CHECKSUM_MISMATCH),
                                () -> writing.compare(ByteBuffer.wrap(other)));
            }
            assertEquals(0, complete("file", "k3v-1"));
            assertWhole();
        }
    }

    /** Parts go by several connections at once, so that the first one has to be there already. */
    @Nested
    class GoingAfterFaults extends ResumeFaultGroup {
        private static final int CUT = 1 << 20;
        private final byte[] content = Trial.bytes(3 * S3Room.UNIT);

        private String fill(Writing writing, int to)
                throws TransferException, InterruptedException {
            int from = (int) writing.offset();
            writing.write(ByteBuffer.wrap(content, from, to - from));
            return writing.ticket().orElseThrow().reveal();
        }

        private Writing resume(ResumableSink sink, TransferUrl url, String ticket)
                throws TransferException, InterruptedException {
            return sink.resume(url, Trial.requestFor(content), ticket);
        }

        private void breakOff(Fault fault, Protocol protocol, boolean same) throws Exception {
            ResumableSink direct = trial().open(ResumableSink.class, url("file"));
            String ticket;
            try (Writing writing = resume(direct, url("file"), "k3v-1")) {
                ticket = fill(writing, S3Room.UNIT);
                writing.leave();
            }
            FaultProxy proxy = FaultProxy.before(fixture().server());
            trial().atEnd(proxy::close);
            proxy.always(fault);
            TransferUrl url = fixture().url("file", proxy.port());
            ResumableSink sink =
                    trial().open(ResumableSink.class, url, protocol, fixture().credentials());
            trial().failure(
                            Set.of(
                                    FailureKind.CONNECTION,
                                    FailureKind.TRUNCATED,
                                    FailureKind.TIMED_OUT),
                            () -> {
                                try (Writing writing = resume(sink, url, ticket)) {
                                    try {
                                        fill(writing, content.length);
                                        writing.finish(List.of());
                                    } finally {
                                        writing.leave();
                                    }
                                }
                            });
            proxy.heal();
            complete(same ? sink : direct, same ? url : url("file"), ticket);
        }

        private void complete(ResumableSink sink, TransferUrl url, String ticket) throws Exception {
            try (Writing writing = resume(sink, url, ticket)) {
                assertEquals(keptAfterACut(), writing.offset());
                fill(writing, content.length);
                writing.finish(List.of());
                writing.publish();
            }
            assertArrayEquals(content, fixture().get("file").orElseThrow());
        }

        @Test
        @Override
        protected void afterABrokenConnectionItGoesOnByTheSameEndpoint() throws Exception {
            breakOff(new Fault.CutUploadAfter(CUT), fixture().protocol(), true);
        }

        @Test
        @Override
        protected void afterABrokenConnectionItGoesOnByAnotherEndpoint() throws Exception {
            breakOff(new Fault.CutUploadAfter(CUT), fixture().protocol(), false);
        }

        @Test
        @Override
        protected void whatAServerThatFellSilentHasGoesOn() throws Exception {
            Protocol impatient = fixture().impatient(Duration.ofSeconds(2));
            trial().atEnd(impatient::close);
            breakOff(new Fault.StallUploadAfter(CUT), impatient, false);
        }
    }

    @Nested
    class Digests extends DigestGroup {}

    @Nested
    class Removing extends RemoveGroup {}

    @Nested
    class RemovingTogether extends BatchRemoveGroup {}

    @Nested
    class Copies extends CopyGroup {
        /** The original's name stands in a header, where some of these have a meaning. */
        @Test
        void originalsOfAllNamesAreFound() throws Exception {
            List<String> names = copiedNames();
            for (String name : names) {
                fixture().put(name, name.getBytes(StandardCharsets.UTF_8));
            }
            for (String name : names) {
                copy(name, "copies/" + name);
                assertEquals(
                        name,
                        new String(
                                fixture().get("copies/" + name).orElseThrow(),
                                StandardCharsets.UTF_8));
            }
        }
    }

    @Nested
    class Folders extends DirectoryGroup {
        /** Keys need no directory; only the bucket is made. */
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

        /** Nothing is in the way of a key but the same key. */
        @Test
        @Override
        protected void fileInTheWayOfADirectoryStays() throws Exception {
            fixture().put("file", Trial.bytes(10));

            make("file");
            make("file/below");

            assertArrayEquals(Trial.bytes(10), fixture().get("file").orElseThrow());
        }

        /** A store tells a thousand at once. */
        @Test
        void listAndRemovalGoOnBehindTheFirstPage() throws Exception {
            Set<String> expected = putMany();
            List<String> listed = list("many").stream().map(TransferUrl::text).toList();
            assertEquals(expected.size(), listed.size());
            expected.removeAll(listed);
            assertEquals(Set.of(), expected);

            fixture().put("many+", new byte[0]);
            assertTrue(remove("many", true));
            assertEquals(List.of("many+"), fixture().names());
        }

        /** More files than a page has, by their URLs. */
        private Set<String> putMany() throws Exception {
            Set<String> urls = new HashSet<>();
            for (int i = 0; i < manyFiles(); i++) {
                fixture().put("many/n " + i + "+", new byte[0]);
                urls.add(url("many/n " + i + "+").text());
            }
            return urls;
        }
    }

    /** One object's key may go on where another's ends. */
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
