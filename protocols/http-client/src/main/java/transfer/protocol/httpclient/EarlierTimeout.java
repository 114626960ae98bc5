package transfer.protocol.httpclient;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okio.AsyncTimeout;

/**
 * A time limit that is always due before those of reading and writing.
 *
 * <p>The library sets a limit for every 8 KiB it reads and wakes its watching thread whenever the
 * new one is the next to be due, which it is if there is no other. With this one before them the
 * thread sleeps on. A limit that comes to be due before this one is due again is the next in turn
 * by then, so all are kept as exactly as without. Safe for use by many threads.
 */
final class EarlierTimeout extends AsyncTimeout implements AutoCloseable {
    private boolean closed;

    private EarlierTimeout(Duration period) {
        timeout(period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * One that is set until it is closed.
     *
     * @param period after which it is due, and begins again; above zero
     */
    static EarlierTimeout begin(Duration period) {
        EarlierTimeout begun = new EarlierTimeout(period);
        begun.enter();
        return begun;
    }

    /** Called by the watching thread, which an exception would end for all time limits. */
    @Override
    protected synchronized void timedOut() {
        if (!closed) {
            exit();
            enter();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            exit();
        }
    }
}
