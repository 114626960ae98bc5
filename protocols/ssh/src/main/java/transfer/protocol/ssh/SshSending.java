package transfer.protocol.ssh;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether JSch is still sending what it read last from us: it comes back for more when it is done.
 * Safe for use by many threads.
 */
final class SshSending {
    private final ReentrantLock lock;
    private final Condition ended;
    private boolean underWay;

    /**
     * @param lock of what JSch reads from
     */
    SshSending(ReentrantLock lock) {
        this.lock = lock;
        this.ended = lock.newCondition();
    }

    /** JSch goes away with something. */
    void begin() {
        lock.lock();
        try {
            underWay = true;
        } finally {
            lock.unlock();
        }
    }

    /** JSch is back. */
    void end() {
        lock.lock();
        try {
            underWay = false;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until what was read has been sent, but not longer than so many nanoseconds. */
    void await(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (underWay && left > 0) {
                left = ended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
