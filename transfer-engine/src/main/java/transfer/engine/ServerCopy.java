package transfer.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Endpoint;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.Place;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * One attempt at a copy that servers make among themselves, proved before it is published. No byte
 * of it passes through us, so what both ends tell has to do, or the copy is read for it. Belongs to
 * one thread.
 */
final class ServerCopy {
    private final RunContext run;
    private final Candidate from;
    private final Place to;
    private final TransferTerms terms;

    ServerCopy(RunContext run, Candidate from, Place to, TransferTerms terms) {
        this.run = run;
        this.from = from;
        this.to = to;
        this.terms = terms;
    }

    /** How sure it is, and the digests of the copy that were had on the way. */
    private record Proved(Verdict verdict, List<Checksum> digests) {}

    /** The two ends, and the copy that lies at one of them. */
    private record Ends(Endpoint source, Endpoint sink, DirectCopy.Made made) {}

    /**
     * @param sink an endpoint of the destination, asked for digest and size
     */
    Moved attempt(Endpoint source, DirectCopy copier, Endpoint sink, Meter meter)
            throws TransferException, InterruptedException {
        DirectCopy.CopyOptions options =
                new DirectCopy.CopyOptions(true, bytes -> passed(meter, bytes));
        try (DirectCopy.Made made = copier.copy(from.place(), to, options)) {
            FileStat stat = made.stat();
            meter.answeredBy(stat.provenance());
            Proved proved = prove(new Ends(source, sink, made));
            Storing.publish(made::publish);
            long rest = stat.size().orElse(0) - meter.bytes();
            if (rest > 0) {
                passed(meter, rest);
            }
            return new Moved(
                    proved.verdict,
                    meter.bytes(),
                    by(DigestAlgorithm.SHA_256, proved.digests),
                    stat.mode(),
                    "");
        }
    }

    private void passed(Meter meter, long bytes) {
        meter.firstByte();
        meter.passed(bytes);
        run.progress().advanced(bytes);
    }

    private Proved prove(Ends ends) throws TransferException, InterruptedException {
        try {
            Proved proved = compared(ends);
            boolean recorded = by(DigestAlgorithm.SHA_256, proved.digests).isPresent();
            return terms.generateChecksum() && !recorded
                    ? new Proved(proved.verdict, told(ends, DigestAlgorithm.SHA_256))
                    : proved;
        } catch (TransferException e) {
            if (ends.made.location().equals(to.url())) {
                Storing.takeAway(ends.sink, to.url(), e);
            }
            throw e;
        }
    }

    private Proved compared(Ends ends) throws TransferException, InterruptedException {
        if (from.expected().isPresent()) {
            List<Checksum> stored = told(ends, from.expected().get().algorithm());
            Proof.agrees(stored, from.expected().stream().toList(), to.url(), "what is expected");
            return new Proved(new Verdict.Verified(Evidence.EXPECTED_CHECKSUM), stored);
        }
        if (run.options().verification() == Verification.OFF && !terms.verifyStored()) {
            return new Proved(new Verdict.Unchecked(), List.of());
        }
        Set<DigestAlgorithm> untried = EnumSet.allOf(DigestAlgorithm.class);
        while (true) {
            List<Checksum> copy = copyDigest(ends, untried);
            if (copy.isEmpty()) {
                break;
            }
            DigestAlgorithm algorithm = copy.getFirst().algorithm();
            List<Checksum> original = digest(ends.source, from.place().url(), Set.of(algorithm));
            if (Proof.agrees(copy, original, to.url(), "the source's digest")) {
                return new Proved(new Verdict.Verified(Evidence.DESTINATION_DIGEST), copy);
            }
            untried.remove(algorithm);
        }
        return terms.verifyStored() || run.options().verification() == Verification.REQUIRE
                ? readBoth(ends)
                : sizes(ends);
    }

    /** Digests of the copy, this one among them: from its server, else from its bytes. */
    private List<Checksum> told(Ends ends, DigestAlgorithm algorithm)
            throws TransferException, InterruptedException {
        List<Checksum> told = copyDigest(ends, Set.of(algorithm));
        return told.isEmpty()
                ? read(
                        ends.sink,
                        ends.made.location(),
                        EnumSet.of(algorithm, DigestAlgorithm.SHA_256))
                : told;
    }

    private List<Checksum> copyDigest(Ends ends, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        List<Checksum> told =
                ends.made.stat().digests().stream()
                        .filter(digest -> wanted.contains(digest.algorithm()))
                        .toList();
        return told.isEmpty() ? digest(ends.sink, ends.made.location(), wanted) : told;
    }

    private static List<Checksum> digest(
            Endpoint endpoint, TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        return endpoint instanceof Digester digester
                ? digester.digest(url, wanted).stream().toList()
                : List.of();
    }

    private List<Checksum> read(Endpoint endpoint, TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException {
        if (endpoint instanceof Source readable) {
            return ReadBack.digests(run, readable, url, wanted);
        }
        throw Proof.unproved(url, "the server has no digest and cannot be read from");
    }

    /** Neither end has a digest that the other one has too. */
    private Proved readBoth(Ends ends) throws TransferException, InterruptedException {
        Set<DigestAlgorithm> sha256 = Set.of(DigestAlgorithm.SHA_256);
        List<Checksum> copy = read(ends.sink, ends.made.location(), sha256);
        List<Checksum> original = read(ends.source, from.place().url(), sha256);
        Proof.agrees(copy, original, to.url(), "the digest of the source's bytes");
        return new Proved(new Verdict.Verified(Evidence.READ_BACK), copy);
    }

    private Proved sizes(Ends ends) throws TransferException, InterruptedException {
        OptionalLong copy = ends.made.stat().size();
        if (copy.isEmpty()) {
            copy = size(ends.sink, ends.made.location());
        }
        OptionalLong original = size(ends.source, from.place().url());
        if (copy.isEmpty() || original.isEmpty()) {
            return new Proved(
                    new Verdict.Unverifiable("the servers tell no digest, nor both the length"),
                    List.of());
        }
        Proof.sameSize(
                FileStat.ofSize(original.getAsLong()), copy.getAsLong(), to.url(), "the source");
        return new Proved(new Verdict.Verified(Evidence.SIZE), List.of());
    }

    private static OptionalLong size(Endpoint endpoint, TransferUrl url)
            throws TransferException, InterruptedException {
        return endpoint instanceof Inspector inspector
                ? inspector.stat(url).size()
                : OptionalLong.empty();
    }

    private static Optional<Checksum> by(DigestAlgorithm algorithm, List<Checksum> digests) {
        return digests.stream().filter(digest -> digest.algorithm() == algorithm).findFirst();
    }
}
