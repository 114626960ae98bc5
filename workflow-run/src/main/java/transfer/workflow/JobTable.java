package transfer.workflow;

import java.util.List;
import java.util.Map;

/**
 * The jobs of a workflow.
 *
 * @param label of the workflow
 * @param limits how many jobs of a category run at once
 * @param jobs parents before their children
 */
record JobTable(String label, Map<String, Integer> limits, List<Job> jobs) {
    JobTable {
        limits = Map.copyOf(limits);
        jobs = List.copyOf(jobs);
    }
}
