package transfer.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoneFileTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:30:00Z");

    @TempDir Path directory;

    private static Job job(String name) {
        Job.Command command =
                new Job.Command(
                        List.of(),
                        Optional.empty(),
                        Path.of("/"),
                        Map.of(),
                        Optional.empty(),
                        Optional.empty());
        return new Job(
                name, Job.Kind.NOTHING, command, new Job.Terms("", 0, 0, 1), List.of(), List.of());
    }

    private Path path() {
        return directory.resolve("w-0.done");
    }

    private Set<String> done() throws Exception {
        try (DoneFile file = DoneFile.open(path())) {
            return file.done();
        }
    }

    private void note(String... names) throws Exception {
        try (DoneFile file = DoneFile.open(path())) {
            for (String name : names) {
                file.noteDone(job(name), NOW);
            }
        }
    }

    @Test
    void whatIsNotedIsReadByTheNextRun() throws Exception {
        note("a", "b\"\\");
        note("c");

        assertEquals(Set.of("a", "b\"\\", "c"), done());
    }

    @Test
    void aTornLastLineCountsForNothingAndIsWrittenOver() throws Exception {
        note("a");
        Files.writeString(path(), "{\"done\":\"b\",\"ti", StandardOpenOption.APPEND);
        assertEquals(Set.of("a"), done());

        note("c");

        assertEquals(
                List.of(
                        "{\"done\":\"a\",\"time\":\"2026-11-23T02:30:00Z\"}",
                        "{\"done\":\"c\",\"time\":\"2026-11-23T02:30:00Z\"}"),
                Files.readAllLines(path()));
    }

    @Test
    void aDamagedLineIsNamed() throws Exception {
        note("a");
        Files.writeString(path(), "\0\0\0\n", StandardOpenOption.APPEND);

        WorkflowException failure = assertThrows(WorkflowException.class, this::done);

        assertTrue(failure.getMessage().contains("w-0.done: line 2 cannot be read"));
    }

    @Test
    void aProcessIsNotedUntilItsJobIsDone() throws Exception {
        ProcessHandle self = ProcessHandle.current();
        try (DoneFile file = DoneFile.open(path())) {
            file.noteStarted(job("a"), self);
            file.noteStarted(job("b"), self);
            file.noteDone(job("a"), NOW);
        }

        try (DoneFile file = DoneFile.open(path())) {
            DoneFile.Started started =
                    new DoneFile.Started(self.pid(), self.info().startInstant().orElseThrow());
            assertEquals(Map.of("b", started), file.unfinished());
        }
    }
}
