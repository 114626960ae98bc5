package transfer.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Place;

/**
 * One try of one hop.
 *
 * @param number from 1, over all hops and sources of the item
 * @param address host and port that answered, where known
 * @param bytes how many passed
 * @param firstByte how long until the first one; empty when none came
 * @param failure what went wrong; empty when nothing did
 */
public record Attempt(
        int number,
        Place source,
        Place destination,
        Optional<String> address,
        Instant started,
        Duration duration,
        Optional<Duration> firstByte,
        long bytes,
        Optional<Reason> failure) {

    /** Why an attempt failed. */
    public record Reason(FailureKind kind, String message) {}

    public boolean succeeded() {
        return failure.isEmpty();
    }
}
