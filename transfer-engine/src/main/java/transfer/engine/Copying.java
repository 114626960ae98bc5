package transfer.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.Digester;
import transfer.protocol.DirectCopy;
import transfer.protocol.Endpoint;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Inspector;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** One attempt at a link, a move, or a copy that the file system makes. Belongs to one thread. */
final class Copying {
    private final RunContext run;
    private final Candidate from;
    private final Place place;
    private final TransferUrl to;
    private final TransferTerms terms;
    private final HopRunner.Waiting waiting;

    Copying(
            RunContext run,
            Candidate from,
            Place to,
            TransferTerms terms,
            HopRunner.Waiting waiting) {
        this.waiting = waiting;
        this.run = run;
        this.from = from;
        this.place = to;
        this.to = to.url();
        this.terms = terms;
    }

    /**
     * @param source an endpoint of the source, asked for digest and size
     */
    Moved attempt(Endpoint source, DirectCopy copier, Meter meter)
            throws TransferException, InterruptedException {
        TransferUrl url = from.place().url();
        DirectCopy.Manner manner = copier.manner(url, to);
        Optional<Checksum> before = before(source, url);
        FileStat made =
                manner == DirectCopy.Manner.COPY ? copyIntoRoom(source, copier) : copy(copier);
        meter.firstByte();
        meter.passed(made.size().orElse(0));
        long size = made.size().orElse(0);
        return switch (manner) {
            case LINK -> Moved.nameOnly(nameVerdict(before), before, linkNote());
            case MOVE -> new Moved(nameVerdict(before), size, before, made.mode(), "");
            case COPY -> new Moved(compare(source, copier, made), size, before, made.mode(), "");
        };
    }

    private FileStat copy(DirectCopy copier) throws TransferException, InterruptedException {
        DirectCopy.CopyOptions options =
                new DirectCopy.CopyOptions(
                        terms.sourceMustExist(), run.options().durable(), _ -> {});
        try (DirectCopy.Made made = copier.copy(from.place(), place, options)) {
            Storing.publish(made::publish);
            return made.stat();
        }
    }

    private FileStat copyIntoRoom(Endpoint source, DirectCopy copier)
            throws TransferException, InterruptedException {
        TransferUrl url = from.place().url();
        OptionalLong size =
                source instanceof Inspector inspector
                        ? inspector.stat(url).size()
                        : OptionalLong.empty();
        try (Claim room = run.space().claim(new Claim.Need(to, size, false))) {
            if (!room.isGranted()) {
                waiting.await(room);
            }
            try {
                return copy(copier);
            } catch (TransferException e) {
                throw room.refused(e, Long.MAX_VALUE);
            }
        }
    }

    /** Source and destination are one file, which stays as it is. */
    Moved leave(Endpoint source) throws TransferException, InterruptedException {
        Optional<Checksum> found = before(source, from.place().url());
        return Moved.nameOnly(
                nameVerdict(found), found, "source and destination are the same file");
    }

    /**
     * Digest of the source where the item needs one: no bytes pass through us that it could be
     * taken from.
     */
    private Optional<Checksum> before(Endpoint source, TransferUrl url)
            throws TransferException, InterruptedException {
        if (!terms.generateChecksum() && from.expected().isEmpty()) {
            return Optional.empty();
        }
        Set<DigestAlgorithm> algorithm =
                Set.of(from.expected().map(Checksum::algorithm).orElse(DigestAlgorithm.SHA_256));
        List<Checksum> told =
                source instanceof Digester digester
                        ? digester.digest(url, algorithm).stream().toList()
                        : List.of();
        if (told.isEmpty() && from.expected().isPresent()) {
            told = read(source, url, algorithm);
        }
        Proof.agrees(told, from.expected().stream().toList(), url, "the expected checksum");
        return told.stream().findFirst();
    }

    /** What must have a certain digest is read for it, if nobody tells it. */
    private List<Checksum> read(Endpoint endpoint, TransferUrl url, Set<DigestAlgorithm> algorithm)
            throws TransferException, InterruptedException {
        if (endpoint instanceof Source source) {
            return ReadBack.digests(run, source, url, algorithm);
        }
        throw new TransferException(
                        FailureKind.UNVERIFIABLE,
                        url,
                        url
                                + " cannot be compared with the expected checksum: nobody tells its digest")
                .during(Phase.VERIFY);
    }

    private Verdict nameVerdict(Optional<Checksum> before) {
        return before.isPresent() && from.expected().isPresent()
                ? new Verdict.Verified(Evidence.EXPECTED_CHECKSUM)
                : new Verdict.Verified(Evidence.NAME);
    }

    private String linkNote() {
        return terms.verifyStored()
                ? to + " is a link: its content is the source's and was not read"
                : "";
    }

    private Verdict compare(Endpoint source, DirectCopy copier, FileStat made)
            throws TransferException, InterruptedException {
        if (run.options().verification() == Verification.OFF) {
            return new Verdict.Unchecked();
        }
        TransferUrl url = from.place().url();
        if (source instanceof Digester first && copier instanceof Digester second) {
            Optional<Checksum> original = first.digest(url, Set.of(DigestAlgorithm.values()));
            if (original.isPresent()) {
                List<Checksum> copy =
                        second.digest(to, Set.of(original.get().algorithm())).stream().toList();
                if (Proof.agrees(List.of(original.get()), copy, to, "the copy's digest")) {
                    return new Verdict.Verified(Evidence.DESTINATION_DIGEST);
                }
            }
        }
        if (source instanceof Inspector inspector && made.size().isPresent()) {
            Proof.sameSize(inspector.stat(url), made.size().getAsLong(), to, "the source");
            return Proof.demanded(
                    run.options().verification(), new Verdict.Verified(Evidence.SIZE), to);
        }
        return Proof.demanded(
                run.options().verification(),
                new Verdict.Unverifiable("neither end tells length or digest"),
                to);
    }
}
