package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose names would be the same, though they are different jobs. */
class JobNamesTest {
    @TempDir Path directory;

    private SubmitBench bench;

    @BeforeEach
    void copyInputs() throws IOException {
        bench = SubmitBench.ofCase("02-diamond-nonsharedfs", directory);
    }

    private String graph() throws IOException, PlanningException {
        SubmitDirectory run = bench.write();
        return Files.readString(run.directory().resolve(run.entry()));
    }

    @Test
    void twoJobsWhoseNamesAndIdsReadTheSameAreBothPlanned() throws Exception {
        for (String file : new String[] {"workflow.yml", "transformations.yml"}) {
            bench.replace(file, "name: preprocess", "name: work");
            bench.replace(file, "name: analyze", "name: work_a");
        }
        bench.replace("workflow.yml", "ID0001", "a_b");
        bench.replace("workflow.yml", "ID0004", "b");
        String graph = graph();
        assertTrue(graph.contains("JOB work_a_b "), graph);
        assertTrue(graph.contains("JOB work_a_b_n2 "), graph);
    }

    @Test
    void aJobIsNotTakenForOneThatPlanningAdds() throws Exception {
        for (String file : new String[] {"workflow.yml", "transformations.yml"}) {
            bench.replace(file, "name: analyze", "name: create_dir_diamond_0");
        }
        bench.replace("workflow.yml", "ID0004", "staging");
        String graph = graph();
        assertTrue(graph.contains("JOB create_dir_diamond_0_staging "), graph);
        assertTrue(graph.contains("JOB job_create_dir_diamond_0_staging "), graph);
    }
}
