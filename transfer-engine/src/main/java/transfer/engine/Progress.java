package transfer.engine;

import java.time.Duration;

/**
 * Told what happens while it happens. Called by many threads at once; must be quick and must not
 * throw.
 */
public interface Progress {
    /** Hears nothing. */
    Progress SILENT = new Progress() {};

    /** An item leaves the queue. */
    default void started(WorkItem item) {}

    /** Bytes of some transfer have passed. */
    default void advanced(long bytes) {}

    /** A try of a hop has ended, well or not. */
    default void attempted(WorkItem item, Attempt attempt) {}

    /** Something that does no harm, but that the user should know of: one line. */
    default void noted(WorkItem item, String text) {}

    /** Why something is done as it is: one line, for who looks into it. */
    default void explained(String text) {}

    /** An item waits before its next round. */
    default void pausing(WorkItem item, int failedRound, Duration pause) {}

    /** A server is given up: nothing more will be tried there. */
    default void gaveUp(String server, String reason) {}

    /** An item has its outcome. */
    default void finished(TransferOutcome outcome) {}
}
