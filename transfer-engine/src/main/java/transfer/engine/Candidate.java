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
 */
record Candidate(Place place, Optional<Checksum> expected, OptionalInt mode) {
    /** What is made of a copy whose source told no permission bits; the umask narrows it still. */
    private static final int ORDINARY = 0644;

    /** A place that the list names. */
    static Candidate listed(Place place, Optional<Checksum> expected) {
        return new Candidate(place, expected, OptionalInt.empty());
    }

    /** A copy that this run made of a source with these permission bits. */
    static Candidate copy(Place place, Optional<Checksum> sha256, OptionalInt mode) {
        return new Candidate(place, sha256, OptionalInt.of(mode.orElse(ORDINARY)));
    }

    /** The same for an item that may expect a digest of its own, which then is the one to have. */
    Candidate expecting(Optional<Checksum> own) {
        return own.isPresent() ? new Candidate(place, own, mode) : this;
    }

    /**
     * Whether this run made it. Then it may only be read: a link to it would be left dangling, and
     * a move would take it from its owner.
     */
    boolean isOurs() {
        return mode.isPresent();
    }
}
