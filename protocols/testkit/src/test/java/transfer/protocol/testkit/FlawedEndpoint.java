package transfer.protocol.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.BatchRemover;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.ResumableSink;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.WriteRequest;
import transfer.protocol.Writing;

/** What a {@link MemoryStore} can do, with one thing done wrong. */
final class FlawedEndpoint
        implements Source, ResumableSink, Digester, DirectCopy, Directories, BatchRemover {
    /** What a family may get wrong. */
    enum Flaw {
        MISSING_FILES_ARE_EMPTY,
        IGNORES_THE_CONDITION,
        SAYS_ZERO_FOR_THE_OFFSET,
        GIVES_NOTHING_ONCE,
        DECODES_NAMES,
        WRITES_INTO_THE_TARGET,
        LEAVES_ABORTED_FILES,
        NEVER_GOES_ON,
        FORGETS_THE_MARK,
        FORGETS_THE_NAME,
        GOES_ON_AT_THE_WRONG_PLACE,
        LEAVES_NOTHING,
        LEAVES_IT_IN_THE_TARGET,
        TAKES_AWAY_WHAT_WAS_LEFT,
        IGNORES_THE_MODE,
        FAILS_TO_CLOSE_TWICE,
        DIGESTS_ARE_OF_THE_NAME,
        COPIES_NOTHING_OVER_SOMETHING,
        PUBLISHES_COPIES_AT_ONCE,
        TELLS_OF_BYTES_TWICE,
        REMOVES_DIRECTORIES_UNASKED,
        REMOVES_BY_PREFIX,
        COMPLAINS_OF_MISSING_FILES,
        TAKES_ALL_FOR_REMOVED,
        REMOVES_ONE_OF_SEVERAL,
        LISTS_EVERYTHING_BELOW,
        LISTS_THE_FIRST_PAGE_ONLY,
        TAKES_THE_BEGINNING_FOR_THE_NAME,
        LISTS_ALL_AS_FILES,
        LISTS_ONE_SIZE_FOR_ALL,
        CUTS_NAMES_IN_TREES,
        ESCAPES_NAMES_IN_ONE_DIRECTION,
        LOSES_INTERRUPTIONS,
        SHARES_ONE_READING,
        SHOWS_THE_PASSWORD,
        FORGETS_THE_PHASE
    }

    private final MemoryEndpoint right;
    private final MemoryStore store;
    private final Flaw flaw;
    private final AtomicReference<Reading> shared;
    private boolean closed;

    FlawedEndpoint(
            MemoryEndpoint right, MemoryStore store, Flaw flaw, AtomicReference<Reading> shared) {
        this.right = right;
        this.store = store;
        this.flaw = flaw;
        this.shared = shared;
    }

    private boolean is(Flaw other) {
        return flaw == other;
    }

    private TransferUrl decoded(TransferUrl url) {
        return is(Flaw.DECODES_NAMES) ? url.withPath(URLDecoder.decode(url.path(), UTF_8)) : url;
    }

    @Override
    public FileStat stat(TransferUrl url) throws TransferException, InterruptedException {
        if (is(Flaw.LOSES_INTERRUPTIONS)) {
            Thread.interrupted();
        }
        return right.stat(decoded(url));
    }

    @Override
    public Reading read(TransferUrl url, ReadRequest request)
            throws TransferException, InterruptedException {
        if (is(Flaw.MISSING_FILES_ARE_EMPTY) && !store.exists(url.text())) {
            store.put(url.text(), new byte[0]);
        }
        ReadRequest asked =
                is(Flaw.IGNORES_THE_CONDITION)
                        ? new ReadRequest(
                                request.offset(), request.length(), Optional.empty(), false)
                        : request;
        Reading reading = opened(decoded(url), asked);
        if (is(Flaw.SHARES_ONE_READING) && !shared.compareAndSet(null, reading)) {
            reading.close();
            return shared.get();
        }
        return new FlawedReading(reading);
    }

    private Reading opened(TransferUrl url, ReadRequest asked)
            throws TransferException, InterruptedException {
        try {
            return right.read(url, asked);
        } catch (TransferException e) {
            throw is(Flaw.FORGETS_THE_PHASE)
                    ? new TransferException(e.kind(), e.url(), e.getMessage(), e)
                    : e;
        }
    }

    @Override
    public Writing write(TransferUrl url, WriteRequest request)
            throws TransferException, InterruptedException {
        WriteRequest asked =
                is(Flaw.IGNORES_THE_MODE)
                        ? new WriteRequest(request.size(), OptionalInt.of(0644))
                        : request;
        return new FlawedWriting(url, right.write(url, asked));
    }

    @Override
    public Writing resume(TransferUrl url, WriteRequest request, String mark)
            throws TransferException, InterruptedException {
        String used = is(Flaw.FORGETS_THE_MARK) ? "any" : mark;
        if (is(Flaw.NEVER_GOES_ON)) {
            right.resume(url, request, used).close();
        }
        if (is(Flaw.FORGETS_THE_NAME)) {
            String path = url.path();
            TransferUrl one = url.withPath(path.substring(0, path.lastIndexOf('/') + 1) + "one");
            return new FlawedWriting(one, right.resume(one, request, used));
        }
        return new FlawedWriting(url, right.resume(url, request, used));
    }

    @Override
    public Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        return right.digest(url, wanted)
                .map(digest ->
                        is(Flaw.DIGESTS_ARE_OF_THE_NAME)
                                ? Trial.digest(digest.algorithm(), url.path().getBytes(UTF_8))
                                : digest);
    }

    @Override
    public boolean canCopy(TransferUrl from, TransferUrl to) {
        return right.canCopy(from, to);
    }

    @Override
    public Manner manner(TransferUrl from, TransferUrl to) {
        return right.manner(from, to);
    }

    @Override
    public Made copy(Place from, Place to, CopyOptions options)
            throws TransferException, InterruptedException {
        if (is(Flaw.COPIES_NOTHING_OVER_SOMETHING)) {
            right.remove(to.url(), true);
        }
        if (is(Flaw.LOSES_INTERRUPTIONS)) {
            Thread.interrupted();
        }
        CopyOptions told =
                is(Flaw.TELLS_OF_BYTES_TWICE)
                        ? new CopyOptions(true, options.moved().andThen(options.moved()))
                        : options;
        Made made = right.copy(from, to, told);
        if (is(Flaw.PUBLISHES_COPIES_AT_ONCE)) {
            made.publish();
        }
        return made;
    }

    @Override
    public void makeDirectory(TransferUrl url) throws TransferException, InterruptedException {
        right.makeDirectory(url);
    }

    @Override
    public Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        Page listed = right.list(url, prefix, after);
        return switch (flaw) {
            case LISTS_EVERYTHING_BELOW ->
                    Page.of(
                            store.names().stream()
                                    .map(name -> url.withPath("/" + name))
                                    .map(below -> new Entry(below, Optional.empty()))
                                    .toList());
            case LISTS_THE_FIRST_PAGE_ONLY -> Page.of(listed.entries());
            case TAKES_THE_BEGINNING_FOR_THE_NAME -> right.list(url, prefix + "/", after);
            case LISTS_ALL_AS_FILES -> told(listed, _ -> FileStat.unknown());
            case LISTS_ONE_SIZE_FOR_ALL -> told(listed, stat -> stat.withSize(OptionalLong.of(4)));
            default -> listed;
        };
    }

    private static Page told(Page page, UnaryOperator<FileStat> change) {
        return new Page(
                page.entries().stream()
                        .map(entry -> new Entry(entry.url(), entry.stat().map(change)))
                        .toList(),
                page.next());
    }

    @Override
    public String name(TransferUrl url) {
        String name = right.name(url);
        return is(Flaw.CUTS_NAMES_IN_TREES) ? name.split("[?#]", 2)[0] : name;
    }

    @Override
    public TransferUrl child(TransferUrl directory, String name) {
        String cut = is(Flaw.CUTS_NAMES_IN_TREES) ? name.split("[?#]", 2)[0] : name;
        return right.child(
                directory, is(Flaw.ESCAPES_NAMES_IN_ONE_DIRECTION) ? cut.replace("%", "%25") : cut);
    }

    @Override
    public boolean remove(TransferUrl url, boolean recursive)
            throws TransferException, InterruptedException {
        if (is(Flaw.REMOVES_BY_PREFIX)) {
            for (String name : store.names()) {
                if (name.startsWith(MemoryStore.key(url))) {
                    store.delete("mem://" + name);
                }
            }
        }
        if (is(Flaw.COMPLAINS_OF_MISSING_FILES) && !store.exists(url.text())) {
            throw new TransferException(FailureKind.NOT_FOUND, url, "nothing is there")
                    .during(Phase.REQUEST);
        }
        return right.remove(url, recursive || is(Flaw.REMOVES_DIRECTORIES_UNASKED));
    }

    @Override
    public int most() {
        return right.most();
    }

    @Override
    public Set<TransferUrl> removeTogether(List<TransferUrl> urls)
            throws TransferException, InterruptedException {
        Set<TransferUrl> removed =
                right.removeTogether(
                        is(Flaw.REMOVES_ONE_OF_SEVERAL) ? List.of(urls.getFirst()) : urls);
        return is(Flaw.TAKES_ALL_FOR_REMOVED) ? Set.copyOf(urls) : removed;
    }

    @Override
    public void close() {
        if (closed && is(Flaw.FAILS_TO_CLOSE_TWICE)) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        right.close();
    }

    @Override
    public String toString() {
        return is(Flaw.SHOWS_THE_PASSWORD) ? MemoryFixture.PASSWORD : "an endpoint";
    }

    private final class FlawedReading implements Reading {
        private final Reading rightReading;
        private boolean gaveNothing;

        FlawedReading(Reading rightReading) {
            this.rightReading = rightReading;
        }

        @Override
        public FileStat stat() {
            return rightReading.stat();
        }

        @Override
        public long offset() {
            return is(Flaw.SAYS_ZERO_FOR_THE_OFFSET) ? 0 : rightReading.offset();
        }

        @Override
        public int read(ByteBuffer into) throws TransferException, InterruptedException {
            if (is(Flaw.GIVES_NOTHING_ONCE) && !gaveNothing) {
                gaveNothing = true;
                return 0;
            }
            if (is(Flaw.LOSES_INTERRUPTIONS)) {
                Thread.interrupted();
            }
            return rightReading.read(into);
        }

        @Override
        public void close() {
            rightReading.close();
        }
    }

    private final class FlawedWriting implements Writing {
        private final TransferUrl url;
        private final Writing rightWriting;

        @Override
        public long offset() {
            long offset = rightWriting.offset();
            return is(Flaw.GOES_ON_AT_THE_WRONG_PLACE) && offset > 0 ? offset - 1 : offset;
        }

        @Override
        public void leave() {
            if (is(Flaw.LEAVES_NOTHING)) {
                rightWriting.close();
            }
            rightWriting.leave();
            if (is(Flaw.LEAVES_IT_IN_THE_TARGET)) {
                store.put(url.text(), new byte[] {1});
            }
        }

        FlawedWriting(TransferUrl url, Writing rightWriting) {
            this.url = url;
            this.rightWriting = rightWriting;
        }

        @Override
        public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
            if (is(Flaw.LOSES_INTERRUPTIONS)) {
                Thread.interrupted();
            }
            rightWriting.write(bytes);
        }

        @Override
        public FileStat finish(List<Checksum> digests)
                throws TransferException, InterruptedException {
            FileStat stat = rightWriting.finish(digests);
            if (is(Flaw.WRITES_INTO_THE_TARGET)) {
                rightWriting.publish();
            }
            return stat;
        }

        @Override
        public TransferUrl location() {
            return rightWriting.location();
        }

        @Override
        public void publish() throws TransferException, InterruptedException {
            if (!is(Flaw.WRITES_INTO_THE_TARGET)) {
                rightWriting.publish();
            }
        }

        @Override
        public void close() {
            if (is(Flaw.LEAVES_ABORTED_FILES)) {
                store.put(url.text() + ".part", new byte[0]);
            }
            rightWriting.close();
            if (is(Flaw.TAKES_AWAY_WHAT_WAS_LEFT)) {
                store.delete(rightWriting.location().text());
            }
        }
    }
}
