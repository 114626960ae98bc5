package transfer.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What HTCondor is told of every job, in all recorded runs and in ours of the same inputs. */
class SubmitKeysTest {
    private static final Path CASES = Path.of("src/test/resources/cases");

    @TempDir Path temporary;

    @TestFactory
    Stream<DynamicTest> tellsHtcondorTheSame() throws IOException {
        try (Stream<Path> directories = Files.list(CASES)) {
            List<Path> cases = directories.sorted().toList();
            return cases.stream()
                    .map(each ->
                            DynamicTest.dynamicTest(
                                    each.getFileName().toString(), () -> compare(each)));
        }
    }

    private void compare(Path directory) throws IOException, PlanningException {
        PlannerCase planned = PlannerCase.plan(directory, temporary);
        Path archive = Files.writeString(temporary.resolve("worker.tar.gz"), "tools");
        SubmitDirectory run =
                planned.write(new Tools(Path.of("/opt/pegasus/bin"), Optional.of(archive)));
        String submit = planned.recorded(run.directory().toString());
        Map<String, Map<String, Object>> expected = SubmitKeys.expected(directory, submit);
        Map<String, Map<String, Object>> ours = SubmitKeys.ours(planned, run, submit);
        assertEquals(expected.keySet(), ours.keySet());
        for (String job : expected.keySet()) {
            assertEquals(lines(expected.get(job)), lines(ours.get(job)), job);
        }
    }

    private static String lines(Map<String, Object> keys) {
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        return text.toString();
    }
}
