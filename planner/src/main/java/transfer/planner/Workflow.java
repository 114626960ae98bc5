package transfer.planner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/**
 * An abstract workflow: jobs, the files they use, the order they need. Catalogs that stand in the
 * same file are kept as they were read.
 */
final class Workflow {
    private final String file;
    private final String name;
    private final Map<String, Job> jobs;
    private FileUsers users;

    Workflow(String file, String name, Map<String, Job> jobs) {
        this.file = file;
        this.name = name;
        this.jobs = new LinkedHashMap<>(jobs);
    }

    /** The file it was read from, as the user named it. */
    String file() {
        return file;
    }

    String name() {
        return name;
    }

    Iterable<Job> jobs() {
        return jobs.values();
    }

    int size() {
        return jobs.size();
    }

    Optional<Job> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Of the files of all its jobs, as they were when somebody asked first. */
    FileUsers users() {
        if (users == null) {
            users = new FileUsers(jobs.values(), jobs.size());
        }
        return users;
    }

    /** Adds an edge from the job that makes a file to every job that reads it. */
    void addDataDependencies(Defects defects) {
        Map<String, Job> makers = makers(defects);
        for (Job job : jobs.values()) {
            for (FileUse use : job.uses()) {
                Job maker = use.isInput() && !use.isCheckpoint() ? makers.get(use.lfn()) : null;
                if (maker != null && maker != job) {
                    maker.precede(job);
                }
            }
        }
    }

    /**
     * The job that makes each file, but for checkpoints.
     *
     * @param defects takes those that make what another makes as well
     */
    Map<String, Job> makers(Defects defects) {
        Map<String, Job> makers = new HashMap<>();
        for (Job job : jobs.values()) {
            for (FileUse use : job.uses()) {
                if (use.isOutput() && !use.isCheckpoint()) {
                    Job other = makers.putIfAbsent(use.lfn(), job);
                    if (other != null && other != job && use.kind() != FileUse.Kind.INOUT) {
                        defects.add(
                                new Defect(
                                        file,
                                        job.line(),
                                        "jobs",
                                        "the job "
                                                + job.id()
                                                + " makes '"
                                                + use.lfn()
                                                + "', which "
                                                + other.id()
                                                + " makes as well"));
                    }
                }
            }
        }
        return makers;
    }

    /**
     * Takes jobs out; the parents of each become parents of its children.
     *
     * @param superfluous parents before children: of one that is gone already the parents have come
     *     to its children
     */
    void remove(Collection<Job> superfluous) {
        Set<Job> gone = new HashSet<>(superfluous);
        Set<Job> beside = new HashSet<>();
        for (Job job : superfluous) {
            jobs.remove(job.id());
            beside.addAll(job.parents());
            beside.addAll(job.children());
            for (Job parent : job.parents()) {
                if (!gone.contains(parent)) {
                    job.children().forEach(parent::precede);
                }
            }
        }
        for (Job job : beside) {
            job.parents().removeEach(gone);
            job.children().removeEach(gone);
        }
        for (Job job : superfluous) {
            job.parents().clear();
            job.children().clear();
        }
    }

    /**
     * Numbers the levels, and gives the jobs of each in the order of the file. A cycle is a defect
     * that names its jobs, and these are in no level.
     */
    List<List<Job>> levels(Defects defects) {
        Queue<Job> ready = new ArrayDeque<>();
        for (Job job : jobs.values()) {
            job.level(0);
            job.await();
            if (job.parents().isEmpty()) {
                ready.add(job);
            }
        }
        int deepest = -1;
        for (Job job = ready.poll(); job != null; job = ready.poll()) {
            deepest = Math.max(deepest, job.level());
            for (Job child : job.children()) {
                child.level(Math.max(child.level(), job.level() + 1));
                if (child.isLastAwaited()) {
                    ready.add(child);
                }
            }
        }
        List<List<Job>> levels = new ArrayList<>();
        for (int i = 0; i <= deepest; i++) {
            levels.add(new ArrayList<>());
        }
        Set<Job> waiting = new LinkedHashSet<>();
        for (Job job : jobs.values()) {
            if (job.isAwaiting()) {
                waiting.add(job);
            } else {
                levels.get(job.level()).add(job);
            }
        }
        if (!waiting.isEmpty()) {
            defects.add(Cycle.of(waiting, file));
        }
        return levels;
    }
}
