package transfer.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;

/**
 * One try of one hop.
 *
 * @param number from 1, over all hops and sources of the item
 * @param provenance which way the bytes, or the refusal, came
 * @param bytes how many passed
 * @param firstByte how long until the first one; empty when none came
 * @param failure what went wrong; empty when nothing did
 */
public record Attempt(
        int number,
        Place source,
        Place destination,
        Provenance provenance,
        Instant started,
        Duration duration,
        Optional<Duration> firstByte,
        long bytes,
        Optional<Reason> failure) {

    /**
     * Why an attempt, or a whole item, failed.
     *
     * @param phase where in the work, where that is known
     * @param status what the server answered, in its protocol's numbers
     * @param errno the name of the exact reason, see {@link TransferException#withErrno}
     * @param retryAfter the pause that the server asked for
     */
    public record Reason(
            FailureKind kind,
            String message,
            Optional<Phase> phase,
            OptionalInt status,
            Optional<String> errno,
            Optional<Duration> retryAfter) {

        /** A reason of our own, of which no more is known. */
        public Reason(FailureKind kind, String message) {
            this(
                    kind,
                    message,
                    Optional.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty());
        }

        static Reason of(TransferException failure) {
            return new Reason(
                    failure.kind(),
                    failure.getMessage(),
                    failure.phase(),
                    failure.status(),
                    failure.errno(),
                    failure.notBefore());
        }
    }

    public boolean succeeded() {
        return failure.isEmpty();
    }
}
