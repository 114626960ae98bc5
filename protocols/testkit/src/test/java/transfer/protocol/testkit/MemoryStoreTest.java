package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import transfer.checksum.DigestAlgorithm;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;

/** Faults and counters, as tests of the engine use them. */
class MemoryStoreTest {
    private static final String FILE = "mem://one/dir/file";
    private static final byte[] CONTENT = Trial.bytes(1000);

    private final MemoryStore store = new MemoryStore();
    private final MemoryProtocol protocol = new MemoryProtocol(store);

    private static TransferUrl url(String text) {
        try {
            return TransferUrl.parse(text);
        } catch (MalformedUrlException e) {
            throw new AssertionError(e);
        }
    }

    private MemoryEndpoint endpoint() {
        return (MemoryEndpoint)
                protocol.open(new Place(url(FILE), Site.UNNAMED), Credentials.none());
    }

    private byte[] read() throws TransferException, InterruptedException {
        return read(ReadRequest.WHOLE);
    }

    private byte[] read(ReadRequest request) throws TransferException, InterruptedException {
        try (Source source = endpoint()) {
            return Trial.read(source, url(FILE), request);
        }
    }

    private void write() throws TransferException, InterruptedException {
        try (Sink sink = endpoint()) {
            Trial.write(sink, url(FILE), CONTENT);
        }
    }

    private static FailureKind kind(org.junit.jupiter.api.function.Executable action) {
        return assertThrows(TransferException.class, action).kind();
    }

    @Test
    void failuresComeInOrderAndAreUsedUp() throws Exception {
        store.put(FILE, CONTENT);
        store.next(2, FILE, MemoryFault.fails(Operation.READ, FailureKind.UNAVAILABLE));
        store.next(
                1,
                FILE,
                MemoryFault.fails(Operation.READ, FailureKind.THROTTLED, Duration.ofSeconds(9)));

        assertEquals(FailureKind.UNAVAILABLE, kind(this::read));
        assertEquals(FailureKind.UNAVAILABLE, kind(this::read));
        TransferException third = assertThrows(TransferException.class, this::read);
        assertEquals(FailureKind.THROTTLED, third.kind());
        assertEquals(Optional.of(Duration.ofSeconds(9)), third.notBefore());
        assertArrayEquals(CONTENT, read());
    }

    @Test
    void faultIsForItsUrlOrForAll() throws Exception {
        store.put(FILE, CONTENT);
        store.put("mem://one/other", CONTENT);
        store.always("mem://one/other", MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        assertArrayEquals(CONTENT, read());

        store.next(1, MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        assertEquals(FailureKind.CONNECTION, kind(this::read));
        assertArrayEquals(CONTENT, read());

        store.always(MemoryFault.fails(Operation.READ, FailureKind.CONNECTION));
        assertEquals(FailureKind.CONNECTION, kind(this::read));
        store.heal();
        assertArrayEquals(CONTENT, read());
    }

    @Test
    void everyOperationCanFailAndIsCounted() {
        store.put(FILE, CONTENT);
        for (Operation operation : Operation.values()) {
            store.next(1, FILE, MemoryFault.fails(operation, FailureKind.UNAVAILABLE));
            assertEquals(FailureKind.UNAVAILABLE, kind(() -> ask(operation)), operation.name());
            assertEquals(1, store.record().count(operation, FILE), operation.name());
        }
    }

    private void ask(Operation operation) throws TransferException, InterruptedException {
        try (MemoryEndpoint endpoint = endpoint()) {
            switch (operation) {
                case STAT -> endpoint.stat(url(FILE));
                case READ -> endpoint.read(url(FILE), ReadRequest.WHOLE).close();
                case WRITE, FINISH, PUBLISH -> {
                    store.heal();
                    store.next(1, FILE, MemoryFault.fails(operation, FailureKind.UNAVAILABLE));
                    try (Writing writing = endpoint.write(url(FILE), Trial.requestFor(CONTENT))) {
                        writing.finish(List.of());
                        writing.publish();
                    }
                }
                case DIGEST -> endpoint.digest(url(FILE), Set.of(DigestAlgorithm.MD5));
                case COPY ->
                        endpoint.copy(
                                        new Place(url("mem://one/x"), Site.UNNAMED),
                                        new Place(url(FILE), Site.UNNAMED),
                                        new DirectCopy.CopyOptions(true))
                                .close();
                case MAKE_DIRECTORY -> endpoint.makeDirectory(url(FILE));
                case LIST -> endpoint.list(url(FILE));
                case REMOVE -> endpoint.remove(url(FILE), false);
                case REMOVE_TOGETHER -> endpoint.removeTogether(List.of(url(FILE)));
            }
        }
    }

    @Test
    void readingBreaksWhereItIsToldAndGoesOnFromThere() throws Exception {
        store.put(FILE, CONTENT);
        store.next(1, FILE, MemoryFault.readBreaks(300));
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        try (Source source = endpoint();
                Reading reading = source.read(url(FILE), ReadRequest.WHOLE)) {
            reading.read(bytes);
            assertEquals(300, bytes.position());
            assertEquals(FailureKind.CONNECTION, kind(() -> reading.read(bytes)));
        }
        Identity identity = endpoint().stat(url(FILE)).identity().orElseThrow();

        assertArrayEquals(
                Arrays.copyOfRange(CONTENT, 300, 1000), read(ReadRequest.from(300, identity)));
        assertEquals(300 + 700, store.record().bytesRead(FILE));
        assertEquals(2, store.record().count(Operation.READ, FILE));
    }

    @Test
    void faultBeforeTheOffsetIsPassedBy() throws Exception {
        store.put(FILE, CONTENT);
        store.always(FILE, MemoryFault.readBreaks(300));
        Identity identity = endpoint().stat(url(FILE)).identity().orElseThrow();

        assertEquals(FailureKind.CONNECTION, kind(() -> read(ReadRequest.from(300, identity))));
        assertEquals(699, read(ReadRequest.from(301, identity)).length);
    }

    @Test
    void readingEndsEarlyWithoutAWord() throws Exception {
        store.put(FILE, CONTENT);
        store.next(1, FILE, new MemoryFault.ReadEndsEarly(400));

        assertArrayEquals(Arrays.copyOf(CONTENT, 400), read());
    }

    @Test
    void oneByteIsFlippedOnTheWayOut() throws Exception {
        store.put(FILE, CONTENT);
        store.next(1, FILE, new MemoryFault.ReadFlips(500));
        byte[] expected = CONTENT.clone();
        expected[500] = (byte) ~expected[500];

        assertArrayEquals(expected, read());
        assertArrayEquals(CONTENT, read());
    }

    @Test
    void oneByteIsFlippedOnTheWayIn() throws Exception {
        store.compareDigests(false);
        store.next(1, FILE, new MemoryFault.WriteFlips(500));
        byte[] expected = CONTENT.clone();
        expected[500] = (byte) ~expected[500];

        write();

        assertArrayEquals(expected, store.content(FILE).orElseThrow());
    }

    @Test
    void storeThatComparesDigestsNoticesTheFlip() {
        store.next(1, FILE, new MemoryFault.WriteFlips(500));

        assertEquals(FailureKind.CHECKSUM_MISMATCH, kind(this::write));
        assertEquals(List.of(), store.names());
    }

    @Test
    void fileChangesUnderItsReader() throws Exception {
        byte[] other = Trial.bytes(1000, 2);
        store.put(FILE, CONTENT);
        Identity before = endpoint().stat(url(FILE)).identity().orElseThrow();
        store.next(1, FILE, new MemoryFault.Changes(300, other));

        assertEquals(FailureKind.CHANGED, kind(this::read));
        assertEquals(FailureKind.CHANGED, kind(() -> read(ReadRequest.from(300, before))));
        assertArrayEquals(other, read());
    }

    @Test
    void rangesAreIgnored() throws Exception {
        store.put(FILE, CONTENT);
        store.always(FILE, new MemoryFault.IgnoresRanges());
        Identity identity = endpoint().stat(url(FILE)).identity().orElseThrow();
        try (Source source = endpoint();
                Reading reading = source.read(url(FILE), ReadRequest.from(300, identity))) {
            assertEquals(0, reading.offset());
            assertArrayEquals(CONTENT, Trial.rest(reading));
        }
    }

    @Test
    void nothingIsTold() throws Exception {
        store.put(FILE, CONTENT);
        store.always(FILE, new MemoryFault.TellsNothing());

        assertEquals(FileStat.unknown(), endpoint().stat(url(FILE)));
        try (Reading reading = endpoint().read(url(FILE), ReadRequest.WHOLE)) {
            assertEquals(OptionalLong.empty(), reading.stat().size());
        }
    }

    @Test
    void spaceEnds() {
        store.always(FILE, MemoryFault.spaceEnds(999));
        assertEquals(FailureKind.NO_SPACE, kind(this::write));

        store.heal();
        store.always(FILE, MemoryFault.spaceEnds(1000));
        assertArrayEquals(CONTENT, assertWritten());
    }

    private byte[] assertWritten() {
        org.junit.jupiter.api.Assertions.assertDoesNotThrow(this::write);
        return store.content(FILE).orElseThrow();
    }

    @Test
    void writingIsDenied() {
        store.always(FILE, MemoryFault.writeDenied());

        assertEquals(FailureKind.ACCESS_DENIED, kind(this::write));
        assertFalse(store.exists(FILE));
    }

    @Test
    void stalledReadingAndWritingWaitForTheirInterruption() throws Exception {
        store.put(FILE, CONTENT);
        store.always(FILE, MemoryFault.readStalls(300));
        store.always(FILE, MemoryFault.writeStalls(500));

        assertInstanceOf(InterruptedException.class, endOfInterrupted(this::read));
        assertInstanceOf(
                InterruptedException.class,
                endOfInterrupted(() -> {
                    write();
                    return CONTENT;
                }));
        assertEquals(0, store.record().openNow());
        assertArrayEquals(CONTENT, store.content(FILE).orElseThrow());
    }

    private static Throwable endOfInterrupted(java.util.concurrent.Callable<byte[]> action)
            throws InterruptedException {
        FutureTask<byte[]> task = new FutureTask<>(action);
        Thread thread = Thread.ofVirtual().start(task);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        thread.interrupt();
        return assertThrows(
                        java.util.concurrent.ExecutionException.class,
                        () -> task.get(60, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void readingWaitsUntilItIsLetGo() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        store.put(FILE, CONTENT);
        store.next(1, FILE, new MemoryFault.ReadWaits(300, gate));
        FutureTask<byte[]> task = new FutureTask<>(this::read);
        Thread thread = Thread.ofVirtual().start(task);
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertEquals(1, store.record().openNow());
        assertEquals(300, store.record().bytesRead(FILE));

        gate.countDown();

        assertArrayEquals(CONTENT, task.get(60, TimeUnit.SECONDS));
    }

    @Test
    void digestsAreThoseTheServerHas() throws Exception {
        store.put(FILE, CONTENT);
        store.limitDigests(Set.of(DigestAlgorithm.MD5));
        MemoryEndpoint endpoint = endpoint();

        assertEquals(
                Optional.of(Trial.digest(DigestAlgorithm.MD5, CONTENT)),
                endpoint.digest(url(FILE), Set.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)));
        assertEquals(Optional.empty(), endpoint.digest(url(FILE), Set.of(DigestAlgorithm.SHA_256)));
        store.next(1, FILE, new MemoryFault.NoDigest());
        assertEquals(Optional.empty(), endpoint.digest(url(FILE), Set.of(DigestAlgorithm.MD5)));
        assertEquals(List.of(), endpoint.stat(url(FILE)).digests());
        store.tellDigests(Set.of(DigestAlgorithm.SHA_256));
        assertEquals(List.of(Trial.sha256(CONTENT)), endpoint.stat(url(FILE)).digests());
    }

    @Test
    void whatIsOpenIsCounted() throws Exception {
        store.put(FILE, CONTENT);
        try (MemoryEndpoint endpoint = endpoint();
                Reading first = endpoint.read(url(FILE), ReadRequest.WHOLE)) {
            endpoint.read(url(FILE), ReadRequest.WHOLE).close();
            assertEquals(0, first.offset());
            assertEquals(1, store.record().openNow());
            assertEquals(2, store.record().mostOpen());
            assertEquals(1, store.record().openEndpoints());
        }
        assertEquals(0, store.record().openNow());
        assertEquals(0, store.record().openEndpoints());
    }

    @Test
    void twoFamiliesOverOneStoreSeeTheSameFilesAndHaveNoDirectWay() throws Exception {
        store.put("mem://one/file", CONTENT);
        MemoryProtocol other = new MemoryProtocol("mem2", store);
        TransferUrl url = url("mem2://one/file");
        MemoryEndpoint there =
                (MemoryEndpoint) other.open(new Place(url, Site.UNNAMED), Credentials.none());

        assertArrayEquals(CONTENT, Trial.read(there, url, ReadRequest.WHOLE));
        assertFalse(there.canCopy(url("mem://one/file"), url("mem2://one/copy")));
        assertTrue(there.canCopy(url, url("mem2://two/copy")));
        assertEquals(
                FailureKind.NOT_FOUND,
                kind(() -> there.read(url("mem2://two/file"), ReadRequest.WHOLE)));
    }

    @Test
    void readOnlyFamilyIsASourceAndNothingElse() {
        var endpoint =
                MemoryProtocol.readOnly("ro", store)
                        .open(new Place(url("ro://one/file"), Site.UNNAMED), Credentials.none());

        assertInstanceOf(Source.class, endpoint);
        assertFalse(endpoint instanceof Sink);
        assertFalse(endpoint instanceof DirectCopy);
    }

    @Test
    void closedFamilyOpensNothing() {
        protocol.close();

        assertTrue(protocol.isClosed());
        assertThrows(IllegalStateException.class, this::endpoint);
    }
}
