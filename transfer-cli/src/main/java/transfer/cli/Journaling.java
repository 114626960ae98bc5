package transfer.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Opens the journal of a list that is a job of a workflow: beside the list, for lists of
     * several items. One that cannot be used is warned of, and the list begins with its first item.
     *
     * @param links whether its items may become links
     */
    static Journaling ofJob(
            ParseResult options, boolean links, Log log, Path list, List<WorkItem> items) {
        if (items.size() < 2) {
            return none(log, items);
        }
        Path file = list.resolveSibling(list.getFileName() + ".journal");
        String words = RecordFlags.terms(options) + ",job-links=" + links;
        try {
            JournalTerms terms = JournalTerms.of(list.getFileName().toString(), items, words);
            boolean durable = options.matchedOptionValue("--durable", false);
            ListJournal journal = ListJournal.open(file, terms, items, durable);
            ListJournal.Left left = journal.left(items, RecordFlags.recheck(options));
            journal.notes().forEach(note -> log.warning(Log.oneLine(note)));
            if (journal.isContinued()) {
                log.say(Log.oneLine(sentence(file, journal, left, items.size())));
            }
            return new Journaling(log, Optional.of(journal), left.again());
        } catch (RecordsException e) {
            log.warning(Log.oneLine("Nothing is known of earlier tries: " + e.getMessage()));
        } catch (IOException e) {
            log.warning(Log.oneLine("Nothing is known of earlier tries: " + IoReason.of(e)));
        }
        return none(log, items);
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

    /**
     * What is not done again, by its number in the list.
     *
     * @param items the whole list
     */
    Map<Integer, WorkItem> before(List<WorkItem> items) {
        Map<Integer, WorkItem> before = new HashMap<>();
        if (left.size() < items.size()) {
            items.forEach(item -> before.put(item.position().item(), item));
            left.forEach(item -> before.remove(item.position().item()));
        }
        return before;
    }

    /** The lines of results of what is not done again. */
    List<String> results() throws IOException {
        ByteArrayOutputStream results = new ByteArrayOutputStream();
        if (journal.isPresent()) {
            journal.get().copyResults(results);
        }
        return results.toString(StandardCharsets.UTF_8).lines().toList();
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
        end(end.exitCode() == ExitCode.DONE);
    }

    /**
     * The same for a list that is a job.
     *
     * @param isDone whether everything is done and told
     */
    void end(boolean isDone) {
        if (journal.isEmpty()) {
            return;
        }
        ListJournal kept = journal.get();
        kept.failure()
                .ifPresent(
                        e -> log.error("The journal is not whole: " + Log.oneLine(IoReason.of(e))));
        if (isDone) {
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
