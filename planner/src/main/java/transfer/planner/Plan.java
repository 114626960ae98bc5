package transfer.planner;

import java.util.Collection;
import java.util.List;

/** An executable workflow: jobs in an order in which they could run one after the other. */
public final class Plan {
    private final Workflow workflow;
    private final PlanInputs inputs;
    private final PlanGraph graph;
    private final DataPlaces places;
    private final WorkDirectories directories;

    Plan(
            Workflow workflow,
            PlanInputs inputs,
            PlanGraph graph,
            DataPlaces places,
            WorkDirectories directories) {
        this.workflow = workflow;
        this.inputs = inputs;
        this.graph = graph;
        this.places = places;
        this.directories = directories;
    }

    /** The number of all jobs. */
    public int size() {
        return graph.nodes().size();
    }

    Workflow workflow() {
        return workflow;
    }

    PlanInputs inputs() {
        return inputs;
    }

    Collection<PlanNode> nodes() {
        return graph.nodes();
    }

    PlanNode node(String name) {
        return graph.node(name);
    }

    List<PlanNode> inOrder() {
        return graph.measured();
    }

    Collection<DataPlaces.Line> cache() {
        return places.cache();
    }

    DataPlaces places() {
        return places;
    }

    WorkDirectories directories() {
        return directories;
    }
}
