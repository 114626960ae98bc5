package transfer.engine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import transfer.engine.CopyRefusals.Pair;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/**
 * Which copies between servers an item may still try. Whoever cannot copy is not asked again, and
 * who fails twice is passed by: the bytes then go the next way there is. Belongs to one thread.
 */
final class CopyWays {
    /** After so many failures of one server the others are tried. */
    private static final int PATIENCE = 2;

    private final CopyRefusals refusals;
    private final Map<Pair, Integer> failures = new HashMap<>();
    private final Set<Pair> closed = new HashSet<>();
    private final Set<Pair> suspects = new HashSet<>();

    CopyWays(CopyRefusals refusals) {
        this.refusals = refusals;
    }

    boolean isOpen(Hop.Direct hop) {
        Pair pair = Pair.of(hop);
        return !closed.contains(pair) && !refusals.contains(pair);
    }

    /** Whether a server only said that it does not copy, which is no attempt to move anything. */
    static boolean isRefusal(Hop hop, TransferException failure) {
        return hop instanceof Hop.Direct direct
                && !direct.isLocal()
                && failure.kind() == FailureKind.UNSUPPORTED;
    }

    /** Whether what failed leaves something to try in another way, and at once. */
    boolean isClosedBy(Hop.Direct hop, TransferException failure) {
        if (hop.isLocal()) {
            return false;
        }
        Pair pair = Pair.of(hop);
        boolean closes =
                switch (failure.kind()) {
                    case UNSUPPORTED -> true;
                    // which may be what one server says of another, and not of us
                    case ACCESS_DENIED, BAD_CREDENTIALS, UNTRUSTED -> suspects.add(pair);
                    default ->
                            failure.kind().isPassing()
                                    && failures.merge(pair, 1, Integer::sum) >= PATIENCE;
                };
        if (closes) {
            closed.add(pair);
        }
        return closes;
    }

    /** The bytes came another way: so it was not the file, nor our right to it. */
    void arrivedOtherwise() {
        suspects.forEach(refusals::add);
    }
}
