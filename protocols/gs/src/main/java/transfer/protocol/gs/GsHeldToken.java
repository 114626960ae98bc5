package transfer.protocol.gs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import transfer.credentials.Secret;
import transfer.protocol.TransferException;

/** A token that is got anew before it expires, by one thread for all. */
final class GsHeldToken {
    /** What a request under way may take until the store looks at its token. */
    private static final Duration EARLY = Duration.ofMinutes(3);

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Issued> issued = Optional.empty();

    /**
     * @param expires when it is worth nothing any more
     */
    record Issued(Secret token, Instant expires) {}

    /** Gets a token. */
    @FunctionalInterface
    interface Issuer {
        Issued issue() throws TransferException, InterruptedException;
    }

    GsHeldToken(InstantSource clock) {
        this.clock = clock;
    }

    Secret get(Issuer issuer) throws TransferException, InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean good =
                    issued.isPresent()
                            && clock.instant().isBefore(issued.get().expires().minus(EARLY));
            if (!good) {
                issued = Optional.of(issuer.issue());
            }
            return issued.get().token();
        } finally {
            lock.unlock();
        }
    }

    /** Others may have got a new one meanwhile, which stays. */
    void forget(Secret refused) {
        lock.lock();
        try {
            issued = issued.filter(held -> !held.token().equals(refused));
        } finally {
            lock.unlock();
        }
    }
}
