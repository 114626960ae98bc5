package transfer.planner;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which jobs of a workflow make and which read each file, so that nobody has to search a job with a
 * hundred thousand files for one of them. Jobs that are taken out of the workflow stay in it. For
 * one thread.
 */
final class FileUsers {
    private static final Users NOBODY = new Users();

    private final Map<String, Users> files;

    private static final class Users {
        private List<Job> makers = List.of();
        private List<Job> readers = List.of();
    }

    FileUsers(Iterable<Job> jobs, int count) {
        this.files = HashMap.newHashMap(2 * count);
        for (Job job : jobs) {
            for (FileUse use : job.uses()) {
                Users users = files.computeIfAbsent(use.lfn(), any -> new Users());
                if (use.isOutput()) {
                    users.makers = with(users.makers, job);
                }
                if (use.isInput()) {
                    users.readers = with(users.readers, job);
                }
            }
        }
    }

    /** Most files have one maker and one reader, and a list of one takes little. */
    private static List<Job> with(List<Job> jobs, Job another) {
        if (jobs.isEmpty()) {
            return List.of(another);
        }
        List<Job> more = jobs.size() == 1 ? new ArrayList<>(jobs) : jobs;
        more.add(another);
        return more;
    }

    /** Jobs that have the file as an output, in the order of the workflow. */
    List<Job> makers(String lfn) {
        return files.getOrDefault(lfn, NOBODY).makers;
    }

    /** Jobs that have the file as an input, in the order of the workflow. */
    List<Job> readers(String lfn) {
        return files.getOrDefault(lfn, NOBODY).readers;
    }

    /** Whether one of a job's direct parents makes the file. */
    boolean isMadeByParent(String lfn, Job job) {
        for (Job maker : makers(lfn)) {
            if (maker.precedes(job)) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of a job's direct children reads the file. */
    boolean isReadByChild(String lfn, Job job) {
        for (Job reader : readers(lfn)) {
            if (job.precedes(reader)) {
                return true;
            }
        }
        return false;
    }
}
