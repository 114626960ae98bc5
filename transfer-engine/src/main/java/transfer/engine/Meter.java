package transfer.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import transfer.protocol.Place;
import transfer.protocol.TransferException;

/** Clock and counter of one attempt. Belongs to one thread. */
final class Meter {
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private long firstByteNanos = -1;
    private long bytes;
    private Optional<String> address = Optional.empty();

    void answeredBy(Optional<String> newAddress) {
        address = newAddress;
    }

    void firstByte() {
        if (firstByteNanos < 0) {
            firstByteNanos = System.nanoTime() - startNanos;
        }
    }

    void passed(long count) {
        bytes += count;
    }

    long bytes() {
        return bytes;
    }

    Attempt attempt(int number, Place source, Place destination, Optional<Attempt.Reason> failure) {
        return new Attempt(
                number,
                source,
                destination,
                address,
                started,
                Duration.ofNanos(System.nanoTime() - startNanos),
                firstByteNanos < 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(firstByteNanos)),
                bytes,
                failure);
    }

    static Attempt.Reason reason(TransferException failure) {
        return new Attempt.Reason(failure.kind(), failure.getMessage());
    }
}
