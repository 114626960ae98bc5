package transfer.workflow;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job of a planned workflow.
 *
 * @param name unlike any other's in the workflow
 * @param command what it does; without words where {@code kind} is {@link Kind#NOTHING}
 * @param parents the jobs that must be done before
 * @param outputs what its program writes and others count on: forced to the disk before it is done
 */
public record Job(
        String name,
        Kind kind,
        Command command,
        Terms terms,
        List<String> parents,
        List<Path> outputs) {
    public Job {
        parents = List.copyOf(parents);
        outputs = List.copyOf(outputs);
    }

    /** Who does it, and what it takes a place of. */
    public enum Kind {
        /** A list of transfers, done in this process. */
        LIST,
        /** A process that takes processors. */
        COMPUTE,
        /** A process that takes next to none. */
        COMMAND,
        /** Others wait for it. */
        NOTHING
    }

    /**
     * What a process is started with; for a list, how the transfer program would be called.
     *
     * @param words the program and its arguments
     * @param input what it reads
     * @param directory where it starts; made if it is not there
     * @param environment besides what all have
     * @param output where standard output goes
     * @param errors where standard error goes
     */
    public record Command(
            List<String> words,
            Optional<Path> input,
            Path directory,
            Map<String, String> environment,
            Optional<Path> output,
            Optional<Path> errors) {
        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * When it may run.
     *
     * @param category whose limit it counts for; empty for none
     * @param retries how often it is tried again
     * @param priority higher runs first
     * @param processors that it takes, at least 1
     */
    public record Terms(String category, int retries, int priority, int processors) {}
}
