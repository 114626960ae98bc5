package transfer.retry;

import java.time.Duration;

/** How to let time pass, so that tests need not. */
@FunctionalInterface
public interface Sleeper {
    /** Really waits. */
    Sleeper REAL = Thread::sleep;

    /**
     * @throws InterruptedException when the thread is interrupted before or while it waits
     */
    void sleep(Duration duration) throws InterruptedException;
}
