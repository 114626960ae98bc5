package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs of the planner that this one replaces, each with its inputs and all that it made of them.
 * Ours must come to the same jobs, edges and lists.
 */
class PlannerCasesTest {
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final Path DERIVED = Path.of("src/test/resources/cases-derived");

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> comesToTheSamePlan() throws IOException {
        return all(CASES, this::compare);
    }

    /** Not recorded: what the description of the reference says of further inputs. */
    @TestFactory
    Stream<DynamicTest> comesToThePlanThatTheDescriptionGives() throws IOException {
        return all(DERIVED, this::compare);
    }

    /** Where several configurations, staging sites and containers meet, too. */
    @TestFactory
    Stream<DynamicTest> writesWhatItPlanned() throws IOException {
        return all(DERIVED, this::write);
    }

    private void write(Path directory) throws IOException, PlanningException {
        PlannerCase planned = PlannerCase.plan(directory, temporary);
        Path archive = Files.writeString(temporary.resolve("worker.tar.gz"), "tools");

        SubmitDirectory run =
                planned.write(new Tools(Path.of("/opt/pegasus/bin"), Optional.of(archive)));

        assertTrue(Files.size(run.directory().resolve(run.entry())) > 0);
    }

    private interface Comparison {
        void compare(Path directory) throws IOException, PlanningException;
    }

    private Stream<DynamicTest> all(Path folder, Comparison comparison) throws IOException {
        try (Stream<Path> directories = Files.list(folder)) {
            List<Path> cases = directories.filter(Files::isDirectory).sorted().toList();
            return cases.stream()
                    .map(each ->
                            DynamicTest.dynamicTest(
                                    each.getFileName().toString(), () -> comparison.compare(each)));
        }
    }

    private void compare(Path directory) throws IOException, PlanningException {
        PlannerCase planned = PlannerCase.plan(directory, temporary);
        PlanFacts expected = planned.expected();
        PlanFacts ours = planned.ours();
        assertEquals(expected.jobs(), ours.jobs(), "jobs");
        assertEquals(expected.edges(), ours.edges(), "edges");
        assertEquals(expected.entries(), ours.entries(), "entries of lists");
        assertEquals(expected.sizes(), ours.sizes(), "numbers of entries");
        assertEquals(expected.cache(), ours.cache(), "cache");
        assertEquals(planned.expectedCredentials(), planned.ourCredentials(), "credentials");
        assertEquals(planned.expectedSteps(), planned.ourSteps(), "steps on nodes");
    }

    @Test
    void allCasesAreThere() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            assertTrue(directories.count() >= 62);
        }
    }
}
