package transfer.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program ended from outside in the middle of a file, which a server has stopped sending. */
class InterruptedIT {
    private static final int SIZE = 8 << 20;
    private static final int SENT = 5 << 20;

    @TempDir Path folder;
    private Path out;
    private Web web;

    @BeforeEach
    void prepare() throws IOException {
        out = folder.resolve("out");
        web = Web.open();
        web.stalling("/big.bin", new byte[SIZE], SENT);
    }

    @AfterEach
    void close() {
        web.close();
    }

    private Running started(Program program, String destination) throws Exception {
        String list = Json.list(Json.transfer(web.url("/big.bin"), destination));
        Running running = program.input(list).start("-m", "3");
        running.await("the staged file has grown", () -> bytesBelow(folder) >= SENT / 2);
        return running;
    }

    private static long bytesBelow(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(InterruptedIT::isOfTheRun)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0; // a file came or went meanwhile
        }
    }

    /** The table of places at servers is the node's and stays, whoever ends. */
    private static boolean isOfTheRun(Path file) {
        return !file.getParent().endsWith(".runtime/transfer");
    }

    private static List<String> filesBelow(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(InterruptedIT::isOfTheRun)
                    .map(folder::relativize)
                    .map(Path::toString)
                    .toList();
        }
    }

    @Test
    void killedInMidCopyNothingHasTheFinalName() throws Exception {
        Running running = started(Program.transfer(folder), "file://" + out + "/big.bin");
        assertEquals(128 + 9, running.signal("KILL").end().exit());
        assertFalse(Files.exists(out.resolve("big.bin")));
    }

    @Test
    void killedWhileReplacingAFileTheOldOneStays() throws Exception {
        Files.createDirectories(out);
        Files.writeString(out.resolve("big.bin"), "the old content");
        Running running = started(Program.transfer(folder), "file://" + out + "/big.bin");
        running.signal("KILL").end();
        assertEquals("the old content", Files.readString(out.resolve("big.bin")));
    }

    @Test
    void whatAKilledRunLeftDoesNotHinderTheNext() throws Exception {
        started(Program.transfer(folder), "file://" + out + "/big.bin").signal("KILL").end();
        web.file("/again.bin", new byte[SIZE]);
        Program.transfer(folder)
                .input(Json.list(Json.transfer(web.url("/again.bin"), out + "/big.bin")))
                .run()
                .exited(0);
        assertEquals(SIZE, Files.size(out.resolve("big.bin")));
    }

    @Test
    void endedByABatchSystemItCleansUp() throws Exception {
        Running running = started(Program.transfer(folder), "file://" + out + "/big.bin");
        running.signal("TERM").end().exited(5);
        assertEquals(List.of(), filesBelow(folder));
    }

    @Test
    void endedByABatchSystemUnderTheDropInNameItCleansUp() throws Exception {
        Running running = started(Program.pegasusTransfer(folder), "file://" + out + "/big.bin");
        running.signal("TERM").end().exited(1);
        assertEquals(List.of(), filesBelow(folder));
    }

    /** Even if the tests themselves ignore the signal, as what a script starts beside it does. */
    @ParameterizedTest
    @ValueSource(strings = {"--default-signal=INT", "--ignore-signal=INT"})
    void endedByTheUserItCleansUp(String testsHave) throws Exception {
        Program program =
                Program.transfer(folder).through("env", testsHave, "env", "--default-signal=INT");
        Running running = started(program, "file://" + out + "/big.bin");
        running.signal("INT").end().exited(5);
        assertEquals(List.of(), filesBelow(folder));
    }

    @Test
    void signalThatIsIgnoredIsNotWaitedFor() throws Exception {
        Program program = Program.transfer(folder).through("env", "--ignore-signal=INT");
        Running running = started(program, "file://" + out + "/big.bin");

        AssertionError failure = assertThrows(AssertionError.class, () -> running.signal("INT"));

        assertEquals("the program was started to ignore INT", failure.getMessage());
    }

    @Test
    void endedOnTheWayBetweenTwoServersTheStagedFileGoesAway() throws Exception {
        web.storing("/store/");
        Running running = started(Program.transfer(folder), web.url("/store/big.bin"));
        running.signal("TERM").end().exited(5);
        assertEquals(List.of(), filesBelow(folder));
    }

    @Test
    void whatWasDoneBeforeTheSignalStaysDone() throws Exception {
        Files.writeString(folder.resolve("small"), "small");
        String list =
                Json.list(
                        Json.transfer(folder + "/small", out + "/small"),
                        Json.transfer(web.url("/big.bin"), "file://" + out + "/big.bin"));
        Running running = Program.transfer(folder).input(list).start();
        running.await("the small one is done", () -> Files.exists(out.resolve("small")));
        running.await("the big one has begun", () -> bytesBelow(folder) >= SENT / 2);
        running.signal("TERM").end().exited(5);
        assertTrue(Files.exists(out.resolve("small")));
        assertFalse(Files.exists(out.resolve("big.bin")));
    }
}
