package transfer.engine;

import java.util.Optional;
import java.util.OptionalInt;
import transfer.checksum.Checksum;
import transfer.protocol.Place;

/**
 * A place that a file may be had from.
 *
 * @param expected the digest it must have there; differs between candidates where one is a copy
 *     that this run made
 * @param mode permission bits of what is made of it; present only for a copy that this run made,
 *     whose own bits are not the source's
 * @param proof how sure it is that the copy of this run is what the source has; empty where the
 *     digest that is expected comes from the list
 */
record Candidate(
        Place place, Optional<Checksum> expected, OptionalInt mode, Optional<Verdict> proof) {
    /** What is made of a copy whose source told no permission bits; the umask narrows it still. */
    private static final int ORDINARY = 0644;

    /** A place that the list names. */
    static Candidate listed(Place place, Optional<Checksum> expected) {
        return new Candidate(place, expected, OptionalInt.empty(), Optional.empty());
    }

    /** A copy that this run made of a source. */
    static Candidate copy(Place place, Moved made) {
        OptionalInt bits = OptionalInt.of(made.mode().orElse(ORDINARY));
        return new Candidate(place, made.sha256(), bits, Optional.of(made.verdict()));
    }

    /** The same for an item that may expect a digest of its own, which then is the one to have. */
    Candidate expecting(Optional<Checksum> own) {
        return own.isPresent() ? new Candidate(place, own, mode, Optional.empty()) : this;
    }

    /**
     * Whether this run made it. Then it may only be read: a link to it would be left dangling, and
     * a move would take it from its owner.
     */
    boolean isOurs() {
        return mode.isPresent();
    }

    /**
     * How sure it is that what was made of this is right: a copy of a copy is no surer than the
     * first one.
     */
    Verdict limit(Verdict made) {
        if (proof.isEmpty()) {
            return made;
        }
        return switch (made) {
            // the digest is the one that we computed ourselves
            case Verdict.Verified(var evidence) when evidence == Evidence.EXPECTED_CHECKSUM ->
                    proof.get();
            case Verdict.Verified(var evidence) when evidence.provesContent() ->
                    provesContent(proof.get()) ? made : proof.get();
            default -> made;
        };
    }

    private static boolean provesContent(Verdict verdict) {
        return verdict instanceof Verdict.Verified(var evidence) && evidence.provesContent();
    }
}
