package transfer.workflow;

import java.util.ArrayList;
import java.util.List;

/** A job among its neighbours, while a run goes on. Guarded by the run's lock. */
final class JobNode {
    private final Job job;
    private final int rank;
    private final List<JobNode> children = new ArrayList<>(2);
    private int waitsFor;
    private boolean begun;
    private boolean mayGoOn;

    /**
     * @param rank its place in the plan
     */
    JobNode(Job job, int rank) {
        this.job = job;
        this.rank = rank;
    }

    Job job() {
        return job;
    }

    int rank() {
        return rank;
    }

    List<JobNode> children() {
        return children;
    }

    void waitFor(JobNode parent) {
        parent.children.add(this);
        waitsFor++;
    }

    boolean isReady() {
        return waitsFor == 0;
    }

    /** One of those that it waits for is done; returns whether it was the last. */
    boolean release() {
        waitsFor--;
        return waitsFor == 0;
    }

    /**
     * It has a place: for the first time, or again after a pause. Returns whether it is the first.
     */
    boolean place() {
        boolean first = !begun;
        begun = true;
        mayGoOn = !first;
        return first;
    }

    /** Whether a place was given to it again, which this takes note of. */
    boolean goesOn() {
        boolean may = mayGoOn;
        mayGoOn = false;
        return may;
    }
}
