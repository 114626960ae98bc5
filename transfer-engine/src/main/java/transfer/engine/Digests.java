package transfer.engine;

import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/**
 * Running digests for the files of one run. The runtime looks for an algorithm among hundreds, by
 * name; for the one that every file needs that is done once. Safe for use by many threads.
 */
final class Digests {
    private static final Set<DigestAlgorithm> USUAL = Proof.SHA_256;

    /** Takes nothing in. */
    private final RunningDigest usual = new RunningDigest(USUAL);

    /** One over no bytes. */
    RunningDigest over(Set<DigestAlgorithm> algorithms) {
        return algorithms.equals(USUAL) ? usual.anew() : new RunningDigest(algorithms);
    }
}
