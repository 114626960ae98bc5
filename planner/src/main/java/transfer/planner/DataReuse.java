package transfer.planner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the jobs that need not run because what they make exists. */
final class DataReuse {
    private enum Scope {
        FULL,
        PARTIAL,
        NONE
    }

    private final PlanInputs inputs;
    private final FileUsers users;
    private final Scope scope;

    DataReuse(PlanInputs inputs, FileUsers users) {
        this.inputs = inputs;
        this.users = users;
        String word = inputs.properties().get("pegasus.data.reuse.scope", "full");
        this.scope =
                inputs.request().force()
                        ? Scope.NONE
                        : switch (word) {
                            case "full" -> Scope.FULL;
                            case "partial" -> Scope.PARTIAL;
                            case "none" -> Scope.NONE;
                            default -> {
                                inputs.properties()
                                        .defect(
                                                "pegasus.data.reuse.scope",
                                                "must be full, partial or none, not '"
                                                        + word
                                                        + "'");
                                yield Scope.NONE;
                            }
                        };
    }

    /**
     * The superfluous jobs, in the order of the levels. They stay in the workflow until somebody
     * removes them.
     */
    List<Job> superfluous(List<List<Job>> levels) {
        Set<Job> marked = new HashSet<>();
        if (scope == Scope.NONE) {
            return List.of();
        }
        for (List<Job> level : levels) {
            for (Job job : level) {
                if (isCatalogued(job)) {
                    marked.add(job);
                }
            }
        }
        for (List<Job> level : levels.reversed()) {
            for (Job job : level) {
                if (!marked.contains(job) && isUnwanted(job, marked)) {
                    marked.add(job);
                }
            }
        }
        List<Job> ordered = new ArrayList<>();
        levels.forEach(level -> level.stream().filter(marked::contains).forEach(ordered::add));
        return ordered;
    }

    private boolean isCatalogued(Job job) {
        if (scope == Scope.PARTIAL && !job.profiles().says("enable_for_data_reuse")) {
            return false;
        }
        boolean hasOutput = false;
        for (FileUse use : job.uses()) {
            if (use.isOutput()) {
                hasOutput = true;
                if (!inputs.replicas().knows(use.lfn())
                        && (use.stageOut() || users.isReadByChild(use.lfn(), job))) {
                    return false;
                }
            }
        }
        return hasOutput;
    }

    private boolean isUnwanted(Job job, Set<Job> marked) {
        boolean hasOutput = false;
        for (FileUse use : job.uses()) {
            if (use.isOutput()) {
                hasOutput = true;
                if (use.stageOut()
                        && (scope == Scope.PARTIAL || !inputs.replicas().knows(use.lfn()))) {
                    return false;
                }
            }
        }
        return hasOutput && marked.containsAll(job.children());
    }
}
