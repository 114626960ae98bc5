package transfer.planner;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What was given cannot be planned. Carries everything that is wrong with it, at least one thing.
 */
public final class PlanningException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Defect> defects;

    PlanningException(List<Defect> defects) {
        super(defects.stream().map(Defect::toString).collect(Collectors.joining("\n")));
        this.defects = List.copyOf(defects);
    }

    PlanningException(Defect defect) {
        this(List.of(defect));
    }

    public List<Defect> defects() {
        return defects;
    }
}
