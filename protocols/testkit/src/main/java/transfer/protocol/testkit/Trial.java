package transfer.protocol.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Sink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/**
 * One check at work: it opens endpoints and closes them all at the end, and looks for secrets in
 * everything that failed. Its methods may be called by several threads, each with its own endpoint.
 */
public final class Trial implements AutoCloseable {
    /** A size at which no buffer on the way hides anything: not a multiple of any block. */
    public static final int SOME_SIZE = 1_234_567;

    /** How long to wait for what happens at once, before a check fails rather than hangs. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int BUFFER_SIZE = 64 * 1024;

    private final Fixture fixture;
    private final SecretScan scan;
    private final Deque<Runnable> closings = new ArrayDeque<>();

    Trial(Fixture fixture) {
        this.fixture = fixture;
        this.scan = new SecretScan(fixture.secrets());
    }

    public Fixture fixture() {
        return fixture;
    }

    /** An endpoint for this URL, closed at the check's end. */
    public <E extends Endpoint> E open(Class<E> ability, TransferUrl url) throws TransferException {
        return open(ability, url, fixture.protocol(), fixture.credentials());
    }

    /** An endpoint of this protocol with these credentials, closed at the check's end. */
    public <E extends Endpoint> E open(
            Class<E> ability, TransferUrl url, Protocol protocol, Credentials credentials)
            throws TransferException {
        Endpoint endpoint = protocol.open(new Place(url, Site.UNNAMED), credentials);
        atEnd(() -> {
            scan.check(endpoint.toString());
            endpoint.close();
        });
        return ability.cast(endpoint);
    }

    /** Does this when the check ends, what was added last first. */
    public synchronized void atEnd(Runnable closing) {
        closings.push(closing);
    }

    /** Everything at this URL, read by an endpoint of its own. */
    public byte[] read(TransferUrl url) throws TransferException, InterruptedException {
        return read(url, ReadRequest.WHOLE);
    }

    /** What this request gives. */
    public byte[] read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        return read(open(Source.class, url), url, request);
    }

    /** What this request gives, by this endpoint. */
    public static byte[] read(Source source, TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        try (Reading reading = source.read(url, request)) {
            return rest(reading);
        }
    }

    /** What is still to come of a reading. */
    public static byte[] rest(Reading reading) throws TransferException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);
        while (true) {
            int count = reading.read(buffer.clear());
            if (count < 0) {
                return bytes.toByteArray();
            }
            assertTrue(count > 0, "a buffer with room must get at least one byte");
            bytes.write(buffer.array(), 0, count);
        }
    }

    /** Writes and publishes a file of known size. */
    public void write(TransferUrl url, byte[] content)
            throws TransferException, InterruptedException {
        write(open(Sink.class, url), url, content);
    }

    /** Writes and publishes a file of known size, by this endpoint. */
    public static void write(Sink sink, TransferUrl url, byte[] content)
            throws TransferException, InterruptedException {
        try (Writing writing = sink.write(url, requestFor(content))) {
            fill(writing, content);
            writing.finish(List.of(sha256(content)));
            writing.publish();
        }
    }

    /** Writes all bytes, in buffers. */
    public static void fill(Writing writing, byte[] content)
            throws TransferException, InterruptedException {
        for (int from = 0; from < content.length; from += BUFFER_SIZE) {
            ByteBuffer buffer =
                    ByteBuffer.wrap(content, from, Math.min(BUFFER_SIZE, content.length - from));
            writing.write(buffer);
            assertTrue(!buffer.hasRemaining(), "all of a buffer must be taken");
        }
    }

    /** The request for a file of this content's size, with no wish for its mode. */
    public static WriteRequest requestFor(byte[] content) {
        return new WriteRequest(OptionalLong.of(content.length), OptionalInt.empty());
    }

    /**
     * The failure of an action that has to fail in one of these ways, and has to say in which
     * phase. Everything it says is searched for secrets.
     */
    public TransferException failure(Set<FailureKind> kinds, Executable action) {
        TransferException failure = assertThrows(TransferException.class, action);
        inspect(failure);
        inspect(failure.provenance().toString());
        assertTrue(
                kinds.contains(failure.kind()),
                () -> "fails as " + failure.kind() + " and not as " + kinds + ": " + failure);
        assertTrue(failure.phase().isPresent(), () -> "does not say in which phase: " + failure);
        OptionalInt answered = fixture.status(failure.kind());
        if (answered.isPresent()) {
            assertEquals(answered, failure.status(), failure::toString);
        }
        return failure;
    }

    /** As {@link #failure(Set, Executable)}, in one of these phases. */
    public TransferException failure(Set<FailureKind> kinds, Set<Phase> phases, Executable action) {
        TransferException failure = failure(kinds, action);
        Phase phase = failure.phase().orElseThrow();
        assertTrue(
                phases.contains(phase),
                () -> "fails in the phase " + phase + " and not in " + phases + ": " + failure);
        return failure;
    }

    /**
     * Demands that an action ends by {@link InterruptedException} when its thread is interrupted.
     */
    public void interrupted(Executable action) throws Exception {
        inVirtualThread(() -> {
            Thread.currentThread().interrupt();
            return assertThrows(InterruptedException.class, action);
        });
    }

    /** The result of an action done in a virtual thread, as the engine does everything. */
    public static <T> T inVirtualThread(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread.ofVirtual().start(task);
        try {
            return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw e;
            }
        }
    }

    /** Searches a failure's message, and those of its causes, for secrets. */
    public void inspect(Throwable failure) {
        scan.check(failure);
    }

    /** Searches a text that this program made for secrets. */
    public void inspect(String text) {
        scan.check(text);
    }

    /** So many bytes without pattern, the same ones each time. */
    public static byte[] bytes(int size) {
        return bytes(size, 1);
    }

    /** So many bytes without pattern; another seed gives others. */
    public static byte[] bytes(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static Checksum sha256(byte[] content) {
        return digest(DigestAlgorithm.SHA_256, content);
    }

    public static Checksum digest(DigestAlgorithm algorithm, byte[] content) {
        RunningDigest digest = new RunningDigest(Set.of(algorithm));
        digest.update(ByteBuffer.wrap(content));
        return digest.values().getFirst();
    }

    /** Closes what the check opened and searches what the endpoints say of themselves. */
    @Override
    public synchronized void close() {
        while (!closings.isEmpty()) {
            closings.pop().run();
        }
    }
}
