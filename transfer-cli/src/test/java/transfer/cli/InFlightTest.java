package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import transfer.concurrency.NodeTable;

class InFlightTest {
    @TempDir Path folder;

    private final Map<String, String> environment = new HashMap<>();

    private InFlight inFlight(String... arguments) throws ProgramException {
        return InFlight.of(
                new CommandLine(CommandModel.list()).parseArgs(arguments),
                new JobEnvironment(environment));
    }

    private static InFlight auto(int perServer, int perNode) {
        return new InFlight(
                64,
                perServer,
                Optional.of(new NodeTable.Settings(Optional.empty(), Path.of("/tmp"), perNode)));
    }

    @Test
    void theNumberIsFoundByTryingUnlessSomebodyGivesOne() throws ProgramException {
        assertEquals(auto(16, 16), inFlight());
        assertEquals(auto(16, 16), inFlight("-n", "0"));
        assertEquals(auto(16, 16), inFlight("--threads=AUTO"));
        assertEquals(new InFlight(5, 5, Optional.empty()), inFlight("-n", "5"));
        environment.put("PEGASUS_TRANSFER_THREADS", "3");
        assertEquals(new InFlight(3, 3, Optional.empty()), inFlight());
        assertEquals(new InFlight(3, 2, Optional.empty()), inFlight("-n0", "--host-limit", "2"));
        assertEquals(auto(16, 16), inFlight("-n", "auto"));
    }

    @Test
    void boundsCanBeChanged() throws ProgramException {
        assertEquals(auto(4, 16), inFlight("--host-limit", "4"));
        assertEquals(auto(40, 40), inFlight("--host-limit", "40"));
        assertEquals(auto(16, 2), inFlight("--node-limit", "2"));
        assertEquals(auto(3, 64), inFlight("--node-limit", "64", "--host-limit", "3"));
        InFlight most = inFlight("--host-limit", "500");
        assertEquals(500, most.items());
        assertEquals(64, most.node().orElseThrow().perServer());
    }

    @Test
    void theDirectoryOfTheLogInIsUsed() throws ProgramException {
        environment.put("XDG_RUNTIME_DIR", "/run/user/7");
        assertEquals(
                Optional.of(Path.of("/run/user/7")), inFlight().node().orElseThrow().session());
    }

    @Test
    void whoGivesANumberSharesNothing() {
        assertTrue(
                assertThrows(ProgramException.class, () -> inFlight("-n4", "--node-limit=4"))
                        .getMessage()
                        .startsWith("--node-limit goes with -n auto"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-n|automatic|'automatic' is not a whole number",
                "-n|-1|at least 0, not -1",
                "--node-limit|0|at least 1, not 0",
                "--node-limit|65|at most 64, not 65"
            })
    void nonsenseIsRefused(String option, String value, String words) {
        assertTrue(
                assertThrows(CommandLine.ParameterException.class, () -> inFlight(option, value))
                        .getMessage()
                        .contains(words));
    }

    @Test
    void aRunTellsInItsLogHowManyThereWereAndLocalListsTouchNothing() throws Exception {
        Harness program = new Harness(folder);
        program.store.put("mem://h/a", "hello".getBytes());
        program.input("mem://h/a file://" + folder + "/a\n")
                .transfer("-d")
                .exited(ExitCode.DONE)
                .says("mem://h: at most 1 at once, 4 allowed in the end, lowered 0 times");
        assertTrue(Files.isDirectory(folder.resolve("transfer")));

        Path other = Files.createDirectory(folder.resolve("other"));
        Harness local = new Harness(folder).with("XDG_RUNTIME_DIR", other.toString());
        local.input("file://" + folder + "/a file://" + folder + "/b\n")
                .transfer("-d")
                .exited(ExitCode.DONE)
                .saysNot(" at once,");
        assertFalse(Files.exists(other.resolve("transfer")));
    }
}
