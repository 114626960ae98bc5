package transfer.planner;

import java.util.ArrayList;
import java.util.List;

/**
 * All that knows where files are, in the order in which it is asked: the first that knows a file
 * decides.
 */
final class ReplicaSources {
    private final List<Step> steps = new ArrayList<>();

    private record Step(ReplicaCatalog catalog, boolean goesOn) {}

    /**
     * Adds one behind those that are there.
     *
     * @param isMerged whether what it knows is put together with what the next ones know
     */
    void add(ReplicaCatalog catalog, boolean isMerged) {
        steps.add(new Step(catalog, isMerged));
    }

    ReplicaCatalog.Known find(String lfn) {
        ReplicaCatalog.Known known = ReplicaCatalog.Known.NOTHING;
        for (Step step : steps) {
            ReplicaCatalog.Known here = step.catalog.find(lfn);
            known = known.and(here);
            if (!here.replicas().isEmpty() && !step.goesOn) {
                break;
            }
        }
        return known;
    }

    boolean knows(String lfn) {
        return !find(lfn).replicas().isEmpty();
    }
}
