package transfer.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    private final RunContext run;
    private final TransferUrl to;
    private final String tag;
    private final OptionalInt mode;
    private StagedFile staged;
    private RunningDigest digest;
    private TransferUrl begunFrom;
    private Optional<Identity> identity = Optional.empty();
    private boolean failedBefore;
    private boolean mayBeContinued;

    /**
     * @param mode permission bits that the file gets whatever the source's are; empty to take the
     *     source's. They are given for files between two hops and of copies that this run made,
     *     which no later run can go on with.
     */
    Fetching(RunContext run, TransferUrl to, String tag, OptionalInt mode) {
        this.run = run;
        this.to = to;
        this.tag = tag;
        this.mode = mode;
    }

    boolean isFor(TransferUrl target, OptionalInt bits) {
        return to.equals(target) && mode.equals(bits);
    }

    /** Whether a later run could not find, or not use, what this one leaves. */
    boolean isForThisRunOnly() {
        return mode.isPresent();
    }

    /** One attempt. The file is under its final name when this returns. */
    Moved attempt(Candidate from, Source source, Meter meter)
            throws TransferException, InterruptedException {
        TransferUrl url = from.place().url();
        if (staged == null && !failedBefore && !isForThisRunOnly()) {
            takeOver(from);
        }
        mayBeContinued = false;
        try (Reading reading = source.read(url, request(url))) {
            FileStat stat = reading.stat();
            meter.answeredBy(stat.provenance());
            prepare(from, reading);
            long end = run.loop().run(reading, staged.contiguous(), digest, meter, staged::write);
            Proof.sameSize(stat, end, url, "the source");
            Proof.sameSize(FileStat.ofSize(end), staged.size(), to, "what was written");
            List<Checksum> computed = digest.values();
            Verdict verdict = prove(from, stat, computed);
            publish();
            staged = null;
            return new Moved(verdict, end, Optional.of(Proof.sha256(computed)), stat.mode(), "");
        } catch (TransferException e) {
            afterFailure(e);
            throw e;
        }
    }

    private void publish() throws TransferException {
        try {
            staged.publish(run.options().durable());
        } catch (TransferException e) {
            throw e.during(Phase.PUBLISH);
        }
    }

    /** Goes on with what a killed process left, if it was of this source. */
    private void takeOver(Candidate from) throws TransferException {
        TransferUrl url = from.place().url();
        RunningDigest running = new RunningDigest(Proof.algorithms(from.expected(), List.of()));
        Optional<StagedFile> left = StagedFile.leftOver(to, tag, url, running);
        if (left.isPresent()) {
            staged = left.get();
            digest = running;
            begunFrom = url;
            identity = staged.origin().map(BlockMap.Origin::identity);
        }
    }

    private ReadRequest request(TransferUrl url) {
        boolean goOn =
                staged != null
                        && url.equals(begunFrom)
                        && identity.isPresent()
                        && staged.contiguous() > 0;
        ReadRequest request =
                goOn ? ReadRequest.from(staged.contiguous(), identity.get()) : ReadRequest.WHOLE;
        return failedBefore ? request.pastAllCaches() : request;
    }

    /** Has a staged file and a digest that stand exactly where the reading begins. */
    private void prepare(Candidate from, Reading reading) throws TransferException {
        FileStat stat = reading.stat();
        if (reading.offset() > 0
                && !(staged != null && staged.contiguous() == reading.offset() && sameAs(stat))) {
            throw new TransferException(
                    FailureKind.CHANGED,
                    from.place().url(),
                    from.place().url() + " changed while it was fetched");
        }
        if (reading.offset() > 0) {
            return;
        }
        Optional<BlockMap.Origin> origin =
                isForThisRunOnly() ? Optional.empty() : origin(from.place().url(), stat);
        OptionalInt bits = mode.isPresent() ? mode : stat.mode();
        if (staged != null) {
            staged.restart(origin);
        } else if (origin.isPresent()) {
            staged = StagedFile.resumable(to, tag, bits, origin.get());
        } else {
            staged = StagedFile.beside(to, tag, bits);
        }
        if (stat.size().isPresent()) {
            FreeSpace.need(staged.part(), to, stat.size().getAsLong());
        }
        digest = new RunningDigest(Proof.algorithms(from.expected(), stat.digests()));
        begunFrom = from.place().url();
        identity = stat.identity();
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

    private Verdict prove(Candidate from, FileStat stat, List<Checksum> computed)
            throws TransferException {
        if (run.options().verification() == Verification.OFF) {
            return new Verdict.Unchecked();
        }
        TransferUrl url = from.place().url();
        if (Proof.agrees(
                computed, from.expected().stream().toList(), url, "the expected checksum")) {
            return new Verdict.Verified(Evidence.EXPECTED_CHECKSUM);
        }
        if (Proof.agrees(computed, stat.digests(), url, "the source's digest")) {
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
                    default -> false;
                };
        // a failed write may have left bytes in the file that are not in the digest
        mayBeContinued = worthKeeping && !to.equals(failure.url());
        if (!mayBeContinued) {
            close();
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
    }
}
