package transfer.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsReaderTest {
    private static final String HEAD =
            "{\"version\":1,\"label\":\"w\",\"jobs\":1,\"limits\":{\"stagein\":3}}\n";

    @TempDir Path directory;

    private JobTable read(String text) throws Exception {
        return JobsReader.read(Files.writeString(directory.resolve("w-0.jobs"), text));
    }

    @Test
    void everyFieldOfAJobIsRead() throws Exception {
        JobTable table =
                read(
                        HEAD
                                + "{\"name\":\"n\",\"kind\":\"compute\",\"argv\":[\"p\",\"q r\"],"
                                + "\"input\":\"/in\",\"directory\":\"d\","
                                + "\"environment\":{\"A\":\"b\"},\"stdout\":\"o\",\"stderr\":\"e\","
                                + "\"category\":\"c\",\"retries\":2,\"priority\":-5,\"cpus\":3,"
                                + "\"parents\":[]}\n");

        Job.Command command =
                new Job.Command(
                        List.of("p", "q r"),
                        Optional.of(Path.of("/in")),
                        directory.resolve("d"),
                        Map.of("A", "b"),
                        Optional.of(directory.resolve("o")),
                        Optional.of(directory.resolve("e")));
        Job job =
                new Job(
                        "n",
                        Job.Kind.COMPUTE,
                        command,
                        new Job.Terms("c", 2, -5, 3),
                        List.of(),
                        List.of());
        assertEquals(new JobTable("w", Map.of("stagein", 3), List.of(job)), table);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"kind":"nothing"}                          | line 2: a job has no 'name'
                    {"name":"a","kind":"compute"}               | line 2: the job 'a' has no 'argv'
                    {"name":"a","kind":"list","argv":["x"]}     | line 2: the list of 'a' is not named: it has no 'input'
                    {"name":"a","kind":"play"}                  | line 2: 'play' is no kind of job
                    {"name":"a","colour":"red"}                 | line 2: unknown field 'colour'
                    {"name":7}                                  | line 2: 'name' is not a text
                    {"name":"a","parents":"b"}                  | line 2: 'parents' is not a list
                    {"name":"a","cpus":"b"}                     | line 2: 'cpus' is not a whole number
                    {"name":"a","environment":[]}               | line 2: 'environment' is not an object
                    {"name":"a","parents":["b"]}                | line 2: no job before 'a' is called 'b'
                    {"name":"a","parents":["a"]}                | line 2: no job before 'a' is called 'a'
                    []                                          | line 2: a job is not an object
                    """)
    void aFaultIsNamedWithItsLine(String line, String message) {
        WorkflowException failure =
                assertThrows(WorkflowException.class, () -> read(HEAD + line + "\n"));

        assertEquals(directory.resolve("w-0.jobs") + ": " + message, failure.getMessage());
    }

    @Test
    void twoJobsCannotHaveOneName() {
        WorkflowException failure =
                assertThrows(
                        WorkflowException.class,
                        () -> read(HEAD + "{\"name\":\"a\"}\n{\"name\":\"a\"}\n"));

        assertTrue(failure.getMessage().endsWith("line 3: a second job has the name 'a'"));
    }

    @Test
    void aFileThatEndsTooEarlyIsNotTakenForTheWhole() {
        WorkflowException failure =
                assertThrows(
                        WorkflowException.class,
                        () ->
                                read(
                                        HEAD.replace("\"jobs\":1", "\"jobs\":2")
                                                + "{\"name\":\"a\"}\n"));

        assertTrue(
                failure.getMessage().contains("is not whole: it has 1 of 2 jobs"),
                failure.getMessage());
    }

    @Test
    void aLineThatBreaksOffIsNoJson() {
        WorkflowException failure =
                assertThrows(WorkflowException.class, () -> read(HEAD + "{\"name\":\"a"));

        assertTrue(failure.getMessage().contains("line 2: this is no JSON"), failure.getMessage());
    }

    @Test
    void anotherVersionIsRefused() {
        WorkflowException failure =
                assertThrows(
                        WorkflowException.class,
                        () -> read("{\"version\":2,\"jobs\":0,\"limits\":{}}\n"));

        assertTrue(
                failure.getMessage().endsWith("the version is 2, this program reads 1"),
                failure.getMessage());
    }
}
