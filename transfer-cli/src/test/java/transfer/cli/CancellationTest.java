package transfer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import transfer.cli.Harness.Ended;
import transfer.protocol.testkit.MemoryFault;
import transfer.protocol.testkit.Operation;

/** A run that is ended in the middle; the signals themselves are sent by the tests from outside. */
@Timeout(60)
class CancellationTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private final Cancellation cancellation = new Cancellation();
    private Harness program;
    private String list;

    @BeforeEach
    void prepare() throws IOException {
        program = new Harness(folder).cancelledBy(cancellation);
        program.store.put("mem://h/quick", HELLO);
        program.store.put("mem://h/stuck", HELLO);
        program.store.always("mem://h/stuck", MemoryFault.readStalls(3));
        Files.createDirectory(folder.resolve("multipart"));
        program.with("PEGASUS_MULTIPART_DIR", folder + "/multipart");
        list = "mem://h/quick " + folder + "/quick\nmem://h/stuck " + folder + "/stuck\n";
        program.input(list);
    }

    private Ended cancelled(Callable<Ended> run) throws Exception {
        return cancelled(run, () -> true);
    }

    private Ended cancelled(Callable<Ended> run, BooleanSupplier ready) throws Exception {
        FutureTask<Ended> task = new FutureTask<>(run);
        Thread.ofPlatform().start(task);
        await(() -> program.said().contains("quick: 6 B, verified"));
        await(() -> program.store.record().count(Operation.READ, "mem://h/stuck") > 0);
        await(ready);
        assertTrue(cancellation.request());
        return task.get();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private List<String> hiddenOrUnfinished() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".") || name.equals("stuck"))
                    .toList();
        }
    }

    @Test
    void whatWasDoneIsReportedAndTheRestIsLeftToDo() throws Exception {
        Path results = folder.resolve("results");
        Ended ended = cancelled(() -> program.transfer("--json", results.toString()));
        ended.exited(ExitCode.INTERRUPTED)
                .says("WARNING:  ended by a signal before everything was done")
                .says("1 of 2 done (1 verified), 1 not");
        assertEquals(List.of(), hiddenOrUnfinished());
        List<String> lines = Files.readAllLines(results).stream().sorted().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).contains("\"outcome\":\"done\""), lines::toString);
        assertTrue(lines.get(1).contains("\"outcome\":\"not-tried\""), lines::toString);
        program.store.heal();
        new Harness(folder, program.store)
                .input(list)
                .transfer("--retry-from", results.toString())
                .exited(ExitCode.DONE)
                .says("1 of 2 items are left to do");
        assertEquals("hello\n", Files.readString(folder.resolve("stuck")));
    }

    @Test
    void underTheDropInNameItIsAFailure() throws Exception {
        Ended ended = cancelled(() -> program.pegasus());
        ended.exited(PegasusProgram.FAILURE)
                .says("WARNING:  Exiting due to a signal\n")
                .saysNot("All transfers completed");
        assertEquals(List.of(), hiddenOrUnfinished());
        try (Stream<Path> files = Files.list(folder.resolve("multipart"))) {
            String log = Files.readString(files.findFirst().orElseThrow());
            assertTrue(log.contains("    success: True\n"), log);
        }
    }

    @Test
    void theBarIsDrawnWhileItWorksAndGoneBeforeTheLastLine() throws Exception {
        Ended ended =
                cancelled(
                        () -> program.transfer("--progress", "always"),
                        () -> program.said().contains("] 1/2 files  "));
        ended.exited(ExitCode.INTERRUPTED);
        int lastBar = ended.err().lastIndexOf(" 1/2 files ");
        int erased = ended.err().indexOf("\r\u001b[K", lastBar);
        assertTrue(
                erased > lastBar && erased < ended.err().indexOf("1 of 2 done"), ended::toString);
    }

    @Test
    void beforeTheWorkBeginsNobodyHasToWait() {
        assertFalse(cancellation.request());
        assertTrue(cancellation.isRequested());
    }

    @Test
    void afterTheWorkTheReportIsNotInterrupted() {
        cancellation.during(() -> null);
        assertTrue(cancellation.request());
        assertFalse(Thread.interrupted());
    }

    @Test
    void aSignalBeforeTheWorkCancelsItAtOnce() {
        cancellation.request();
        assertTrue(cancellation.during(Thread::interrupted));
        assertFalse(Thread.interrupted());
    }
}
