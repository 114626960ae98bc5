package transfer.engine;

import java.util.Optional;
import java.util.OptionalInt;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/**
 * What a hop moved.
 *
 * @param bytes size of the file
 * @param sha256 of its bytes, if they passed through us or were read for it; a digest by another
 *     algorithm is left out
 * @param mode permission bits of the source, where known
 * @param note something the user should know; may be empty
 */
record Moved(
        Verdict verdict, long bytes, Optional<Checksum> sha256, OptionalInt mode, String note) {

    Moved {
        // of what is linked or moved another digest may have been compared
        sha256 = sha256.filter(digest -> digest.algorithm() == DigestAlgorithm.SHA_256);
    }

    /** Only a name changed. */
    static Moved nameOnly(Verdict verdict, Optional<Checksum> sha256, String note) {
        return new Moved(verdict, 0, sha256, OptionalInt.empty(), note);
    }

    Moved withVerdict(Verdict other) {
        return new Moved(other, bytes, sha256, mode, note);
    }
}
