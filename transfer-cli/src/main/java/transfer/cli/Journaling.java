package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import transfer.engine.WorkItem;
import transfer.records.JournalTerms;
import transfer.records.ListJournal;
import transfer.records.RecordsException;

/** A list with its journal, if it has one: what is left to do, and what becomes of the journal. */
final class Journaling implements AutoCloseable {
    private final Log log;
    private final Optional<ListJournal> journal;
    private final List<WorkItem> left;

    private Journaling(Log log, Optional<ListJournal> journal, List<WorkItem> left) {
        this.log = log;
        this.journal = journal;
        this.left = left;
    }

    /** Everything is to be done, and nothing kept. */
    static Journaling none(Log log, List<WorkItem> items) {
        return new Journaling(log, Optional.empty(), items);
    }

    /**
     * Opens the journal that the options ask for, and tells what it says.
     *
     * @param list what the user calls the list
     * @throws ProgramException when the journal cannot be used for this list
     */
    static Journaling open(ParseResult options, Log log, String list, List<WorkItem> items)
            throws ProgramException {
        Optional<Path> file = RecordFlags.journal(options, items.size());
        if (file.isEmpty()) {
            return none(log, items);
        }
        try {
            JournalTerms terms = JournalTerms.of(list, items, RecordFlags.terms(options));
            boolean durable = options.matchedOptionValue("--durable", false);
            ListJournal journal = ListJournal.open(file.get(), terms, items, durable);
            ListJournal.Left left = journal.left(items, RecordFlags.recheck(options));
            journal.notes().forEach(note -> log.warning(Log.oneLine(note)));
            log.say(Log.oneLine(sentence(file.get(), journal, left, items.size())));
            return new Journaling(log, Optional.of(journal), left.again());
        } catch (RecordsException e) {
            throw ProgramException.configuration(e.getMessage(), e);
        } catch (IOException e) {
            throw ProgramException.configuration(
                    "the journal cannot be used: " + IoReason.of(e), e);
        }
    }

    private static String sentence(
            Path file, ListJournal journal, ListJournal.Left left, int items) {
        if (!journal.isContinued()) {
            return "the journal is " + file + "; the same command goes on after a kill";
        }
        String changed =
                left.changed() > 0
                        ? " (" + left.changed() + " of them because they are not as they were left)"
                        : "";
        return (items - left.again().size())
                + " of "
                + items
                + " items were done before, as "
                + file
                + " says; "
                + left.again().size()
                + " are left"
                + changed;
    }

    /** The items to do. */
    List<WorkItem> left() {
        return left;
    }

    /** Whether an earlier run of the list ended before everything was done. */
    boolean isContinued() {
        return journal.isPresent() && journal.get().isContinued();
    }

    Optional<ListJournal> journal() {
        return journal;
    }

    /** Takes the journal away when everything is done and told. */
    void end(ListRun.End end) {
        if (journal.isEmpty()) {
            return;
        }
        ListJournal kept = journal.get();
        kept.failure()
                .ifPresent(
                        e -> log.error("The journal is not whole: " + Log.oneLine(IoReason.of(e))));
        if (end.exitCode() == ExitCode.DONE) {
            try {
                kept.remove();
            } catch (IOException e) {
                log.warning("The journal stays: " + Log.oneLine(IoReason.of(e)));
            }
        }
    }

    @Override
    public void close() throws ProgramException {
        if (journal.isPresent()) {
            try {
                journal.get().close();
            } catch (IOException e) {
                throw ProgramException.configuration(
                        "the journal cannot be closed: " + IoReason.of(e), e);
            }
        }
    }
}
