package transfer.workflow;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs commands as processes, without a shell. Safe for use by many threads. */
final class Commands {
    private static final File NOTHING = new File("/dev/null");
    private static final int SIGNALLED = 128;

    private final Map<String, String> environment;
    private final DoneFile journal;

    /**
     * @param environment what every process has
     * @param journal is told of every process
     */
    Commands(Map<String, String> environment, DoneFile journal) {
        this.environment = environment;
        this.journal = journal;
    }

    /**
     * Runs one to its end, and forces what it wrote to the disk.
     *
     * @throws InterruptedException when the calling thread is interrupted; the process and all that
     *     it started have ended then
     */
    void run(Job job) throws JobFailure, InterruptedException {
        try {
            Files.createDirectories(job.command().directory());
            process(job);
            WrittenFiles.force(job.outputs());
        } catch (NoSuchFileException e) {
            throw new JobFailure("a file is missing: " + e.getFile(), false);
        } catch (IOException e) {
            throw new JobFailure("around the command: " + e, false);
        }
    }

    private void process(Job job) throws IOException, JobFailure, InterruptedException {
        Job.Command command = job.command();
        ProcessBuilder builder = new ProcessBuilder(command.words());
        builder.directory(command.directory().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(command.environment());
        builder.redirectInput(command.input().map(Path::toFile).orElse(NOTHING));
        builder.redirectOutput(sink(command.output()));
        builder.redirectError(sink(command.errors()));
        if (command.input().isPresent() && !Files.isReadable(command.input().get())) {
            throw new NoSuchFileException(command.input().get().toString());
        }
        int status = waitFor(job, started(builder));
        if (status != 0) {
            throw new JobFailure(words(status), false);
        }
    }

    private static Redirect sink(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return Redirect.DISCARD;
        }
        Files.createDirectories(file.get().toAbsolutePath().getParent());
        return Redirect.to(file.get().toFile());
    }

    /** What is no program now will be none in a minute. */
    private static Process started(ProcessBuilder builder) throws JobFailure {
        try {
            return builder.start();
        } catch (IOException e) {
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new JobFailure(
                    "the program " + builder.command().getFirst() + " cannot be started: " + reason,
                    true);
        }
    }

    private int waitFor(Job job, Process process) throws IOException, InterruptedException {
        boolean isDone = false;
        try {
            journal.noteStarted(job, process.toHandle());
            int status = process.waitFor();
            isDone = status == 0;
            return status;
        } finally {
            if (!isDone) {
                endAll(job, process);
            }
        }
    }

    /** Also what a process left behind that has ended: it would write into the next round. */
    private static void endAll(Job job, Process process) {
        List<ProcessHandle> left = new ArrayList<>(List.of(process.toHandle()));
        Survivors.Mark.of(job.command().environment())
                .ifPresent(mark -> Survivors.carrying(Set.of(mark)).values().forEach(left::addAll));
        ProcessTree.end(left, ProcessTree.PATIENCE);
    }

    private static String words(int status) {
        return status > SIGNALLED && status < SIGNALLED + 65
                ? "it was ended by the signal " + (status - SIGNALLED)
                : "it ended with the exit code " + status;
    }
}
