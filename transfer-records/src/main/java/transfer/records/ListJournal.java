package transfer.records;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;

/**
 * The journal of one list: which of its items ended, how, what stood at their places then, and
 * their lines of results. A run that is killed loses nothing of it, and the next one with the same
 * list goes on.
 *
 * <p>A text file, appended to and never rewritten, one write an item. Each line ends with a check
 * of itself; a last line that a crash tore is cut off, one that is damaged counts for nothing. Not
 * forced to the disk unless that is asked for: a killed process loses nothing by that, a machine
 * without power does.
 *
 * <p>A lock keeps a second run out as long as this one lives. {@link #add} is safe for use by many
 * threads, everything else belongs to one.
 */
public final class ListJournal implements AutoCloseable {
    private final GrowingFile file;
    private final JournalIndex index;
    private final List<String> notes = new ArrayList<>();
    private boolean continued;
    private IOException failure;

    private ListJournal(GrowingFile file, List<WorkItem> items) {
        this.file = file;
        this.index = new JournalIndex(items);
        file.note().ifPresent(notes::add);
    }

    /**
     * Opens the journal of a list, or begins it.
     *
     * @param items the list, with the numbers that the terms were made of
     * @param durable whether every line is forced to the disk
     * @throws RecordsException when the file is the journal of another list or of other options, is
     *     no journal at all, or is that of a run that is still going on; it stays as it is
     */
    public static ListJournal open(
            Path file, JournalTerms terms, List<WorkItem> items, boolean durable)
            throws IOException, RecordsException {
        ListJournal journal =
                new ListJournal(GrowingFile.open(file, "the journal", durable), items);
        try {
            journal.begin(terms);
            return journal;
        } catch (IOException | RecordsException | RuntimeException e) {
            journal.close();
            throw e;
        }
    }

    private void begin(JournalTerms terms) throws IOException, RecordsException {
        ByteLines lines = file.lines();
        boolean any = lines.next();
        if (!any || isTornHeader(lines)) {
            beginAnew(terms);
            return;
        }
        JournalTerms found = header(lines.line());
        long end = lines.end();
        boolean more = lines.next() && lines.isWhole();
        if (!more && !found.header().equals(terms.header())) {
            beginAnew(terms); // it tells of nothing that could be lost
            return;
        }
        check(found, terms);
        continued = more;
        int damaged = 0;
        while (more) {
            end = lines.end();
            Optional<String> text = CheckedLine.read(lines.line());
            if (text.isPresent()) {
                index.take(JournalLine.parse(text.get()), lines.offset());
            } else {
                damaged++;
            }
            more = lines.next() && lines.isWhole();
        }
        if (damaged > 0) {
            notes.add(
                    damaged
                            + " lines of "
                            + file.path()
                            + " are damaged; their items are done again");
        }
        file.cut(end);
    }

    private static boolean isTornHeader(ByteLines lines) {
        return !lines.isWhole()
                && JournalTerms.isBeginning(new String(lines.line(), StandardCharsets.ISO_8859_1));
    }

    private void beginAnew(JournalTerms terms) throws IOException {
        file.cut(0);
        file.write(CheckedLine.of(terms.header()));
        file.forceName();
    }

    private JournalTerms header(byte[] line) throws RecordsException {
        return CheckedLine.read(line)
                .flatMap(JournalTerms::parse)
                .orElseThrow(() ->
                        new RecordsException(
                                file.path()
                                        + " is no journal, or a damaged one; it was left as it is"));
    }

    private void check(JournalTerms found, JournalTerms terms) throws RecordsException {
        if (!found.isSameList(terms)) {
            throw new RecordsException(
                    "the journal "
                            + file.path()
                            + " is that of "
                            + found.words()
                            + ", not of "
                            + terms.words()
                            + "; name another journal, or remove this one to begin anew");
        }
        if (!found.options().equals(terms.options())) {
            throw new RecordsException(
                    "the journal "
                            + file.path()
                            + " was begun with "
                            + found.options()
                            + ", and this run has "
                            + terms.options()
                            + "; run it as before, or remove the journal to begin anew");
        }
    }

    /**
     * What is left of the list.
     *
     * @param again the items to do, in the order of the list
     * @param changed how many of them an earlier run had done, but their places are not what it
     *     left there
     */
    public record Left(List<WorkItem> again, int changed) {}

    /**
     * Finds out what is left to do. Items whose place is on another machine are believed. Called
     * once, before the first {@link #add}.
     *
     * @param items the list
     */
    public Left left(List<WorkItem> items, Recheck recheck) throws IOException {
        if (index.isEmpty()) {
            return new Left(items, 0);
        }
        DoneItems done = new DoneItems(index, items, recheck);
        ByteLines lines = file.lines();
        while (lines.next()) {
            Optional<String> text = CheckedLine.read(lines.line());
            if (text.isPresent() && lines.offset() > 0) {
                done.compare(JournalLine.parse(text.get()), lines.offset());
            }
        }
        int changed = done.settle().size();
        WorkList again = new WorkList();
        for (WorkItem item : items) {
            if (!index.isDone(item)) {
                again.add(item);
            }
        }
        return new Left(again.end(), changed);
    }

    /**
     * Writes the lines of results of all items that stay done, in the order in which they ended.
     */
    public void copyResults(OutputStream results) throws IOException {
        ByteLines lines = file.lines();
        while (lines.next()) {
            Optional<String> text = CheckedLine.read(lines.line());
            if (text.isPresent() && lines.offset() > 0) {
                JournalLine line = JournalLine.parse(text.get());
                if (index.counts(line, lines.offset())) {
                    results.write((line.result() + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    /**
     * Notes how an item ended; nothing for one that was not tried. A failure to write is kept for
     * {@link #failure}, and nothing more is written after it.
     *
     * @param result the item's line in the results, without its end
     */
    public void add(TransferOutcome outcome, String result) {
        if (outcome instanceof TransferOutcome.NotTried) {
            return;
        }
        LocalState state = LocalState.of(outcome.item());
        byte[] line = CheckedLine.of(JournalLine.of(outcome, state, result).text());
        synchronized (this) {
            if (failure != null) {
                return;
            }
            try {
                file.write(line);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    /** Whether an earlier run began it. */
    public boolean isContinued() {
        return continued;
    }

    /** What the user should know about the file, one sentence each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Why the journal is not whole; empty when it is. */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Takes the journal away, because everything is done. */
    public void remove() throws IOException {
        file.remove();
    }

    /** Gives the file free for another run. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
