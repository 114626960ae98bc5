package transfer.workflow;

import java.util.List;

/**
 * How a run of a workflow ended.
 *
 * @param jobs of the workflow
 * @param before that an earlier run had done
 * @param done by this run
 * @param failed in the order in which they failed
 * @param cancelled whether it was ended from outside
 */
public record WorkflowEnd(
        int jobs, int before, int done, List<FailedJob> failed, boolean cancelled) {
    public WorkflowEnd {
        failed = List.copyOf(failed);
    }

    /** Whether everything is done now. */
    public boolean isComplete() {
        return before + done == jobs;
    }

    /** The jobs that nobody tried, or that were ended before their time. */
    public int left() {
        return jobs - before - done - failed.size();
    }

    /**
     * A job that did not get done after all its tries.
     *
     * @param reason in one line
     * @param lastWords the last lines of what it said, without what could move a cursor; may be
     *     empty
     */
    public record FailedJob(Job job, int rounds, String reason, List<String> lastWords) {
        public FailedJob {
            lastWords = List.copyOf(lastWords);
        }
    }
}
