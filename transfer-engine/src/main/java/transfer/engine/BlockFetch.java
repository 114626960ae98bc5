package transfer.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * One attempt at what is missing of a large file. The item's own thread reads as far as its blocks
 * go; where that helps and the server gives exactly the ranges it is asked for, others read further
 * blocks beside it, each by an endpoint of its own. What one of them does not manage is left to the
 * rest: the attempt fails when nobody is left, or the source is another one now.
 */
final class BlockFetch {
    /** From here on a second connection pays for itself. */
    static final long WORTH_MORE_STREAMS = 64L << 20;

    /** Blocks a request, so that few requests do; a broken one costs one block all the same. */
    private static final int BLOCKS_A_REQUEST = 2;

    private final RunContext run;
    private final Candidate from;
    private final Source source;
    private final Assembly file;
    private final boolean pastCaches;
    private final String server;
    private final StreamCount count;
    private final List<Thread> others = new ArrayList<>();
    private Ranges ranges = Ranges.UNPROVED;
    private Blocks.Span trial;
    private int working;
    private Throwable fatal;
    private TransferException failure;
    private boolean ownEnded;
    private boolean ending;
    private long bytesOfOthers;

    /** What is known of the server's ranges. */
    private enum Ranges {
        UNPROVED,
        GIVEN,
        REFUSED
    }

    /**
     * @param source for the item's own thread; the others open one each
     */
    BlockFetch(RunContext run, Candidate from, Source source, Assembly file, boolean pastCaches) {
        this.run = run;
        this.from = from;
        this.source = source;
        this.file = file;
        this.pastCaches = pastCaches;
        this.server = from.place().url().server();
        this.count = new StreamCount(mayBeSeveral() ? run.options().streamsPerFile() : 1);
    }

    private boolean mayBeSeveral() {
        return source.endsPartsCheaply()
                && !from.place().url().isLocal()
                && file.size() >= WORTH_MORE_STREAMS
                && run.servers().mayGiveRanges(server);
    }

    /**
     * A reading that was begun.
     *
     * @param span what it is to be read for at first
     * @param whole whether it goes on to the end of the file
     */
    record Begun(Reading reading, Blocks.Span span, boolean whole) {
        /** A forward proxy keeps whole files for others; ranges it would pass on for nobody. */
        private boolean isByProxy() {
            return reading.stat().provenance().proxy().isPresent();
        }
    }

    /**
     * Fetches until everything is there and hashed.
     *
     * @param begun the first answer; empty when nothing was missing as far as is known
     */
    void run(Optional<Begun> begun, Meter meter) throws TransferException, InterruptedException {
        if (begun.isPresent() && begun.get().isByProxy()) {
            count.stay();
        }
        file.hash().start(count.target() > 1);
        try {
            if (begun.isPresent()) {
                follow(begun.get(), meter);
            }
            grow();
            while (!isOver()) {
                Optional<Blocks.Span> span = ownEnded ? Optional.empty() : take();
                if (span.isPresent()) {
                    fetch(span.get(), meter);
                } else {
                    file.await(() -> isOver() || !ownEnded && file.free() > 0);
                }
            }
            // before others are ended, which may look like a failure of theirs
            throwFatal();
            file.hash().throwIfFailed();
        } finally {
            endOthers(!file.isComplete() || ranges == Ranges.UNPROVED);
            file.hash().rest();
            meter.add(bytesOfOthers);
        }
        if (!file.hash().isOver()) {
            throw failure;
        }
    }

    private boolean isOver() {
        return file.locked(() ->
                fatal != null
                        || file.hash().hasFailed()
                        // the last bytes are hashed before their block is noted as there
                        || file.isComplete() && file.hash().isOver()
                        || ownEnded && working == 0 && !file.isComplete());
    }

    private void ownFailed(TransferException e) {
        ownEnded = true;
        failed(e);
    }

    private void throwFatal() throws TransferException, InterruptedException {
        boolean failed = file.locked(() -> fatal != null) || file.hash().hasFailed();
        if (failed && Thread.interrupted()) {
            // it closed the file for all threads that were at it, which failed for that
            throw new InterruptedException();
        }
        switch (file.locked(() -> fatal)) {
            case null -> {}
            case TransferException e -> throw e;
            case InterruptedException e -> throw e;
            case Throwable e -> throw new IllegalStateException("a stream of a file ended", e);
        }
    }

    private Optional<Blocks.Span> take() {
        if (!source.endsPartsCheaply()) {
            return file.take(Integer.MAX_VALUE);
        }
        boolean far = count.target() == 1 || run.room().isMostlyFree();
        boolean nearEnd = file.free() <= 2 * count.target();
        return file.take(far && !nearEnd ? BLOCKS_A_REQUEST : 1);
    }

    /**
     * Reads on beyond the first blocks as long as nobody else has what follows: an answer that
     * began as one for the whole file then stays the only one for a server that gives no ranges.
     */
    private void follow(Begun begun, Meter meter) throws TransferException, InterruptedException {
        Blocks.Span span = begun.span();
        Reading reading = begun.reading();
        boolean whole = begun.whole();
        if (span.at() > 0) {
            ranges = Ranges.GIVEN;
        }
        grow();
        try {
            long end = span.end();
            for (Optional<Blocks.Span> next = Optional.of(span);
                    next.isPresent();
                    next = whole ? next(end) : Optional.empty()) {
                end = next.get().end();
                fill(reading, next.get(), meter);
            }
            if (whole && end == file.size()) {
                requireEnd(reading);
            }
        } catch (TransferException e) {
            ownFailed(e);
        } finally {
            reading.close();
        }
    }

    /** What follows, unless somebody has it who is known to get it. */
    private Optional<Blocks.Span> next(long offset) {
        return file.locked(() -> {
            if (trial != null) {
                file.giveBack(trial); // a server that serves one at a time answers only after us
                trial = null;
            }
            // the last block, given back, would be found again where the file ends
            return fatal != null || offset == file.size()
                    ? Optional.<Blocks.Span>empty()
                    : file.takeFrom(offset, 1);
        });
    }

    /** One request for these blocks. */
    private void fetch(Blocks.Span span, Meter meter) throws InterruptedException {
        try (Reading reading = open(source, span)) {
            requireExact(reading, span);
            fill(reading, span, meter);
        } catch (TransferException e) {
            ownFailed(e);
        } finally {
            file.giveBack(span);
        }
    }

    private Reading open(Source endpoint, Blocks.Span span)
            throws TransferException, InterruptedException {
        ReadRequest request = file.request(span);
        return endpoint.read(from.place().url(), pastCaches ? request.pastAllCaches() : request);
    }

    /** The answer has to be the range that was asked for, of the file that is being fetched. */
    private void requireExact(Reading reading, Blocks.Span span) throws TransferException {
        if (reading.offset() != span.at()) {
            throw changed();
        }
        requireThis(reading.stat());
    }

    private void requireThis(FileStat stat) throws TransferException {
        boolean same =
                stat.identity().filter(file.identity()::equals).isPresent()
                        && stat.size().orElse(file.size()) == file.size();
        if (!same) {
            throw changed();
        }
    }

    private TransferException changed() {
        TransferUrl url = from.place().url();
        return new TransferException(
                FailureKind.CHANGED, url, url + " changed while it was fetched");
    }

    /** Reads what the span holds; what it could not is given back. */
    private void fill(Reading reading, Blocks.Span span, Meter meter)
            throws TransferException, InterruptedException {
        try {
            boolean quick = false;
            while (!span.isOver() && file.locked(() -> fatal) == null) {
                long began = System.nanoTime();
                if (piece(reading, span, quick, meter)) {
                    arrived();
                }
                quick = System.nanoTime() - began < CopyLoop.QUICK;
            }
        } finally {
            file.giveBack(span);
        }
    }

    /** One buffer; true when it ended a block. */
    private boolean piece(Reading reading, Blocks.Span span, boolean large, Meter meter)
            throws TransferException, InterruptedException {
        ByteBuffer buffer = large ? run.buffers().takeLarge() : run.buffers().take();
        boolean handedOver = false;
        try {
            buffer.limit(Math.min(buffer.limit(), span.restOfBlock()));
            boolean more = CopyLoop.fill(reading, buffer, meter);
            int length = buffer.flip().remaining();
            if (!more && length == 0) {
                throw new TransferException(
                        FailureKind.TRUNCATED,
                        from.place().url(),
                        from.place().url()
                                + " ended after "
                                + span.at()
                                + " bytes, but the source says "
                                + file.size());
            }
            handedOver = true;
            boolean ended = file.store(span, buffer);
            run.progress().advanced(length);
            meter.passed(length);
            run.loop().hold(length);
            return ended;
        } finally {
            if (!handedOver) {
                run.buffers().giveBack(buffer);
            }
        }
    }

    private void requireEnd(Reading reading) throws TransferException, InterruptedException {
        ByteBuffer buffer = run.buffers().take().limit(1);
        try {
            if (reading.read(buffer) > 0) {
                // all blocks are there, but of a file that is another one now
                throw changed();
            }
        } finally {
            run.buffers().giveBack(buffer);
        }
    }

    private void arrived() {
        file.locked(() -> {
            count.arrived(BlockMap.BLOCK, System.nanoTime());
            return null;
        });
        grow();
    }

    /** Begins streams as long as there should be more. */
    private void grow() {
        file.locked(() -> {
            int most = ranges == Ranges.GIVEN ? count.target() : Math.min(2, count.target());
            while (ranges != Ranges.REFUSED
                    && fatal == null
                    && !ending
                    && working + 1 < most
                    && file.free() > 0
                    && run.servers().tryEnterBesides(server)) {
                working++;
                others.add(Thread.ofVirtual().start(this::other));
            }
            return null;
        });
    }

    /** A stream beside the first one. */
    private void other() {
        Meter meter = new Meter(run.servers().flow(List.of(server)));
        boolean counted = true;
        long begun = System.nanoTime();
        try (Endpoint endpoint = run.protocols().open(from.place())) {
            Source beside = (Source) endpoint;
            boolean good = true;
            while (good) {
                counted = stays();
                begun = System.nanoTime();
                Optional<Blocks.Span> span = counted ? takeBeside() : Optional.empty();
                good = span.isPresent() && fetchBeside(beside, span.get(), meter);
            }
        } catch (TransferException e) {
            run.servers().failed(meter.placed(e), begun);
            failed(e);
        } catch (InterruptedException _) {
            // only who ends the attempt does that
        } catch (RuntimeException | Error e) {
            fatal(e);
        } finally {
            run.servers().leaveBesides(server);
            ended(counted, meter);
        }
    }

    private void ended(boolean counted, Meter meter) {
        file.locked(() -> {
            working -= counted ? 1 : 0;
            bytesOfOthers += meter.bytes();
            return null;
        });
        file.signal();
    }

    /** Whether one of the others may go on; one that may not counts no longer. */
    private boolean stays() {
        boolean wantedElsewhere = run.servers().wantsPlaceBack(server);
        return file.locked(() -> {
            boolean stays = fatal == null && !wantedElsewhere && working < count.target();
            working -= stays ? 0 : 1;
            return stays;
        });
    }

    /** False when the server does not give what it is asked for. */
    private boolean fetchBeside(Source beside, Blocks.Span span, Meter meter)
            throws TransferException, InterruptedException {
        long offset = span.at();
        try (Reading reading = open(beside, span)) {
            if (reading.offset() != offset) {
                refused(reading.stat());
                return false;
            }
            requireThis(reading.stat());
            answered(offset);
            fill(reading, span, meter);
            return true;
        } finally {
            file.giveBack(span);
        }
    }

    /** Up to the server's answer the first stream may have it instead. */
    private Optional<Blocks.Span> takeBeside() {
        return file.locked(() -> {
            Optional<Blocks.Span> span = take();
            trial = ranges == Ranges.UNPROVED ? span.orElse(null) : null;
            return span;
        });
    }

    /** From now on nobody else gets what the answer is for, if nobody did. */
    private void answered(long offset) {
        file.locked(() -> {
            trial = null;
            return ranges = offset > 0 ? Ranges.GIVEN : ranges;
        });
    }

    private void refused(FileStat stat) throws TransferException {
        if (stat.identity().isPresent()) {
            requireThis(stat);
            run.servers().givesNoRanges(server);
        }
        file.locked(() -> {
            trial = null;
            return ranges = Ranges.REFUSED;
        });
        file.signal();
    }

    /** Notes why a stream ended; the others go on where what is wrong is its own affair. */
    private void failed(TransferException e) {
        boolean ofAll =
                switch (e.kind()) {
                    case CHANGED, CHECKSUM_MISMATCH, WRONG_CONTENT -> true;
                    default -> e.url() != null && e.url().isLocal(); // our disk
                };
        if (ofAll) {
            if (e.kind() == FailureKind.CHANGED) {
                // several servers under one name may each have a mark of their own for it
                run.servers().givesNoRanges(server);
            }
            fatal(e);
            return;
        }
        file.locked(() -> {
            if (failure == null || failure.notBefore().isEmpty()) {
                failure = e;
            }
            count.failed();
            return null;
        });
        file.signal();
    }

    private void fatal(Throwable e) {
        file.locked(() -> {
            fatal = fatal == null ? e : fatal;
            return null;
        });
        file.signal();
    }

    private void endOthers(boolean atOnce) {
        List<Thread> left =
                file.locked(() -> {
                    ending = true;
                    return List.copyOf(others);
                });
        if (atOnce) {
            left.forEach(Thread::interrupt);
        }
        boolean interrupted = false;
        for (Thread thread : left) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
