package transfer.cli;

import java.time.Duration;
import transfer.workflow.Job;
import transfer.workflow.WorkflowProgress;
import transfer.workflow.WorkflowRun;

/** Tells how far a workflow is: a line that counts, or one for every job. */
final class WorkflowNarrator implements WorkflowProgress, AutoCloseable {
    private final Session session;
    private final boolean tellsAll;
    private final boolean counts;
    private final int total;
    private int done;
    private int running;
    private int failed;

    /**
     * @param tellsAll whether there is a line for every job
     * @param counts whether there is one that is drawn over itself
     */
    WorkflowNarrator(Session session, boolean tellsAll, boolean counts, WorkflowRun run) {
        this.session = session;
        this.tellsAll = tellsAll;
        this.counts = counts;
        this.total = run.size();
        this.done = run.before();
    }

    @Override
    public synchronized void begun(Job job, int round) {
        running++;
        if (tellsAll) {
            tell("begins " + name(job) + (round > 1 ? ", round " + round : ""));
        }
        count();
    }

    @Override
    public synchronized void pausing(Job job, int failedRound, Duration pause, String reason) {
        running--;
        tell(
                name(job)
                        + " failed: "
                        + Log.oneLine(reason)
                        + "; round "
                        + (failedRound + 1)
                        + " follows in "
                        + DurationText.seconds(pause, 1)
                        + " s");
        count();
    }

    @Override
    public synchronized void done(Job job) {
        running--;
        done++;
        if (tellsAll) {
            tell("done " + name(job) + " (" + done + "/" + total + ")");
        }
        count();
    }

    @Override
    public synchronized void failed(Job job, String reason) {
        running--;
        failed++;
        tell(name(job) + " failed: " + Log.oneLine(reason));
        count();
    }

    @Override
    public synchronized void noted(String text) {
        tell(Log.oneLine(text));
    }

    private static String name(Job job) {
        return Log.oneLine(job.name());
    }

    private void tell(String text) {
        session.log().say(text);
    }

    private void count() {
        if (counts) {
            session.screen()
                    .status(
                            done
                                    + "/"
                                    + total
                                    + " jobs, "
                                    + running
                                    + " running"
                                    + (failed > 0 ? ", " + failed + " failed" : ""));
        }
    }

    /** Takes the counting line away. */
    @Override
    public synchronized void close() {
        session.screen().eraseStatus();
    }
}
