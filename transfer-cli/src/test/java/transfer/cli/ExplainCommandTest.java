package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    @TempDir Path folder;
    private Harness program;

    @BeforeEach
    void prepare() {
        program = new Harness(folder);
    }

    private String list() {
        return "file://%s/none file://%s/x\nfile://%s/void file://%s/y\n"
                .replace("%s", folder.toString());
    }

    private Path results() {
        Path results = folder.resolve("results");
        program.input(list())
                .transfer("--json", results.toString())
                .exited(ExitCode.FAILED_FOR_GOOD);
        return results;
    }

    @Test
    void resultsOfARunAreExplained() {
        program.transfer("explain", results().toString())
                .exited(ExitCode.DONE)
                .prints("2 items: 0 done, 2 not")
                .prints("2 items: A local source file does not exist.")
                .prints("ls -l " + folder + "/") // either of them, as they end
                .prints("such as   item 2: " + folder + "/void -> " + folder + "/y");
    }

    @Test
    void namesAreTakenFromTheWorkingDirectory() {
        results();
        program.transfer("explain", "results").exited(ExitCode.DONE).prints("2 not");
    }

    @Test
    void resultsMayComeOnStandardInput() throws IOException {
        String results = Files.readString(results());
        program.input(results)
                .transfer("explain", "-")
                .exited(ExitCode.DONE)
                .prints("2 items: 0 done, 2 not");
    }

    @Test
    void programsGetJson() {
        program.transfer("explain", "--json", results().toString())
                .exited(ExitCode.DONE)
                .prints("{\"items\":2,\"done\":0,")
                .prints("\"cause\":\"enoent-reading\"");
    }

    @Test
    void aFileThatHoldsNoResultsIsBadUsage() throws IOException {
        Files.writeString(folder.resolve("list"), list());
        program.transfer("explain", "list")
                .exited(ExitCode.BAD_USAGE)
                .says("list is no file of results: line 1 is not JSON");
        program.transfer("explain", "none")
                .exited(ExitCode.BAD_USAGE)
                .says("none: No such file or directory");
    }

    @Test
    void aRunThatFailsSaysWhyBeforeItsLastLine() {
        String said = program.input(list()).transfer().exited(ExitCode.FAILED_FOR_GOOD).err();
        int why = said.indexOf("2 items: A local source file does not exist.");
        assertTrue(why > 0 && why < said.indexOf("0 of 2 done"), said);
        assertTrue(
                said.contains("trying again cannot help before something is changed. Check"), said);
    }

    @Test
    void aRunThatGoesWellSaysNothingOfIt() throws IOException {
        Files.writeString(folder.resolve("a"), "content");
        String said =
                program.transfer("cp", "file://" + folder + "/a", "file://" + folder + "/b").err();
        assertFalse(said.contains("Why"), said);
    }

    @Test
    void theDropInNameStaysSilent() {
        program.input(list()).pegasus().exited(1).saysNot("Why items");
    }

    @Test
    void explainHasNoOptionsOfServers() {
        String help = program.transfer("explain", "--help").exited(ExitCode.DONE).out();
        assertTrue(help.contains("transfer explain [OPTION]... RESULTS..."), help);
        assertFalse(help.contains("--insecure"), help);
    }
}
