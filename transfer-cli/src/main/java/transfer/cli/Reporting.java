package transfer.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run is to be told.
 *
 * @param results where results go as JSON lines; {@code -} is standard output
 * @param debug whether everything is told
 */
record Reporting(Optional<Path> results, Bar bar, boolean debug) {

    /** When the progress bar is shown. */
    enum Bar {
        /** When standard error is a terminal. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** What a job gets: log lines, nothing else. */
    static Reporting ofJob(boolean debug) {
        return new Reporting(Optional.empty(), Bar.NEVER, debug);
    }

    boolean showsBar(boolean errorsAreTerminal) {
        return switch (bar) {
            case AUTO -> errorsAreTerminal;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
