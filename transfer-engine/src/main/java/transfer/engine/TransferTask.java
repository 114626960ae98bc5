package transfer.engine;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.engine.EngineOptions.Linking;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.retry.Verdict.Passing;
import transfer.retry.Verdict.Permanent;

/**
 * One transfer from beginning to end: in every round each source that may still help is tried once,
 * then there is a pause. What was achieved is kept: bytes that arrived, and a first hop that is
 * done. Belongs to one thread.
 */
final class TransferTask implements AutoCloseable {
    private static final int PRIVATE = 0600;

    private final RunContext run;
    private final WorkItem.Transfer item;
    private final Slots slots;
    private final Map<Candidate, TransferException> hopeless = new LinkedHashMap<>();
    private final List<Candidate> candidates;
    private final List<Attempt> attempts;
    private final HopRunner hops;
    private final CopyWays copies;
    private Fetching fetching;
    private Halfway halfway;
    private Moved staged;
    private Optional<CachedFetch> cached = Optional.empty();
    private Optional<Moved> had = Optional.empty();

    /** Gives the item's place to others while it waits. */
    interface Slots {
        /** How the item's first round ended, for the count of what works at each server. */
        void firstRound(Optional<TransferException> failure);

        void enter() throws InterruptedException;

        void leave();

        /** Why it makes no sense to go on; empty while it does. */
        Optional<String> stopped();
    }

    /**
     * @param attempts where every attempt is written down, for those who end the task from outside
     *     too
     */
    TransferTask(
            RunContext run,
            WorkItem.Transfer item,
            List<Candidate> candidates,
            Slots slots,
            List<Attempt> attempts) {
        this.attempts = attempts;
        this.run = run;
        this.item = item;
        this.slots = slots;
        this.candidates = List.copyOf(candidates);
        this.hops = new HopRunner(run, item, this::awaitRoom);
        this.copies = new CopyWays(run.refusals());
    }

    /** Works until the item has its outcome. */
    TransferOutcome call() throws InterruptedException {
        try {
            Moved moved = run.retry().call(this::round, this::judge, this::pause);
            return new TransferOutcome.Done(
                    item, attempts, moved.verdict(), moved.bytes(), moved.sha256(), moved.note());
        } catch (TransferException e) {
            leave(e.kind().isPassing());
            return new TransferOutcome.Failed(item, attempts, Attempt.Reason.of(e));
        } catch (InterruptedException e) {
            leave(true);
            throw e;
        } catch (Exception e) {
            return new TransferOutcome.Failed(
                    item, attempts, FailureKind.INTERNAL, ProgramError.describe(e));
        }
    }

    private transfer.retry.Verdict judge(Exception failure) {
        return failure instanceof TransferException e
                        && e.kind().isPassing()
                        && slots.stopped().isEmpty()
                ? new Passing(e.notBefore())
                : new Permanent();
    }

    private void pause(int failedRound, Duration pause, Exception failure) {
        run.progress().pausing(item, failedRound, pause);
        if (fetching != null) {
            fetching.rest();
        }
        if (halfway != null) {
            halfway.rest();
        }
        slots.leave();
    }

    private Moved round(int number) throws TransferException, InterruptedException {
        if (number > 1) {
            slots.enter();
            if (halfway != null && !halfway.wake()) {
                halfway = null;
                staged = null;
            }
            return tryAll();
        }
        try {
            Moved moved = tryAll();
            slots.firstRound(Optional.empty());
            return moved;
        } catch (TransferException e) {
            slots.firstRound(Optional.of(e));
            throw e;
        }
    }

    private Moved tryAll() throws TransferException, InterruptedException {
        TransferException worst = null;
        for (Candidate candidate : candidates) {
            if (hopeless.containsKey(candidate)) {
                continue;
            }
            try {
                return tryFrom(candidate);
            } catch (TransferException e) {
                if (!e.kind().isPassing()) {
                    hopeless.put(candidate, e);
                }
                if (isAtDestination(e)) {
                    throw e;
                }
                worst = moreHopeful(worst, e);
            }
        }
        throw worst;
    }

    /** Of two failures the one that says when, or whether, it is worth coming back. */
    private static TransferException moreHopeful(
            TransferException first, TransferException second) {
        return first != null && first.kind().isPassing() && !second.kind().isPassing()
                ? first
                : second;
    }

    /** No other source mends what is wrong with the destination. */
    private boolean isAtDestination(TransferException failure) {
        TransferUrl at = failure.url();
        return at != null
                && at.path().equals(item.target().url().path())
                && at.hostAndPort().equals(item.target().url().hostAndPort())
                && candidates.stream().noneMatch(c -> c.place().url().equals(at));
    }

    private Moved tryFrom(Candidate candidate) throws TransferException, InterruptedException {
        Place to =
                candidate.isOurs()
                        ? Route.asPlainFile(item.target())
                        : linked(run.options(), candidate.place(), item.target());
        if (isSameFile(candidate.place().url(), to.url())) {
            had = Optional.of(hops.leave(candidate, to));
            return had.get();
        }
        boolean hashed = candidate.isOurs() || wantsHash(run.options(), item.terms());
        Route.Wish wish = new Route.Wish(hashed, copies::isOpen);
        while (true) {
            Route route =
                    Route.between(run.protocols(), candidate.place(), to, wish, this::stagingFile);
            try {
                Moved moved = along(route, candidate, to);
                if (!(route.hops().getFirst() instanceof Hop.Direct)) {
                    copies.arrivedOtherwise();
                }
                return moved;
            } catch (TransferException e) {
                if (!(route.hops().getFirst() instanceof Hop.Direct hop)
                        || !copies.isClosedBy(hop, e)) {
                    throw e;
                }
                tellOf(hop, e);
            }
        }
    }

    /** Once for each pair of servers that does not copy. */
    private void tellOf(Hop.Direct hop, TransferException failure) {
        boolean isNews =
                failure.kind() != FailureKind.UNSUPPORTED
                        || run.refusals().add(CopyRefusals.Pair.of(hop));
        if (isNews) {
            noted(failure.getMessage() + "; another way is tried");
        }
    }

    private Moved along(Route route, Candidate candidate, Place to)
            throws TransferException, InterruptedException {
        if (route.hops().size() == 1) {
            Moved moved = firstOf(route, candidate, candidate.mode());
            had = Optional.of(moved);
            return moved;
        }
        if (staged == null) {
            staged = firstHop(route, candidate);
            had = Optional.of(staged);
        }
        Place rest = new Place(halfway.file(), to.site());
        Candidate resting = Candidate.copy(rest, staged);
        try {
            return hop(route.hops().getLast(), resting, resting.mode());
        } catch (TransferException e) {
            if (e.kind() == FailureKind.CHECKSUM_MISMATCH && halfway.file().equals(e.url())) {
                dropStaged();
            }
            throw e;
        }
    }

    private Moved firstHop(Route route, Candidate candidate)
            throws TransferException, InterruptedException {
        // what this run itself has fetched is no earlier run's
        TransferUrl file = halfway.file();
        boolean ours =
                attempts.stream()
                        .anyMatch(a -> a.succeeded() && a.destination().url().equals(file));
        Optional<Moved> left = ours ? Optional.empty() : halfway.left(run, candidate, this::noted);
        if (left.isPresent()) {
            return left.get();
        }
        Moved moved = firstOf(route, candidate, OptionalInt.of(PRIVATE));
        halfway.finished(
                candidate.place().url(),
                cached.isPresent() ? cached.get().identity() : fetching.identity(),
                moved);
        return moved;
    }

    /** From the source to this machine, or straight to where it goes. */
    private Moved firstOf(Route route, Candidate from, OptionalInt mode)
            throws TransferException, InterruptedException {
        Hop hop = route.hops().getFirst();
        cached = Optional.empty();
        if (!CachedFetch.serves(run, hop, from)) {
            return hop(hop, from, mode);
        }
        CachedFetch way =
                new CachedFetch(run, slots, this::hop, () -> fetching.identity(), this::noted);
        cached = Optional.of(way);
        return way.bring(hop, from, mode);
    }

    private void dropStaged() {
        if (staged != null) {
            halfway.drop();
            staged = null;
        }
    }

    private void noted(String text) {
        run.progress().noted(item, text);
    }

    /**
     * Whether the bytes have to pass through us, so that a digest of them exists, or that they can
     * be forced to the disk.
     */
    static boolean wantsHash(EngineOptions options, TransferTerms terms) {
        return options.verification() != Verification.OFF
                || options.durable()
                || terms.generateChecksum()
                || terms.verifyStored();
    }

    private TransferUrl stagingFile() {
        if (halfway == null) {
            halfway = Halfway.of(run.options().stagingDirectory(), item, run.fileTag(item));
        }
        return halfway.file();
    }

    /** With linking on, a copy from file to file becomes a link where the rule allows. */
    static Place linked(EngineOptions options, Place from, Place to) {
        boolean filePair = from.url().scheme().equals("file") && to.url().scheme().equals("file");
        Linking linking = options.linking();
        boolean link =
                linking == Linking.ALWAYS
                        || linking == Linking.SAME_SITE && from.site().equals(to.site());
        return filePair && link ? Route.withScheme(to, "symlink") : to;
    }

    private static boolean isSameFile(TransferUrl from, TransferUrl to) throws TransferException {
        if (!from.isLocal() || !to.isLocal() || to.scheme().equals("moveto")) {
            return false;
        }
        try {
            return Files.exists(to.toPath())
                    && Files.exists(from.toPath())
                    && Files.isSameFile(from.toPath(), to.toPath());
        } catch (IOException e) {
            throw transfer.protocol.LocalFailures.of(
                    e, to, "cannot compare " + from + " with " + to);
        }
    }

    private Moved hop(Hop hop, Candidate from, OptionalInt mode)
            throws TransferException, InterruptedException {
        while (true) {
            try {
                return attempt(hop, from, mode);
            } catch (NoRoomYet e) {
                awaitRoom(e.claim());
            }
        }
    }

    /** Others may go on meanwhile: they are who can make room. */
    private void awaitRoom(Claim claim) throws TransferException, InterruptedException {
        claim.words().ifPresent(words -> run.progress().noted(item, words));
        if (fetching != null) {
            fetching.rest();
        }
        claim.queue();
        slots.leave();
        try {
            claim.await();
        } catch (TransferException e) {
            slots.enter();
            throw e;
        }
        slots.enter();
    }

    private Moved attempt(Hop hop, Candidate from, OptionalInt mode)
            throws TransferException, InterruptedException, NoRoomYet {
        String there = hop.from().url().server();
        String here = hop.to().url().server();
        List<String> servers = there.equals(here) ? List.of(here) : List.of(there, here);
        Meter meter = new Meter(run.servers().flow(servers));
        try {
            Moved moved = hops.run(hop, from, mode, meter, this::fetchingInto);
            moved = moved.withVerdict(from.limit(moved.verdict()));
            describeDamage(hop);
            attempted(meter, hop, Optional.empty());
            run.servers().wentWell(servers);
            return moved;
        } catch (TransferException e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            TransferException placed = meter.placed(e);
            if (!CopyWays.isRefusal(hop, placed)) {
                attempted(meter, hop, Optional.of(placed));
            }
            run.servers().failed(placed, meter.startNanos());
            throw placed;
        }
    }

    /** Right bytes have come and tell what was wrong with those of the attempt before. */
    private void describeDamage(Hop hop) {
        if (fetching == null || fetching.difference().isEmpty()) {
            return;
        }
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Attempt attempt = attempts.get(i);
            if (attempt.destination().equals(hop.to())
                    && attempt.failure().stream()
                            .anyMatch(why -> why.kind() == FailureKind.CHECKSUM_MISMATCH)) {
                attempts.set(i, attempt.withDamage(fetching.difference().get()));
                return;
            }
        }
    }

    private void attempted(Meter meter, Hop hop, Optional<TransferException> failure) {
        Attempt attempt = meter.attempt(attempts.size() + 1, hop.from(), hop.to(), failure);
        attempts.add(attempt);
        run.progress().attempted(item, attempt);
    }

    /** The fetch that an earlier attempt has begun, or a new one. */
    private Fetching fetchingInto(TransferUrl to, OptionalInt mode) {
        if (fetching != null && !fetching.isFor(to, mode)) {
            fetching.close();
            fetching.giveBackRoom();
            fetching = null;
        }
        if (fetching == null) {
            boolean passing = halfway != null && halfway.file().equals(to);
            boolean lasting =
                    mode.isEmpty() || passing && halfway.isLasting() || isForNextProcess(to);
            fetching =
                    new Fetching(
                            run,
                            new Fetching.Into(to, run.fileTag(item), mode, lasting, passing),
                            this::noted);
        }
        return fetching;
    }

    private boolean isForNextProcess(TransferUrl to) {
        return run.cache().filter(cache -> cache.holds(to.toPath())).isPresent();
    }

    /** What came from the source, in the first of two hops or the only one. */
    Optional<Moved> had() {
        return had;
    }

    /** The first hop's file, handed over to the caller, who now has to remove it. */
    Optional<Halfway> takeStaged() {
        Optional<Halfway> result = staged == null ? Optional.empty() : Optional.of(halfway);
        if (result.isPresent()) {
            staged = null;
            halfway = null;
        }
        return result;
    }

    /**
     * Removes what is not finished, but for what a later run can go on with.
     *
     * @param again whether a later run has a chance
     */
    private void leave(boolean again) {
        if (fetching != null) {
            fetching.leave();
        }
        if (again && halfway != null && halfway.isWhole()) {
            halfway.leave();
        }
        close();
    }

    /** Removes what is not finished. */
    @Override
    public void close() {
        if (fetching != null) {
            fetching.close();
        }
        if (halfway != null) {
            halfway.close();
        }
        staged = null;
        if (fetching != null) {
            fetching.giveBackRoom();
        }
    }
}
