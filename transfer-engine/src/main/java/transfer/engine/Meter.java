package transfer.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Clock and counter of one attempt. Belongs to one thread. */
final class Meter {
    private final Instant started = Instant.now();
    private final long startNanos = System.nanoTime();
    private long firstByteNanos = -1;
    private long bytes;
    private Provenance provenance = Provenance.UNKNOWN;
    private final LongConsumer flow;

    Meter() {
        this(_ -> {});
    }

    /**
     * @param flow told of bytes as they pass
     */
    Meter(LongConsumer flow) {
        this.flow = flow;
    }

    void answeredBy(Provenance way) {
        provenance = way;
    }

    void firstByte() {
        if (firstByteNanos < 0) {
            firstByteNanos = System.nanoTime() - startNanos;
        }
    }

    void passed(long count) {
        bytes += count;
        flow.accept(count);
    }

    /** Counts bytes that another one was told of as they passed. */
    void add(long count) {
        bytes += count;
    }

    /** By the clock of {@link System#nanoTime}. */
    long startNanos() {
        return startNanos;
    }

    long bytes() {
        return bytes;
    }

    /** The failure with the phase that it must have happened in if nobody said one. */
    TransferException placed(TransferException failure) {
        TransferUrl at = failure.url();
        if (at != null && at.isLocal()) {
            return failure.orDuring(Phase.LOCAL);
        }
        return failure.orDuring(firstByteNanos < 0 ? Phase.REQUEST : Phase.BODY);
    }

    /** The failed answer's way counts for more than that of the one before it. */
    private Provenance way(Optional<TransferException> failure) {
        return failure.map(TransferException::provenance)
                .filter(way -> !way.equals(Provenance.UNKNOWN))
                .orElse(provenance);
    }

    Attempt attempt(
            int number, Place source, Place destination, Optional<TransferException> failure) {
        return new Attempt(
                number,
                source,
                destination,
                way(failure),
                started,
                Duration.ofNanos(System.nanoTime() - startNanos),
                firstByteNanos < 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(firstByteNanos)),
                bytes,
                failure.map(Attempt.Reason::of),
                Optional.empty());
    }
}
