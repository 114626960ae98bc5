package transfer.cli;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import transfer.concurrency.ServerLimit;
import transfer.engine.Progress;
import transfer.engine.WorkItem;
import transfer.records.ListJournal;
import transfer.records.ReceiptsFile;

/**
 * Everything that listens to one run: the log, the bar, the results, and the records that Pegasus
 * reads. Opened before the run, ended after it.
 */
final class Reports implements AutoCloseable {
    private static final int USUAL_COLUMNS = 80;
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Surroundings surroundings;
    private final Log log;
    private final Narrator narrator;
    private final Statistics statistics = new Statistics();
    private final IntegrityMetrics metrics = new IntegrityMetrics();
    private final FailureNotes failures = new FailureNotes();
    private final List<Progress> listeners = new ArrayList<>();
    private Optional<LiveBar> bar = Optional.empty();
    private Optional<ResultsFile> results = Optional.empty();
    private Optional<ReceiptsFile> receipts = Optional.empty();
    private Optional<AttemptLog> attempts = Optional.empty();
    private Optional<MetaRecords> metas = Optional.empty();
    private Optional<LiveMonitoring> monitoring = Optional.empty();

    private Reports(Surroundings surroundings, Log log) {
        this.surroundings = surroundings;
        this.log = log;
        this.narrator = new Narrator(log);
        listeners.add(narrator);
        listeners.add(statistics);
        listeners.add(metrics);
    }

    /**
     * Opens what the options and the environment ask for.
     *
     * @throws ProgramException when the results cannot be written; what only Pegasus wants is
     *     warned of and left out
     */
    static Reports open(
            Surroundings surroundings, Screen screen, Log log, Reporting wanted, int items)
            throws ProgramException {
        Reports reports = new Reports(surroundings, log);
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        // before the journal: what that calls done is not looked at again after a kill
        job.integrityData()
                .ifPresent(file -> reports.listeners.add(new IntegrityRecords(file, log)));
        job.metaFile()
                .ifPresent(file -> {
                    MetaRecords metas =
                            new MetaRecords(
                                    surroundings.directory().resolve(file),
                                    surroundings.variable("USER"),
                                    surroundings.clock(),
                                    log);
                    reports.metas = Optional.of(metas);
                    reports.listeners.add(metas);
                });
        reports.openRecords(wanted);
        reports.openForPegasus(job);
        if (wanted.showsBar(surroundings.errorsAreTerminal())) {
            LiveBar bar = LiveBar.start(screen, items, reports.columns());
            reports.bar = Optional.of(bar);
            reports.listeners.add(bar);
        }
        return reports;
    }

    /** From now on notes what fails, for {@link #tellFailures}. */
    void noteFailures() {
        listeners.add(failures);
    }

    /**
     * Tells whoever keeps records for later jobs what an earlier run of the list has done.
     *
     * @param items the whole list
     */
    void remember(Journaling journal, List<WorkItem> items) throws IOException {
        if (metas.isPresent()) {
            metas.get().remember(journal.before(items), journal.results());
        }
    }

    /** Says why items failed and what to do next, if any did. */
    void tellFailures() {
        List<String> lines = failures.lines();
        if (!lines.isEmpty()) {
            log.say("Why items are not done, and what to do (transfer explain RESULTS says more):");
            lines.forEach(line -> log.say("  " + line));
        }
    }

    private void openRecords(Reporting wanted) throws ProgramException {
        if (wanted.results().isEmpty()
                && wanted.journal().isEmpty()
                && wanted.receipts().isEmpty()) {
            return;
        }
        Whereabouts where = Whereabouts.of(surroundings.environment());
        if (wanted.receipts().isPresent()) {
            receipts = Optional.of(RecordFlags.open(wanted.receipts().get(), surroundings, where));
            receipts.get().notes().forEach(note -> log.warning(Log.oneLine(note)));
        }
        if (wanted.results().isPresent()) {
            try {
                results = Optional.of(opened(wanted.results().get(), wanted.journal(), where));
            } catch (IOException e) {
                throw ProgramException.configuration(
                        "the results cannot be written: " + IoReason.of(e), e);
            }
        }
        listeners.add(new ItemRecords(receipts, wanted.journal(), results, where));
    }

    /**
     * Results of earlier runs come first: whatever those left in the file, the journal has it too.
     * No file channel: the interrupt of one thread would close it for everybody.
     */
    private ResultsFile opened(Path file, Optional<ListJournal> journal, Whereabouts where)
            throws IOException {
        OutputStream stream =
                file.equals(STANDARD_OUTPUT)
                        ? new Shared(surroundings.output())
                        : new FileOutputStream(file.toFile());
        if (journal.isPresent()) {
            OutputStream buffered = new BufferedOutputStream(stream);
            journal.get().copyResults(buffered);
            buffered.flush();
        }
        return new ResultsFile(stream, where);
    }

    /** Standard output, which stays open and is asked for its failures. */
    private static final class Shared extends FilterOutputStream {
        private final java.io.PrintStream output;

        Shared(java.io.PrintStream output) {
            super(output);
            this.output = output;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            output.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (output.checkError()) {
                throw new IOException("standard output is closed");
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    private void openForPegasus(JobEnvironment job) {
        if (job.multipartDirectory().isPresent()) {
            try {
                AttemptLog opened = AttemptLog.open(job.multipartDirectory().get());
                attempts = Optional.of(opened);
                listeners.add(opened);
            } catch (IOException e) {
                log.warning("The log of attempts is left out: " + Log.oneLine(IoReason.of(e)));
            }
        }
        if (job.wantsMonitoring()) {
            LiveMonitoring started =
                    LiveMonitoring.start(surroundings.environment(), surroundings.clock(), log);
            monitoring = Optional.of(started);
            listeners.add(started);
        }
    }

    private int columns() {
        String columns = surroundings.variable("COLUMNS");
        return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : USUAL_COLUMNS;
    }

    Progress audience() {
        return new Audience(listeners);
    }

    Narrator narrator() {
        return narrator;
    }

    /** Takes the bar away, so that what follows stays. */
    void endBar() {
        bar.ifPresent(LiveBar::close);
    }

    /** Writes what monitoring looks for to the log. */
    void tellMetrics() {
        metrics.lines(surroundings.clock()).forEach(log::info);
    }

    private static String words(ServerLimit.Use use) {
        return Log.oneLine(use.server())
                + ": at most "
                + use.highest()
                + " at once, "
                + use.last()
                + " allowed in the end, lowered "
                + use.shrinks()
                + " times";
    }

    /** Says how many were at each server at once, where that was found by trying. */
    void tellServers(List<ServerLimit.Use> servers) {
        // a text of so many parts costs a short run more than all else here
        if (log.shows(Log.Level.DEBUG)) {
            servers.forEach(use -> log.debug(words(use)));
        }
        List<ServerLimit.Use> changed = servers.stream().filter(use -> use.changes() > 0).toList();
        if (!changed.isEmpty()) {
            results.ifPresent(file -> file.writeServers(changed));
        }
    }

    /** Writes the statistics to the log, in the reference's words. */
    void tellStatistics(Duration elapsed) {
        statistics.lines(elapsed).forEach(log::info);
    }

    /** Puts everything written under its name; what fails is told and makes it false. */
    boolean publish() {
        boolean complete = true;
        if (metas.isPresent()) {
            try {
                metas.get().publish();
            } catch (IOException e) {
                log.error(
                        "The checksums for later jobs are not written: "
                                + Log.oneLine(IoReason.of(e)));
                complete = false;
            }
        }
        if (attempts.isPresent()) {
            try {
                attempts.get().publish(surroundings.clock());
            } catch (IOException e) {
                log.error("The log of attempts is not whole: " + Log.oneLine(IoReason.of(e)));
            }
        }
        if (results.isPresent()) {
            try {
                results.get().close();
            } catch (IOException e) {
                log.error("The results are not whole: " + Log.oneLine(IoReason.of(e)));
                complete = false;
            }
        }
        if (receipts.isPresent()) {
            try {
                receipts.get().end();
            } catch (IOException e) {
                log.error("The receipts are not whole: " + Log.oneLine(IoReason.of(e)));
                complete = false;
            }
        }
        return complete;
    }

    @Override
    public void close() {
        endBar();
        monitoring.ifPresent(LiveMonitoring::close);
        if (receipts.isPresent()) {
            try {
                receipts.get().close();
            } catch (IOException e) {
                log.warning("The receipts stay open: " + Log.oneLine(IoReason.of(e)));
            }
        }
        if (attempts.isPresent()) {
            try {
                attempts.get().close();
            } catch (IOException e) {
                log.warning("A hidden file stays behind: " + Log.oneLine(IoReason.of(e)));
            }
        }
    }
}
