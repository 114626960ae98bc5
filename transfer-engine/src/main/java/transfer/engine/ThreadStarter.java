package transfer.engine;

/** How a thread is started, which the system may refuse with an {@link OutOfMemoryError}. */
@FunctionalInterface
interface ThreadStarter {
    Thread start(Thread.Builder builder, Runnable work);
}
