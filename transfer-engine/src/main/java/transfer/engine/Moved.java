package transfer.engine;

import java.util.Optional;
import java.util.OptionalInt;
import transfer.checksum.Checksum;

/**
 * What a hop moved.
 *
 * @param bytes size of the file
 * @param sha256 of its bytes, if they passed through us or were read for it
 * @param mode permission bits of the source, where known
 * @param note something the user should know; may be empty
 */
record Moved(
        Verdict verdict, long bytes, Optional<Checksum> sha256, OptionalInt mode, String note) {

    /** Only a name changed. */
    static Moved nameOnly(Verdict verdict, Optional<Checksum> sha256, String note) {
        return new Moved(verdict, 0, sha256, OptionalInt.empty(), note);
    }
}
