package transfer.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMarkTest {
    @TempDir Path processes;

    private final ProcessMark real = new ProcessMark(Path.of("/proc"));

    private void process(String name, long id, String state, long start) throws IOException {
        Files.createDirectories(processes.resolve(name));
        Files.writeString(
                processes.resolve(name).resolve("stat"),
                id
                        + " (a (strange) name 1 2) "
                        + state
                        + " 4".repeat(18)
                        + " "
                        + start
                        + " 99 1\n");
    }

    @Test
    void thisProcessLives() throws IOException {
        assertEquals(ProcessHandle.current().pid(), real.own() >>> 42);
        assertTrue(real.isAlive(real.own()));
    }

    @Test
    void aProcessThatHasEndedDoesNot() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            long start = Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
            long mark = process.pid() << 42 | start;
            assertTrue(real.isAlive(mark));
            process.destroyForcibly().waitFor();
            assertFalse(real.isAlive(mark));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void anotherThatGotTheSameNumberLaterIsAnother() throws IOException {
        ProcessMark marks = new ProcessMark(processes);
        process("self", 4_194_303, "S", 1000);
        process("4194303", 4_194_303, "S", 1000);
        long mark = marks.own();
        assertTrue(marks.isAlive(mark));
        process("4194303", 4_194_303, "S", 1001);
        assertFalse(marks.isAlive(mark));
        process("self", 4_194_303, "S", 1001);
        assertNotEquals(mark, marks.own());
    }

    @Test
    void oneThatNobodyHasBuriedYetIsDead() throws IOException {
        ProcessMark marks = new ProcessMark(processes);
        process("self", 17, "R", 5);
        process("17", 17, "Z", 5);
        assertFalse(marks.isAlive(marks.own()));
    }

    @Test
    void whatCannotBeReadIsTakenForAlive() throws IOException {
        ProcessMark marks = new ProcessMark(processes);
        process("self", 17, "R", 5);
        Files.createDirectories(processes.resolve("17"));
        Files.writeString(processes.resolve("17/stat"), "nonsense");
        assertTrue(marks.isAlive(marks.own()));
        assertFalse(marks.isAlive(18L << 42));
    }
}
