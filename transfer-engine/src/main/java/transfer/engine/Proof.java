package transfer.engine;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * Compares what passed with what others say of the file. Every method either finds evidence, finds
 * none, or throws {@link FailureKind#CHECKSUM_MISMATCH}.
 */
final class Proof {
    static final Set<DigestAlgorithm> SHA_256 = Set.of(DigestAlgorithm.SHA_256);

    private Proof() {}

    /**
     * The algorithms worth computing on the way: SHA-256 always, and what somebody can be compared
     * with.
     */
    static Set<DigestAlgorithm> algorithms(Optional<Checksum> expected, List<Checksum> told) {
        if (expected.isEmpty() && told.isEmpty()) {
            return SHA_256;
        }
        Set<DigestAlgorithm> algorithms = EnumSet.of(DigestAlgorithm.SHA_256);
        expected.ifPresent(checksum -> algorithms.add(checksum.algorithm()));
        if (told.stream().noneMatch(checksum -> checksum.algorithm().isTamperProof())) {
            told.stream().limit(1).forEach(checksum -> algorithms.add(checksum.algorithm()));
        }
        return algorithms;
    }

    static Checksum sha256(List<Checksum> computed) {
        for (Checksum checksum : computed) {
            if (checksum.algorithm() == DigestAlgorithm.SHA_256) {
                return checksum;
            }
        }
        throw new IllegalArgumentException("no SHA-256 was computed");
    }

    /** Compares with digests told by somebody; true when at least one could be compared. */
    static boolean agrees(
            List<Checksum> computed, List<Checksum> told, TransferUrl url, String teller)
            throws TransferException {
        boolean compared = false;
        for (Checksum other : told) {
            for (Checksum own : computed) {
                if (own.algorithm() == other.algorithm()) {
                    if (!own.equals(other)) {
                        throw failure(
                                FailureKind.CHECKSUM_MISMATCH,
                                url,
                                url
                                        + " is not the right content: "
                                        + teller
                                        + " is "
                                        + other
                                        + ", the bytes have "
                                        + own);
                    }
                    compared = true;
                }
            }
        }
        return compared;
    }

    /**
     * Compares a length with the one that was announced.
     *
     * @throws TransferException {@link FailureKind#TRUNCATED} when they differ
     */
    static void sameSize(FileStat announced, long actual, TransferUrl url, String teller)
            throws TransferException {
        if (announced.size().isPresent() && announced.size().getAsLong() != actual) {
            throw failure(
                    FailureKind.TRUNCATED,
                    url,
                    url
                            + " has "
                            + actual
                            + " bytes, but "
                            + teller
                            + " says "
                            + announced.size().getAsLong());
        }
    }

    /** What a run that demands proof says to evidence that is too weak. */
    static Verdict demanded(Verification verification, Verdict verdict, TransferUrl url)
            throws TransferException {
        if (verification != Verification.REQUIRE) {
            return verdict;
        }
        return switch (verdict) {
            case Verdict.Verified(var evidence) when evidence.provesContent() -> verdict;
            case Verdict.Verified(var evidence) ->
                    throw unproved(url, "only " + evidence.words() + " can be compared");
            case Verdict.Unverifiable(var reason) -> throw unproved(url, reason);
            case Verdict.Unchecked _ -> verdict;
        };
    }

    static TransferException unproved(TransferUrl url, String reason) {
        return failure(
                FailureKind.UNVERIFIABLE,
                url,
                url + " cannot be verified, and --verify require is in force: " + reason);
    }

    private static TransferException failure(FailureKind kind, TransferUrl url, String message) {
        return new TransferException(kind, url, message).during(Phase.VERIFY);
    }
}
