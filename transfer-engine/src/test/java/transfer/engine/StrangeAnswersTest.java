package transfer.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.credentials.Credentials;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.LocalFailures;
import transfer.protocol.Place;
import transfer.protocol.Protocol;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Servers that answer one of several streams in a way that concerns the others. */
@Timeout(60)
class StrangeAnswersTest {
    private static final int BLOCK = BlockMap.BLOCK;
    private static final int SIZE = 5 * BLOCK + 4321;
    private static final byte[] CONTENT = EngineBench.content(SIZE);
    private static final Identity FIRST = new Identity("first");

    @TempDir Path folder;

    private EngineBench bench;
    private final AtomicInteger requests = new AtomicInteger();
    private final CompletableFuture<Thread> beside = new CompletableFuture<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @BeforeEach
    void makeBench() throws IOException {
        bench = new EngineBench(folder);
    }

    /** What the server does with its n-th request, counted from 1. */
    private interface Answers {
        Reading to(int number, ReadRequest request) throws TransferException, InterruptedException;
    }

    private final class Server implements Protocol {
        private final Answers answers;

        private Server(Answers answers) {
            this.answers = answers;
        }

        @Override
        public List<String> schemes() {
            return List.of("mem");
        }

        @Override
        public Endpoint open(Place place, Credentials credentials) {
            return new Source() {
                @Override
                public FileStat stat(TransferUrl url) throws InterruptedException {
                    return stated(SIZE, FIRST);
                }

                @Override
                public Reading read(TransferUrl url, ReadRequest request)
                        throws TransferException, InterruptedException {
                    int number = requests.incrementAndGet();
                    if (number == 2) {
                        beside.complete(Thread.currentThread());
                    }
                    return answers.to(number, request);
                }
            };
        }
    }

    private static FileStat stated(long size, Identity identity) {
        return new FileStat(
                FileStat.Kind.FILE,
                OptionalLong.of(size),
                Optional.empty(),
                Optional.of(identity),
                List.of(),
                OptionalInt.empty(),
                Provenance.UNKNOWN);
    }

    /** Bytes from an offset on; tests put what is strange about it into {@link #before}. */
    private static class Bytes implements Reading {
        private final FileStat stat;
        private final byte[] content;
        private final int offset;
        private final int end;
        private int at;

        Bytes(byte[] content, ReadRequest request) {
            this(stated(SIZE, FIRST), content, request);
        }

        Bytes(FileStat stat, byte[] content, ReadRequest request) {
            this.stat = stat;
            this.content = content;
            this.offset = (int) request.offset();
            this.end = (int) Math.min(content.length, offset + request.length().orElse(1 << 30));
            this.at = offset;
        }

        /** True when the bytes end here. */
        boolean before(int position) throws TransferException, InterruptedException {
            return false;
        }

        @Override
        public FileStat stat() {
            return stat;
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public int read(ByteBuffer into) throws TransferException, InterruptedException {
            if (before(at) || at == end) {
                return -1;
            }
            int length = Math.min(Math.min(into.remaining(), end - at), CopyBuffers.SIZE / 2);
            into.put(content, at, length);
            at += length;
            return length;
        }

        @Override
        public void close() {}
    }

    private Moved attempt(Answers answers) throws Exception {
        try (Server server = new Server(answers)) {
            RunContext run =
                    RunContext.of(
                            new ProtocolTable(List.of(server), Credentials.none()),
                            bench.options,
                            Progress.SILENT);
            try (Fetching fetching = fetching(run)) {
                return attempt(run, fetching);
            }
        }
    }

    private Fetching fetching(RunContext run) {
        TransferUrl to = bench.place("big").url();
        return new Fetching(
                run,
                new Fetching.Into(to, "tag", OptionalInt.empty(), true, false),
                bench.notes::add);
    }

    private Moved attempt(RunContext run, Fetching fetching) throws Exception {
        Candidate from = Candidate.listed(bench.place("mem://h/big"), Optional.empty());
        try (Source source = (Source) run.protocols().open(from.place())) {
            return fetching.attempt(from, source, new Meter());
        }
    }

    /** Waits until the second stream has drawn its conclusions. */
    private void awaitBeside() {
        Thread thread = beside.join();
        while (thread.isAlive()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void moreBytesThanTheSourceSaysAreNoSuccess() throws Exception {
        bench.streams(1);
        byte[] grown = EngineBench.content(SIZE + 1);
        TransferException failure =
                assertThrows(
                        TransferException.class,
                        () -> attempt((_, request) -> new Bytes(grown, request)));
        assertEquals(FailureKind.CHANGED, failure.kind());
        assertEquals(List.of(), bench.names());
    }

    @Test
    void aRequestThatIsNeverAnsweredHoldsUpNobody() throws Exception {
        Moved moved =
                attempt((number, request) -> {
                    if (number == 2) {
                        never.await();
                    }
                    return new Bytes(CONTENT, request);
                });
        assertEquals(SIZE, moved.bytes());
        assertArrayEquals(CONTENT, Files.readAllBytes(bench.path("big")));
    }

    @Test
    void aFileWrittenOverInPlaceWhileItIsReadIsNoSuccess() throws Exception {
        byte[] changed = CONTENT.clone();
        changed[SIZE - 1]++;
        assertThrows(
                TransferException.class,
                () ->
                        attempt((number, request) ->
                                number == 1
                                        ? new Bytes(changed, request) {
                                            @Override
                                            boolean before(int position) {
                                                if (position == BLOCK) {
                                                    awaitBeside();
                                                }
                                                return false;
                                            }
                                        }
                                        : new Bytes(
                                                stated(SIZE, new Identity("second")),
                                                changed,
                                                ReadRequest.WHOLE)));
        assertEquals(List.of(), bench.names());
    }

    @Test
    void serversThatDoNotAgreeOnTheMarkOfAFileAreReadByOneStream() throws Exception {
        Answers disagreeing =
                (number, request) -> {
                    if (number == 2) {
                        TransferUrl url = bench.place("mem://h/big").url();
                        throw new TransferException(FailureKind.CHANGED, url, "another file");
                    }
                    return new Bytes(CONTENT, request) {
                        @Override
                        boolean before(int position) {
                            if (number == 1 && position == BLOCK) {
                                awaitBeside();
                            }
                            return false;
                        }
                    };
                };
        try (Server server = new Server(disagreeing)) {
            RunContext run =
                    RunContext.of(
                            new ProtocolTable(List.of(server), Credentials.none()),
                            bench.options,
                            Progress.SILENT);
            try (Fetching fetching = fetching(run)) {
                assertThrows(TransferException.class, () -> attempt(run, fetching));
                assertEquals(SIZE, attempt(run, fetching).bytes());
            }
        }
        assertEquals(3, requests.get());
    }

    @Test
    void anInterruptedWriteIsNoFailureOfTheDiskToTheOthers() throws Exception {
        // the first stream's thread is interrupted while it writes, which closes the file for the
        // second one; that one may notice first
        CountDownLatch atIt = new CountDownLatch(1);
        Answers interrupted =
                (number, request) ->
                        new Bytes(CONTENT, request) {
                            @Override
                            boolean before(int position)
                                    throws TransferException, InterruptedException {
                                if (number == 2) {
                                    atIt.await();
                                    TransferUrl url = bench.place("big").url();
                                    throw LocalFailures.of(
                                            new AsynchronousCloseException(),
                                            url,
                                            "cannot write " + url);
                                }
                                if (position <= BLOCK) {
                                    return false;
                                }
                                atIt.countDown();
                                awaitBeside();
                                Thread.currentThread().interrupt();
                                return true;
                            }
                        };
        assertThrows(InterruptedException.class, () -> attempt(interrupted));
        assertFalse(Thread.interrupted());
        assertTrue(requests.get() >= 2);
    }
}
