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

    /**
     * The token that there is, or another one when its end is near; where that is not to be had
     * now, the first one to its end.
     */
    Secret get(Issuer issuer) throws TransferException, InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!isGoodFor(EARLY)) {
                issued = Optional.of(issuer.issue());
            }
            return issued.get().token();
        } catch (TransferException e) {
            if (isGoodFor(Duration.ZERO)) {
                return issued.get().token();
            }
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private boolean isGoodFor(Duration longer) {
        return issued.isPresent() && clock.instant().isBefore(issued.get().expires().minus(longer));
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
