package transfer.planner;

import java.util.LinkedHashSet;
import java.util.List;

/**
 * What is to be said of a workflow and its catalogs before it is planned, each thing once.
 *
 * @param errors because of which there would be no plan
 * @param warnings of what is planned all the same, and may not be what was meant
 */
public record Findings(List<Defect> errors, List<Defect> warnings) {
    public Findings {
        errors = List.copyOf(new LinkedHashSet<>(errors));
        warnings = List.copyOf(new LinkedHashSet<>(warnings));
    }
}
