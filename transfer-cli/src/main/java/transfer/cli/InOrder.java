package transfer.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Does the same with many things, several at once, and hands the results over in the order of the
 * things. Results that wait for their turn are bounded, so that memory does not grow with the list.
 */
final class InOrder {
    /** More would seldom be served faster by a disk, and a job may have been given one core. */
    private static final int MOST_AT_ONCE = 8;

    private static final int MOST_AHEAD = 256;

    private final int atOnce;

    InOrder(int atOnce) {
        this.atOnce = atOnce;
    }

    /** One at a time for each core, up to eight. */
    static InOrder onAllCores() {
        return new InOrder(Math.min(MOST_AT_ONCE, Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Returns when all is done and handed over.
     *
     * @param work done on any thread; it is interrupted when the calling thread is, or when it
     *     throws for another thing, which is then thrown here
     * @param taker called on the calling thread
     */
    <T, R> void each(List<T> things, Function<T, R> work, BiConsumer<T, R> taker)
            throws InterruptedException {
        if (atOnce == 1 || things.size() == 1) {
            for (T thing : things) {
                R result = work.apply(thing);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                taker.accept(thing, result);
            }
            return;
        }
        int threads = Math.max(1, Math.min(atOnce, things.size()));
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                each(pool, things, work, taker);
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private static <T, R> void each(
            ExecutorService pool, List<T> things, Function<T, R> work, BiConsumer<T, R> taker)
            throws InterruptedException {
        Deque<Future<R>> ahead = new ArrayDeque<>();
        int begun = 0;
        for (T thing : things) {
            while (begun < things.size() && ahead.size() < MOST_AHEAD) {
                T next = things.get(begun++);
                ahead.add(pool.submit(() -> work.apply(next)));
            }
            taker.accept(thing, result(ahead.remove()));
        }
    }

    private static <R> R result(Future<R> future) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(); // the next result may be there already
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the work failed", e.getCause());
        }
    }
}
