package transfer.planner;

import java.util.ArrayList;
import java.util.List;

/** A job of the executable workflow. Its neighbours change while planning goes on. */
final class PlanNode {
    private final String name;
    private final Task task;
    private final String runsAt;
    private final String dataAt;
    private final List<PlanNode> parents = new ArrayList<>(2);
    private final List<PlanNode> children = new ArrayList<>(2);
    private int priority = -1;

    /**
     * @param runsAt the site where it runs
     * @param dataAt the site whose directory it works in; null when it needs none
     */
    PlanNode(String name, Task task, String runsAt, String dataAt) {
        this.name = name;
        this.task = task;
        this.runsAt = runsAt;
        this.dataAt = dataAt;
    }

    String name() {
        return name;
    }

    Task task() {
        return task;
    }

    String runsAt() {
        return runsAt;
    }

    String dataAt() {
        return dataAt;
    }

    List<PlanNode> parents() {
        return parents;
    }

    List<PlanNode> children() {
        return children;
    }

    /** Higher runs first; -1 as long as nobody decided. */
    int priority() {
        return priority;
    }

    void priority(int number) {
        priority = number;
    }

    boolean isCompute() {
        return task instanceof Task.Compute;
    }

    boolean is(Task.Transfer.Kind kind) {
        return task instanceof Task.Transfer transfer && transfer.kind() == kind;
    }

    /** An edge from this one to another; a second one is none. */
    void precede(PlanNode child) {
        boolean known =
                children.size() <= child.parents.size()
                        ? children.contains(child)
                        : child.parents.contains(this);
        if (!known) {
            children.add(child);
            child.parents.add(this);
        }
    }

    /** Takes an edge away, if there is one. */
    void release(PlanNode child) {
        if (children.remove(child)) {
            child.parents.remove(this);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
