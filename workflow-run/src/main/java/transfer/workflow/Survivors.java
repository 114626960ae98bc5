package transfer.workflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds processes of jobs by the variables that the plan gives each job: also those whose parent
 * has ended, which nothing else leads to any more. Linux tells the variables; elsewhere none are
 * found.
 */
final class Survivors {
    private static final String RUN = "PEGASUS_WF_UUID";
    private static final String JOB = "PEGASUS_DAG_JOB_ID";

    private Survivors() {}

    /** What no process of another job has. */
    record Mark(String run, String job) {
        /** That of a job; empty where its plan gives it no such variables. */
        static Optional<Mark> of(Map<String, String> variables) {
            String run = variables.getOrDefault(RUN, "");
            String job = variables.getOrDefault(JOB, "");
            return run.isEmpty() || job.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Mark(run, job));
        }
    }

    /** Those that run now, besides this one, under each mark that has some. */
    static Map<Mark, List<ProcessHandle>> carrying(Set<Mark> marks) {
        Map<Mark, List<ProcessHandle>> found = new HashMap<>();
        if (marks.isEmpty()) {
            return found;
        }
        long own = ProcessHandle.current().pid();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != own)
                .forEach(process ->
                        Mark.of(variables(process))
                                .filter(marks::contains)
                                .ifPresent(mark ->
                                        found.computeIfAbsent(mark, _ -> new ArrayList<>())
                                                .add(process)));
        return found;
    }

    private static Map<String, String> variables(ProcessHandle process) {
        Map<String, String> variables = new HashMap<>();
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
            for (String pair : new String(all, StandardCharsets.UTF_8).split("\0")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    variables.put(pair.substring(0, equals), pair.substring(equals + 1));
                }
            }
        } catch (IOException _) {
            // it has ended, or is somebody else's
        }
        return variables;
    }
}
