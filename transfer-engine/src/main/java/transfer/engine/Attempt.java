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
 * @param damage how the bytes differed from the right ones, where a later attempt brought those
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
        Optional<Reason> failure,
        Optional<Difference> damage) {

    /**
     * How wrong bytes differ from the right ones.
     *
     * @param shape what the damage looks like
     * @param first offset of the first wrong byte
     * @param last offset of the last wrong byte
     * @param bytes how many are wrong, missing or too many
     */
    public record Difference(Shape shape, long first, long last, long bytes) {
        /** What damage looks like. */
        public enum Shape {
            /** The right bytes, but not all of them. */
            TRUNCATED,
            ONE_BIT,
            /** Nearly every byte from the first wrong one to the last. */
            REGION,
            /** Neighbouring 16-bit words in each other's place, which no checksum of TCP shows. */
            SWAPPED_WORDS,
            /** A page of a web server instead of the file. */
            WEB_PAGE,
            /** Zeros where something else should be. */
            ZEROS,
            OTHER
        }

        /** In words, for people. */
        String words() {
            return bytes + " wrong bytes between " + first + " and " + last;
        }
    }

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

    /** The same attempt, now that it is known what it did to the bytes. */
    Attempt withDamage(Difference difference) {
        return new Attempt(
                number,
                source,
                destination,
                provenance,
                started,
                duration,
                firstByte,
                bytes,
                failure,
                Optional.of(difference));
    }

    public boolean succeeded() {
        return failure.isEmpty();
    }
}
