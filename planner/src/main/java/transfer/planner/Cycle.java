package transfer.planner;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Jobs that wait for each other. */
final class Cycle {
    private static final int MOST_NAMES = 12;

    private Cycle() {}

    /**
     * Names the jobs of one cycle.
     *
     * @param stuck jobs each of which has a parent among them
     */
    static Defect of(Set<Job> stuck, String file) {
        Job job = stuck.iterator().next();
        Set<Job> path = new LinkedHashSet<>();
        while (path.add(job)) {
            job = job.parents().stream().filter(stuck::contains).findFirst().orElseThrow();
        }
        List<String> names = new ArrayList<>();
        boolean inside = false;
        for (Job each : path) {
            inside |= each == job;
            if (inside) {
                names.addFirst(each.id());
            }
        }
        names.add(names.getFirst());
        String words =
                names.size() <= MOST_NAMES
                        ? String.join(" -> ", names)
                        : String.join(" -> ", names.subList(0, MOST_NAMES))
                                + " -> ... ("
                                + (names.size() - 1)
                                + " jobs)";
        return new Defect(
                file, job.line(), "jobDependencies", "jobs wait for each other: " + words);
    }
}
