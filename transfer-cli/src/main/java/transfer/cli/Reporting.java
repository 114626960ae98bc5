package transfer.cli;

import java.nio.file.Path;
import java.util.Optional;
import transfer.records.ListJournal;

/**
 * How a run is to be told.
 *
 * @param results where results go as JSON lines; {@code -} is standard output
 * @param debug whether everything is told
 * @param journal is told of every item before the results are
 * @param receipts is told before the journal is
 */
record Reporting(
        Optional<Path> results,
        Bar bar,
        boolean debug,
        Optional<ListJournal> journal,
        Optional<Receipting> receipts) {

    /**
     * Receipts that are wanted.
     *
     * @param file where they go
     * @param key signs them
     * @param durable whether each is forced to the disk
     */
    record Receipting(Path file, Optional<Path> key, boolean durable) {}

    /** When the progress bar is shown. */
    enum Bar {
        /** When standard error is a terminal. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** What a job gets: log lines, nothing else. */
    static Reporting ofJob(boolean debug) {
        return new Reporting(
                Optional.empty(), Bar.NEVER, debug, Optional.empty(), Optional.empty());
    }

    Reporting with(Optional<ListJournal> newJournal) {
        return new Reporting(results, bar, debug, newJournal, receipts);
    }

    boolean showsBar(boolean errorsAreTerminal) {
        return switch (bar) {
            case AUTO -> errorsAreTerminal;
            case ALWAYS -> true;
            case NEVER -> false;
        };
    }
}
