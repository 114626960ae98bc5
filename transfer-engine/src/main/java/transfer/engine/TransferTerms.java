package transfer.engine;

import java.util.Optional;
import transfer.checksum.Checksum;

/**
 * What an item says about its transfer besides the places.
 *
 * @param lfn the logical name under which checksums are known; empty when there is none
 * @param linkage {@code input}, {@code output}, {@code inout}, {@code none} or {@code unknown}:
 *     labels metrics only
 * @param generateChecksum whether a record of the file's SHA-256 is wanted
 * @param verifyStored whether the stored file is to be proved by a digest, by reading it back if
 *     need be
 * @param sourceMustExist whether a link to a missing source is refused
 * @param expected the digest that the file must have, from wherever it is known
 */
public record TransferTerms(
        String lfn,
        String linkage,
        boolean generateChecksum,
        boolean verifyStored,
        boolean sourceMustExist,
        Optional<Checksum> expected) {

    /** No name, no wishes; links to missing sources are refused. */
    public static final TransferTerms PLAIN =
            new TransferTerms("", "unknown", false, false, true, Optional.empty());

    public TransferTerms withExpected(Optional<Checksum> newExpected) {
        return new TransferTerms(
                lfn, linkage, generateChecksum, verifyStored, sourceMustExist, newExpected);
    }
}
