package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workflows that are planned for HTCondor, and run by DAGMan. */
@Tag("container")
class HtcondorIT {
    private static final String SHARED = "-Dpegasus.data.configuration=sharedfs";

    private static HtcondorPool pool;

    @BeforeAll
    static void start() throws Exception {
        pool = HtcondorPool.start();
    }

    @AfterAll
    static void stop() {
        if (pool != null) {
            pool.close();
        }
    }

    private static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aDiamondRunsFromNothingToItsOutput() throws Exception {
        Diamond diamond = pool.diamond("it's \"one\" %j $$");
        DagRun run = DagRun.plan(pool, diamond, SHARED);

        run.submit().endsWith(0);

        assertEquals(Diamond.RESULT, diamond.result());
        // cleaned up at the end
        assertEquals(List.of(), filesBelow(diamond.directory().resolve("scratch")));
    }

    @Test
    void aFailureLeavesARescueFileWithWhichTheRestRunsOnceItIsMended() throws Exception {
        Diamond diamond = pool.diamond("two");
        Path broken = Files.createFile(diamond.directory().resolve("broken"));
        DagRun run = DagRun.plan(pool, diamond, SHARED);

        run.submit().endsWith(1);

        assertTrue(Files.readString(run.file("00/00/join_right.err")).contains("it is broken"));
        String rescue = Files.readString(run.file("diamond-0.dag.rescue001"));
        assertTrue(rescue.contains("\nDONE join_left\n"), rescue);
        assertFalse(rescue.contains("DONE join_right"), rescue);
        assertFalse(Files.exists(diamond.output()));

        Files.delete(broken);
        run.submit().endsWith(0);

        assertEquals(Diamond.RESULT, diamond.result());
    }
}
