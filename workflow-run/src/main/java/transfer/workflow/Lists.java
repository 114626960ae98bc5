package transfer.workflow;

/** Does lists of transfers. Called by many threads at once. */
@FunctionalInterface
public interface Lists {
    /**
     * Does a list from its beginning, and returns when everything in it is done.
     *
     * @param job of the kind {@link Job.Kind#LIST}
     * @throws InterruptedException when the calling thread is interrupted, which ends the list
     *     early
     */
    void run(Job job) throws JobFailure, InterruptedException;
}
