package transfer.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGINT, SIGTERM and SIGHUP into the interrupt that cancels the engine, lets the program
 * clean up and report, and then ends the process with the code meant for that.
 *
 * <p>The runtime answers such a signal by running its shutdown hooks; one of ours interrupts the
 * thread that works and waits for it, but not for ever.
 */
final class Cancellation {
    /** Batch systems kill for good some seconds after SIGTERM; Slurm's default is 30. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CountDownLatch ended = new CountDownLatch(1);
    private Thread worker;
    private boolean working;
    private boolean requested;
    private volatile int exitCode;

    /** A program that can be cancelled while it does its {@link #during} part. */
    @FunctionalInterface
    interface Program {
        /** Returns the exit code. */
        int run(Cancellation cancellation);
    }

    /** Work that ends early when its thread is interrupted. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Runs the program and ends the process with its exit code, or with {@code codeWhenCancelled}
     * when a signal came and the program does not end in time.
     *
     * <p>Halts instead of exiting: the runtime looks for a logger before every exit, which takes
     * longer than all that a small command does, and ours is the only hook.
     */
    static void endAfter(int codeWhenCancelled, Program program) {
        Cancellation cancellation = new Cancellation();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> cancellation.endProcess(codeWhenCancelled), "cancellation"));
        cancellation.exitCode = program.run(cancellation);
        cancellation.ended.countDown();
        Runtime.getRuntime().halt(cancellation.exitCode);
    }

    private void endProcess(int codeWhenCancelled) {
        boolean reported = request() && awaitEnd();
        Runtime.getRuntime().halt(reported ? exitCode : codeWhenCancelled);
    }

    /**
     * Cancels the work, if there is any; what comes after it, such as the report, is let be.
     *
     * @return whether the program has to be waited for
     */
    synchronized boolean request() {
        requested = true;
        if (working) {
            worker.interrupt();
        }
        return worker != null;
    }

    private boolean awaitEnd() {
        try {
            if (ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            System.err.println("transfer: not everything could be cleaned up in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /**
     * Does the work that a signal is to cancel, on the calling thread. When it returns after a
     * signal, the caller reports and returns as ever; the thread is not interrupted any more.
     */
    <T, E extends Exception> T during(Work<T, E> work) throws E {
        begin();
        try {
            return work.run();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        worker = Thread.currentThread();
        working = true;
        if (requested) {
            worker.interrupt();
        }
    }

    private synchronized void end() {
        working = false;
        Thread.interrupted();
    }

    /** Whether a signal has come. */
    synchronized boolean isRequested() {
        return requested;
    }
}
