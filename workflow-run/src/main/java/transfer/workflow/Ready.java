package transfer.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The jobs that wait for nothing but a place, and the places that others have. Guarded by the run's
 * lock.
 */
final class Ready {
    private static final Comparator<JobNode> FIRST =
            (one, other) -> {
                int byPriority =
                        Integer.compare(
                                other.job().terms().priority(), one.job().terms().priority());
                return byPriority != 0 ? byPriority : Integer.compare(one.rank(), other.rank());
            };

    private final Map<String, Integer> limits;
    private final Map<Job.Kind, Integer> most;
    private final Map<String, Integer> inCategory = new HashMap<>();
    private final Map<Job.Kind, Integer> taken = new HashMap<>();
    private final Map<String, PriorityQueue<JobNode>> queues = new HashMap<>();

    /**
     * @param limits how many of a category run at once; others have none
     * @param processors how many processors all processes have together
     * @param lists how many lists run at once
     */
    Ready(Map<String, Integer> limits, int processors, int lists) {
        this.limits = limits;
        this.most =
                Map.of(
                        Job.Kind.COMPUTE,
                        processors,
                        Job.Kind.LIST,
                        lists,
                        Job.Kind.COMMAND,
                        processors,
                        Job.Kind.NOTHING,
                        Integer.MAX_VALUE);
    }

    void add(JobNode node) {
        queues.computeIfAbsent(queue(node.job()), _ -> new PriorityQueue<>(FIRST)).add(node);
    }

    private static String queue(Job job) {
        return job.kind() + " " + job.terms().category();
    }

    /** Everything that waits, which then waits no more. */
    Collection<JobNode> clear() {
        List<JobNode> all = new ArrayList<>();
        queues.values().forEach(all::addAll);
        queues.clear();
        return all;
    }

    /**
     * The job with the highest priority for which there is a place, which it has from now on. Who
     * needs more processors than are free keeps others from taking those that become free.
     */
    Optional<JobNode> next() {
        List<JobNode> heads = new ArrayList<>();
        for (PriorityQueue<JobNode> queue : queues.values()) {
            if (!queue.isEmpty()) {
                heads.add(queue.peek());
            }
        }
        heads.sort(FIRST);
        Set<Job.Kind> full = new HashSet<>();
        for (JobNode node : heads) {
            Job job = node.job();
            if (isCategoryFull(job) || full.contains(job.kind())) {
                continue;
            }
            if (taken.getOrDefault(job.kind(), 0) + places(job) > most.get(job.kind())) {
                full.add(job.kind());
                continue;
            }
            queues.get(queue(job)).remove();
            take(job);
            return Optional.of(node);
        }
        return Optional.empty();
    }

    private boolean isCategoryFull(Job job) {
        Integer limit = limits.get(job.terms().category());
        return limit != null && inCategory.getOrDefault(job.terms().category(), 0) >= limit;
    }

    /** Never more than there are, else it would wait for ever. */
    private int places(Job job) {
        return job.kind() == Job.Kind.COMPUTE
                ? Math.min(job.terms().processors(), most.get(Job.Kind.COMPUTE))
                : 1;
    }

    private void take(Job job) {
        taken.merge(job.kind(), places(job), Integer::sum);
        inCategory.merge(job.terms().category(), 1, Integer::sum);
    }

    /** Gives a job's place back. */
    void leave(Job job) {
        taken.merge(job.kind(), -places(job), Integer::sum);
        inCategory.merge(job.terms().category(), -1, Integer::sum);
    }
}
