package transfer.planner;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** A job of the executable workflow. Its neighbours change while planning goes on. */
final class PlanNode {
    private final String name;
    private final Task task;
    private final String runsAt;
    private final String dataAt;
    private final Neighbours<PlanNode> parents = new Neighbours<>();
    private final Neighbours<PlanNode> children = new Neighbours<>();
    private int priority = -1;
    private int depth;
    private int waiting;
    private int number;

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

    /**
     * The sites that must keep their directories until it has run: more than one for some
     * transfers.
     */
    Set<String> readsAt() {
        if (is(Task.Transfer.Kind.STAGE_INTER)) {
            return ((Task.Transfer) task)
                    .entries().stream()
                            .map(entry -> entry.sources().getFirst().site())
                            .collect(Collectors.toCollection(LinkedHashSet::new));
        }
        return dataAt == null ? Set.of() : Set.of(dataAt);
    }

    Neighbours<PlanNode> parents() {
        return parents;
    }

    Neighbours<PlanNode> children() {
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

    /** Whether an edge leads from this one to the other. */
    boolean precedes(PlanNode child) {
        return Neighbours.areLinked(children, child, child.parents, this);
    }

    /** An edge from this one to another; a second one is none. */
    void precede(PlanNode child) {
        if (!precedes(child)) {
            children.add(child);
            child.parents.add(this);
        }
    }

    /** As {@link PlanGraph#measure} found it; the number of the roots as long as nobody counted. */
    int depth() {
        return depth;
    }

    void depth(int number) {
        depth = number;
    }

    /** Its place among all nodes of a plan, counted from 0; 0 as long as nobody counted. */
    int number() {
        return number;
    }

    void number(int place) {
        number = place;
    }

    /** Begins to count the parents that were seen on a walk through the graph. */
    void await() {
        waiting = parents.size();
    }

    /** One parent more was seen; says whether it was the last one. */
    boolean isLastAwaited() {
        return --waiting == 0;
    }

    @Override
    public String toString() {
        return name;
    }
}
