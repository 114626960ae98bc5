package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnoseCommandTest {
    @TempDir Path folder;
    private Harness program;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
    }

    private static String results(int count, String node, boolean failing) {
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            lines.append(
                    """
                    {"item": %d, "outcome": "%s", "node": "%s", "attempts": [{"number": 1%s}]}
                    """
                            .formatted(
                                    i,
                                    failing ? "failed" : "done",
                                    node,
                                    failing ? ", \"failure\": {\"kind\": \"connection\"}" : ""));
        }
        return lines.toString();
    }

    private void prepareRuns() throws IOException {
        Path below = Files.createDirectories(folder.resolve("runs/more"));
        Files.writeString(folder.resolve("runs/a.jsonl"), results(300, "n1", false));
        try (OutputStream output =
                new GZIPOutputStream(Files.newOutputStream(below.resolve("b.jsonl.gz")))) {
            output.write(results(8, "n2", true).getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(folder.resolve("runs/.hidden"), results(8, "n3", true));
        Files.writeString(folder.resolve("runs/notes"), "not results\n");
    }

    @Test
    void directoriesOfResultsAreRead() throws IOException {
        prepareRuns();
        program.transfer("diagnose", "runs")
                .exited(ExitCode.DONE)
                .prints("308 results of 3 files, 1 lines are no results")
                .prints("Failures: 8 of 308 transfers (2.6 %)")
                .prints("1. node n2\n")
                .prints("kinds      connection 8");
    }

    @Test
    void programsGetJson() throws IOException {
        prepareRuns();
        program.transfer("diagnose", "--json", "runs")
                .exited(ExitCode.DONE)
                .prints("\"findings\":[{\"dimension\":\"node\",\"value\":\"n2\",\"bad\":8,");
    }

    @Test
    void filesAndStandardInputAreOneSample() throws IOException {
        prepareRuns();
        program.input(results(8, "n9", true))
                .transfer("diagnose", "-", "runs/a.jsonl")
                .exited(ExitCode.DONE)
                .prints("308 results of 2 files\n")
                .prints("1. node n9\n");
    }

    @Test
    void whereNothingStandsOutThatIsSaid() {
        program.input(results(2, "n9", true))
                .transfer("diagnose", "-")
                .exited(ExitCode.DONE)
                .prints("Nothing stands out");
    }

    @Test
    void aNamedFileThatHoldsNoResultsIsBadUsage() throws IOException {
        prepareRuns();
        program.transfer("diagnose", "runs/notes")
                .exited(ExitCode.BAD_USAGE)
                .says("runs/notes is no file of results: line 1 is not JSON");
        program.transfer("diagnose", "runs/none")
                .exited(ExitCode.BAD_USAGE)
                .says("none: No such file or directory");
        Files.writeString(folder.resolve("wrong.gz"), "not compressed");
        program.transfer("diagnose", "wrong.gz").exited(ExitCode.BAD_USAGE).says("cannot be read");
    }

    @Test
    void twoFilesAreCompared() throws IOException {
        Files.writeString(folder.resolve("good"), "0123456789");
        Files.writeString(folder.resolve("bad"), "01234");
        program.transfer("diagnose", "--compare", "bad", "good")
                .exited(ExitCode.DONE)
                .prints("The damage is truncated");
        program.transfer("diagnose", "--compare", "--json", "bad", "good")
                .exited(ExitCode.DONE)
                .prints("\"shape\":\"truncated\",\"first\":5,\"last\":9,\"wrong\":5,");
        program.transfer("diagnose", "--compare", "bad")
                .exited(ExitCode.BAD_USAGE)
                .says("two files");
        program.transfer("diagnose", "--compare", "bad", "none")
                .exited(ExitCode.BAD_USAGE)
                .says("none: No such file or directory");
    }

    @Test
    void diagnoseHasNoOptionsOfServers() {
        String help = program.transfer("diagnose", "--help").exited(ExitCode.DONE).out();
        assertFalse(help.contains("--insecure"), help);
    }
}
