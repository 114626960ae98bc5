package transfer.engine;

import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import transfer.checksum.Checksum;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Brings one file into a local one, over as many attempts as it takes: an attempt that breaks off
 * leaves its bytes for the next, which goes on behind them if the source is still the same and
 * starts over if not. Belongs to one thread.
 */
final class Fetching implements AutoCloseable {
    /** Blocks that the first answer is read for before others may have what follows. */
    private static final int FIRST_BLOCKS = 2;

    private final RunContext run;
    private final TransferUrl to;
    private final String tag;
    private final OptionalInt mode;
    private final boolean lasting;
    private final boolean passing;
    private final Consumer<String> noted;
    private StagedFile staged;
    private Assembly assembly;
    private RunningDigest digest;
    private FileStat known = FileStat.unknown();
    private TransferUrl begunFrom;
    private Optional<Identity> identity = Optional.empty();
    private boolean failedBefore;
    private boolean mayBeContinued;
    private boolean mayBeLeft = true;
    private boolean isWrong;
    private Optional<Attempt.Difference> difference = Optional.empty();
    private String lastNote = "";
    private int damagedBefore;
    private Optional<Claim> room = Optional.empty();
    private OptionalLong missing = OptionalLong.empty();

    /**
     * Where a file goes.
     *
     * @param tag makes hidden names unlike any other's
     * @param mode permission bits that the file gets whatever the source's are; empty to take the
     *     source's. They are given for files between two hops and of copies that this run made.
     * @param lasting whether a later run can find what this one leaves, and go on with it
     * @param passing whether it goes away again when its item is over
     */
    record Into(TransferUrl to, String tag, OptionalInt mode, boolean lasting, boolean passing) {}

    /**
     * @param noted is told what the user should know
     */
    Fetching(RunContext run, Into into, Consumer<String> noted) {
        this.run = run;
        this.to = into.to();
        this.tag = into.tag();
        this.mode = into.mode();
        this.lasting = into.lasting();
        this.passing = into.passing();
        this.noted = noted;
    }

    boolean isFor(TransferUrl target, OptionalInt bits) {
        return to.equals(target) && mode.equals(bits);
    }

    /** Whether it is a whole file from one of this run's own to another. */
    boolean isBetweenOwn() {
        return mode.isPresent();
    }

    /** What marked the source when it was last read. */
    Optional<Identity> identity() {
        return identity;
    }

    /**
     * One attempt. The file is under its final name when this returns.
     *
     * @throws NoRoomYet when there has to be room before the next attempt
     */
    Moved attempt(Candidate from, Source source, Meter meter)
            throws TransferException, InterruptedException, NoRoomYet {
        wake();
        if (staged == null) {
            if (!from.place().url().isLocal()) {
                FreeSpace.requireWritable(to); // before a server is asked for bytes in vain
            }
            if (mayBeLeft && lasting) {
                takeOver(from, source);
            }
        }
        if (missing.isPresent()) {
            mayBeContinued = true; // what an earlier run left is not touched before there is room
            staged.takesRoomOf(claimed(missing));
            missing = OptionalLong.empty();
        }
        mayBeContinued = false;
        try {
            FileStat stat = fetch(from, source, meter);
            long end = assembly == null ? staged.contiguous() : assembly.size();
            staged.endAt(end);
            Proof.sameSize(stat, end, from.place().url(), "the source");
            Proof.sameSize(FileStat.ofSize(end), staged.size(), to, "what was written");
            List<Checksum> computed = digest.values();
            Verdict verdict = proved(from, stat, computed, end);
            publish();
            staged = null;
            return new Moved(verdict, end, Optional.of(Proof.sha256(computed)), stat.mode(), "");
        } catch (TransferException e) {
            if (e.getCause() instanceof ClosedByInterruptException) {
                mayBeContinued = true;
            } else {
                afterFailure(e);
            }
            throw e;
        } catch (InterruptedException e) {
            mayBeContinued = true;
            throw e;
        } finally {
            noteDamage();
        }
    }

    /** Gives up open files while nobody works on it. */
    void rest() {
        if (staged != null) {
            staged.rest();
        }
    }

    private void wake() {
        if (staged != null && !staged.wake()) {
            staged = null;
            assembly = null;
            missing = OptionalLong.empty();
            mayBeLeft = true; // by whoever was at it meanwhile
        }
    }

    /** What an earlier attempt's bytes had that was wrong, once better ones have come. */
    Optional<Attempt.Difference> difference() {
        return difference;
    }

    private Verdict proved(Candidate from, FileStat stat, List<Checksum> computed, long size)
            throws TransferException {
        try {
            Verdict verdict = prove(from, stat, computed);
            if (verdict instanceof Verdict.Verified(var evidence) && evidence.provesContent()) {
                difference = staged.difference(size);
            }
            return verdict;
        } catch (TransferException e) {
            if (e.kind() == FailureKind.CHECKSUM_MISMATCH) {
                keepWrong(size);
            }
            throw e;
        }
    }

    /** The wrong bytes stay until better ones are written over them, which shows the difference. */
    private void keepWrong(long size) throws TransferException {
        compareFailures(size);
        staged.forgetBlocks();
        isWrong = true;
        assembly = null;
        begunFrom = null;
        identity = Optional.empty();
    }

    /** Two fetches that are both wrong tell where to look: before they part, or after. */
    private void compareFailures(long size) {
        if (staged.isRewritten()) {
            noted.accept(Comparison.ofFailures(staged.difference(size), to));
        }
    }

    private void publish() throws TransferException {
        try {
            staged.publish(run.options().durable());
        } catch (TransferException e) {
            throw e.during(Phase.PUBLISH);
        }
    }

    /** Brings what is missing, and tells what the source is. */
    private FileStat fetch(Candidate from, Source source, Meter meter)
            throws TransferException, InterruptedException, NoRoomYet {
        TransferUrl url = from.place().url();
        Assembly begun = goesOn(url) ? assembly : null;
        Optional<Blocks.Span> span =
                begun == null ? Optional.empty() : begun.take(firstBlocks(source));
        if (begun != null && span.isEmpty()) {
            new BlockFetch(run, from, source, begun, failedBefore).run(Optional.empty(), meter);
            return known;
        }
        try (Reading reading = source.read(url, request(url, span))) {
            FileStat stat = reading.stat();
            meter.answeredBy(stat.provenance());
            prepare(
                    from,
                    reading,
                    span.map(Blocks.Span::at).orElse(staged == null ? 0 : staged.contiguous()));
            if (assembly == null) {
                run.loop().run(reading, staged.contiguous(), digest, meter, staged::write);
            } else {
                Blocks.Span first =
                        assembly == begun
                                ? span.orElseThrow()
                                : assembly.take(firstBlocks(source)).orElseThrow();
                new BlockFetch(run, from, source, assembly, failedBefore)
                        .run(
                                Optional.of(
                                        new BlockFetch.Begun(reading, first, assembly != begun)),
                                meter);
            }
            return stat;
        } finally {
            if (begun != null) {
                begun.giveBack(span.get());
            }
        }
    }

    private static int firstBlocks(Source source) {
        return source.endsPartsCheaply() ? FIRST_BLOCKS : Integer.MAX_VALUE;
    }

    /** Goes on with what a killed process left, if it was of this source as it is now. */
    private void takeOver(Candidate from, Source source)
            throws TransferException, InterruptedException {
        TransferUrl url = from.place().url();
        Optional<Leftover> found = Leftover.find(to, tag, url, this::notUsed);
        if (found.isEmpty()) {
            return;
        }
        staged = found.get().staged();
        mayBeContinued = true; // should somebody end us while we ask
        BlockMap.Origin origin = found.get().origin();
        FileStat now = asked(source, url);
        if (now.identity().filter(mark -> !mark.equals(origin.identity())).isPresent()
                || now.size().orElse(origin.size()) != origin.size()) {
            notUsed("the source has changed since");
            return;
        }
        staged.narrowTo(now.mode());
        Map<Integer, Integer> left = new TreeMap<>(found.get().checks());
        if (now.identity().isEmpty()) {
            // somebody has to say that the source is the same, so there must be something to ask
            // for
            left.remove(new Blocks(origin.size()).count() - 1);
        }
        digest = run.digests().over(Proof.algorithms(from.expected(), now.digests()));
        assembly = new Assembly(staged, origin, digest, left, run);
        missing = OptionalLong.of(Math.max(0, origin.size() - (long) left.size() * BlockMap.BLOCK));
        begunFrom = url;
        known = now.withSize(OptionalLong.of(origin.size()));
        identity = Optional.of(origin.identity());
    }

    private void notUsed(String why) {
        String note = "what an earlier run left of " + to + " is not used: " + why;
        if (!note.equals(lastNote)) {
            noted.accept(note);
            lastNote = note;
        }
    }

    /** What the source says now; a failure will show again when it is read. */
    private static FileStat asked(Source source, TransferUrl url) throws InterruptedException {
        try {
            return source.stat(url);
        } catch (TransferException _) {
            return FileStat.unknown();
        }
    }

    private boolean goesOn(TransferUrl url) {
        return staged != null && url.equals(begunFrom) && identity.isPresent();
    }

    private ReadRequest request(TransferUrl url, Optional<Blocks.Span> span) {
        ReadRequest request = ReadRequest.WHOLE;
        if (span.isPresent()) {
            request = assembly.request(span.get());
        } else if (goesOn(url) && staged.contiguous() > 0) {
            request = ReadRequest.from(staged.contiguous(), identity.get());
        }
        return failedBefore ? request.pastAllCaches() : request;
    }

    /** Has a staged file and a digest that stand exactly where the reading begins. */
    private void prepare(Candidate from, Reading reading, long expected)
            throws TransferException, NoRoomYet {
        FileStat stat = reading.stat();
        TransferUrl url = from.place().url();
        boolean goesOn = goesOn(url) && reading.offset() == expected && sameAs(stat);
        if (reading.offset() > 0 && !goesOn) {
            throw new TransferException(
                    FailureKind.CHANGED, url, url + " changed while it was fetched");
        }
        if (goesOn && (assembly != null || reading.offset() > 0)) {
            return;
        }
        begin(from, stat);
    }

    private void begin(Candidate from, FileStat stat) throws TransferException, NoRoomYet {
        TransferUrl url = from.place().url();
        Optional<BlockMap.Origin> origin = origin(url, stat);
        Optional<BlockMap.Origin> kept = lasting ? origin : Optional.empty();
        mayBeLeft = false;
        OptionalLong more = stat.size();
        if (staged != null && isWrong) {
            long there = staged.size();
            more = more.isPresent() ? OptionalLong.of(Math.max(0, more.getAsLong() - there)) : more;
            staged.rewrite(kept);
        } else if (staged != null) {
            staged.restart(kept);
        }
        Claim claim = claimed(more);
        if (staged == null) {
            OptionalInt bits = mode.isPresent() ? mode : stat.mode();
            staged =
                    kept.isPresent()
                            ? StagedFile.resumable(to, tag, bits, kept.get())
                            : StagedFile.beside(to, tag, bits);
        }
        staged.takesRoomOf(claim);
        isWrong = false;
        digest = run.digests().over(Proof.algorithms(from.expected(), stat.digests()));
        assembly =
                origin.isPresent()
                        ? new Assembly(staged, origin.get(), digest, Map.of(), run)
                        : null;
        begunFrom = url;
        known = stat;
        identity = stat.identity();
    }

    /** Room for so many bytes more; without it nothing is begun. */
    private Claim claimed(OptionalLong bytes) throws TransferException, NoRoomYet {
        Claim.Need need = new Claim.Need(to, bytes, passing);
        if (room.filter(claim -> claim.isFreshFor(need)).isEmpty()) {
            room.ifPresent(Claim::close);
            room = Optional.of(run.claim(need));
        }
        if (!room.get().isGranted()) {
            if (missing.isEmpty() && staged != null) {
                staged.close();
                staged = null;
                assembly = null;
            }
            throw new NoRoomYet(room.get());
        }
        return room.get();
    }

    /** Present for files that are worth going on with: larger than what a kill may cost anyway. */
    private static Optional<BlockMap.Origin> origin(TransferUrl url, FileStat stat) {
        if (stat.size().orElse(0) <= BlockMap.BLOCK || stat.identity().isEmpty()) {
            return Optional.empty();
        }
        long size = stat.size().getAsLong();
        return Optional.of(BlockMap.Origin.of(url, size, stat.identity().get()));
    }

    private boolean sameAs(FileStat stat) {
        return stat.identity().isPresent() && stat.identity().equals(identity);
    }

    private void noteDamage() {
        int damaged = assembly == null ? 0 : assembly.damaged();
        if (damaged > damagedBefore) {
            noted.accept(
                    (damaged - damagedBefore)
                            + " blocks that an earlier run left of "
                            + to
                            + " were damaged and had to be fetched again");
            damagedBefore = damaged;
        }
    }

    private Verdict prove(Candidate from, FileStat stat, List<Checksum> running)
            throws TransferException {
        if (run.options().verification() == Verification.OFF) {
            return new Verdict.Unchecked();
        }
        TransferUrl url = from.place().url();
        // as the source was when we began, and as the last answer has it
        List<Checksum> told = new ArrayList<>(known.digests());
        told.addAll(stat.digests());
        List<Checksum> computed =
                ReadBack.withMissing(staged, run.buffers(), running, from.expected(), told);
        List<Checksum> wanted = from.expected().map(List::of).orElse(List.of());
        if (Proof.agrees(computed, wanted, url, "the expected checksum")) {
            return new Verdict.Verified(Evidence.EXPECTED_CHECKSUM);
        }
        if (Proof.agrees(computed, told, url, "the source's digest")) {
            return new Verdict.Verified(Evidence.SOURCE_DIGEST);
        }
        if (url.isLocal()) {
            return new Verdict.Verified(Evidence.LOCAL_BYTES);
        }
        Verdict weak =
                stat.size().isPresent()
                        ? new Verdict.Verified(Evidence.SIZE)
                        : new Verdict.Unverifiable("the source told neither a length nor a digest");
        return Proof.demanded(run.options().verification(), weak, url);
    }

    /** Keeps what may be continued and drops what is wrong. */
    private void afterFailure(TransferException failure) {
        failedBefore = true;
        boolean worthKeeping =
                switch (failure.kind()) {
                    case CONNECTION, TIMED_OUT, THROTTLED, UNAVAILABLE, UNEXPECTED, TRUNCATED ->
                            identity.isPresent();
                    // a credential that has expired half-way says nothing against the bytes
                    case BAD_CREDENTIALS, ACCESS_DENIED, UNTRUSTED -> identity.isPresent();
                    default -> false;
                };
        // a failed write may have left bytes in the file that are not in the digest
        boolean ofDisk = to.equals(failure.url());
        mayBeContinued = worthKeeping && !ofDisk;
        room.filter(_ -> ofDisk).ifPresent(claim -> claim.refused(failure, Long.MAX_VALUE));
        if (!mayBeContinued && !isWrong) {
            close();
            assembly = null;
        }
    }

    /** Ends it and leaves what another run can go on with. */
    void leave() {
        if (staged != null && mayBeContinued) {
            staged.leave();
            staged = null;
        }
        close();
    }

    @Override
    public void close() {
        if (staged != null) {
            staged.close();
            staged = null;
        }
        missing = OptionalLong.empty();
        if (!passing) {
            giveBackRoom();
        }
    }

    /** A passing file has to be gone before. */
    void giveBackRoom() {
        room.ifPresent(Claim::close);
        room = Optional.empty();
    }
}
