package transfer.workflow;

import java.time.Duration;

/**
 * Told what happens while a workflow runs. Called by many threads at once; must be quick and must
 * not throw.
 */
public interface WorkflowProgress {
    /**
     * A job begins.
     *
     * @param round from 1
     */
    default void begun(Job job, int round) {}

    /** A job has failed and will be tried again. */
    default void pausing(Job job, int failedRound, Duration pause, String reason) {}

    default void done(Job job) {}

    /** A job has failed for the last time. */
    default void failed(Job job, String reason) {}

    /** Something that the user should know of. */
    default void noted(String text) {}
}
