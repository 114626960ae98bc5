package transfer.records;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;

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
    private final Path file;
    private final RandomAccessFile data; // no channel: the interrupt of a thread would close it
    private final boolean durable;
    private final JournalIndex index;
    private final List<String> notes = new ArrayList<>();
    private boolean continued;
    private IOException failure;

    private ListJournal(Path file, RandomAccessFile data, List<WorkItem> items, boolean durable) {
        this.file = file;
        this.data = data;
        this.durable = durable;
        this.index = new JournalIndex(items);
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
        while (true) {
            ListJournal journal =
                    new ListJournal(
                            file, new RandomAccessFile(file.toFile(), "rw"), items, durable);
            try {
                journal.lock();
                // the run that held the lock may have ended well and taken its journal away
                if (Files.exists(file)) {
                    journal.begin(terms);
                    return journal;
                }
            } catch (IOException | RecordsException | RuntimeException e) {
                journal.close();
                throw e;
            }
            journal.close();
        }
    }

    private void lock() throws RecordsException {
        FileLock lock = null;
        try {
            lock = data.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            // held by this very process
        } catch (IOException e) {
            notes.add(
                    file
                            + " cannot be locked ("
                            + e.getMessage()
                            + "); see to it that no other run uses it at the same time");
            return;
        }
        if (lock == null) {
            throw new RecordsException(
                    "the journal "
                            + file
                            + " is in use by another run; wait for its end, or name another"
                            + " journal");
        }
    }

    private void begin(JournalTerms terms) throws IOException, RecordsException {
        ByteLines lines = lines();
        boolean any = lines.next();
        if (!any || isTornHeader(lines)) {
            data.setLength(0);
            data.seek(0);
            write(CheckedLine.of(terms.header()));
            if (durable) {
                forceDirectory();
            }
            return;
        }
        check(lines.line(), terms);
        continued = true;
        int damaged = 0;
        long end = lines.end();
        while (lines.next() && lines.isWhole()) {
            end = lines.end();
            Optional<String> text = CheckedLine.read(lines.line());
            if (text.isPresent()) {
                index.take(JournalLine.parse(text.get()), lines.offset());
            } else {
                damaged++;
            }
        }
        if (damaged > 0) {
            notes.add(damaged + " lines of " + file + " are damaged; their items are done again");
        }
        data.setLength(end);
        data.seek(end);
    }

    private static boolean isTornHeader(ByteLines lines) {
        return !lines.isWhole()
                && JournalTerms.isBeginning(new String(lines.line(), StandardCharsets.ISO_8859_1));
    }

    private void check(byte[] header, JournalTerms terms) throws RecordsException {
        JournalTerms found =
                CheckedLine.read(header)
                        .flatMap(JournalTerms::parse)
                        .orElseThrow(() ->
                                new RecordsException(
                                        file
                                                + " is no journal, or a damaged one; it was left as"
                                                + " it is"));
        if (!found.isSameList(terms)) {
            throw new RecordsException(
                    "the journal "
                            + file
                            + " is that of "
                            + found.words()
                            + ", not of "
                            + terms.words()
                            + "; name another journal, or remove this one to begin anew");
        }
        if (!found.options().equals(terms.options())) {
            throw new RecordsException(
                    "the journal "
                            + file
                            + " was begun with "
                            + found.options()
                            + ", and this run has "
                            + terms.options()
                            + "; run it as before, or remove the journal to begin anew");
        }
    }

    private void forceDirectory() throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
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
        DoneItems done = new DoneItems(index, items, recheck);
        ByteLines lines = lines();
        while (lines.next()) {
            Optional<String> text = CheckedLine.read(lines.line());
            if (text.isPresent() && lines.offset() > 0) {
                done.compare(JournalLine.parse(text.get()), lines.offset());
            }
        }
        int changed = done.settle().size();
        List<WorkItem> again = items.stream().filter(item -> !index.isDone(item)).toList();
        return new Left(again, changed);
    }

    /**
     * Writes the lines of results of all items that stay done, in the order in which they ended.
     */
    public void copyResults(OutputStream results) throws IOException {
        ByteLines lines = lines();
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

    /** From the beginning; afterwards the file stands at its end, where lines are added. */
    private ByteLines lines() throws IOException {
        data.seek(0);
        // not to be closed: that would close the file, and with it give up the lock
        return new ByteLines(new FileInputStream(data.getFD()));
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
                write(line);
            } catch (IOException e) {
                failure = e;
            }
        }
    }

    private void write(byte[] line) throws IOException {
        data.write(line);
        if (durable) {
            data.getFD().sync();
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
        // empty first: a run that waits for the lock with the file open must not go on with it
        data.setLength(0);
        Files.deleteIfExists(file);
    }

    /** Gives the file free for another run. */
    @Override
    public void close() throws IOException {
        data.close();
    }
}
