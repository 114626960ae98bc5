package transfer.protocol.s3;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import transfer.protocol.TransferException;

/**
 * Several parts under way at once, each brought by a thread of its own. The first failure ends what
 * goes on; those under way are left to end by themselves. Belongs to one thread.
 */
final class S3Couriers {
    private static final int MOST = 4;

    private final Semaphore free = new Semaphore(MOST);
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<S3Multipart.Held> brought = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Brings one part. */
    @FunctionalInterface
    interface Errand {
        S3Multipart.Held run() throws TransferException, InterruptedException;
    }

    /** Sends one off as soon as not too many are on their way; does what is to be done after it. */
    void send(Errand errand, Runnable afterwards) throws TransferException, InterruptedException {
        boolean begun = false;
        try {
            check();
            threads.removeIf(thread -> !thread.isAlive());
            Thread thread =
                    Thread.ofVirtual().name("part").unstarted(() -> run(errand, afterwards));
            free.acquire();
            threads.add(thread);
            thread.start();
            begun = true;
        } finally {
            if (!begun) {
                afterwards.run();
            }
        }
    }

    private void run(Errand errand, Runnable afterwards) {
        try {
            if (failure.get() == null) {
                brought.add(errand.run());
            }
        } catch (Throwable e) {
            // errors, too: whoever is not told of one makes the object without this part
            failure.compareAndSet(null, e);
        } finally {
            afterwards.run();
            free.release();
        }
    }

    /** Throws what has failed. */
    void check() throws TransferException {
        switch (failure.get()) {
            case null -> {}
            case TransferException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            // nobody but end() interrupts them
            case Throwable e -> throw new IllegalStateException("the parts are given up", e);
        }
    }

    /** How many bytes are there already. */
    long arrived() {
        return brought.stream().mapToLong(S3Multipart.Held::size).sum();
    }

    /** Waits for all of them; gives what they brought, by number. */
    List<S3Multipart.Held> finish() throws TransferException, InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        check();
        return brought.stream().sorted(Comparator.comparingInt(S3Multipart.Held::number)).toList();
    }

    /**
     * Ends those that are under way, and waits until they have ended.
     *
     * @param patience how long they may go on by themselves, all together, unless one has failed
     */
    void end(Duration patience) {
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + patience.toNanos();
        for (Thread thread : threads) {
            interrupted |= !ends(thread, until);
        }
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                interrupted |= !ends(thread, Long.MAX_VALUE);
            }
        }
        threads.clear();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for its end, or for this time; false when interrupted meanwhile. */
    private boolean ends(Thread thread, long until) {
        try {
            if (until == Long.MAX_VALUE) {
                thread.join();
            } else if (failure.get() == null) {
                thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
            }
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
