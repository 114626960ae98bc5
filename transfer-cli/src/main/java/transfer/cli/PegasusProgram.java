package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import transfer.cli.GnuOptions.BadOptionException;
import transfer.credentials.CredentialException;
import transfer.engine.Defect;
import transfer.engine.EngineOptions;
import transfer.engine.EngineOptions.Linking;
import transfer.engine.RunSummary;
import transfer.engine.Verification;
import transfer.engine.WorkItem;
import transfer.list.ListDialect;
import transfer.list.TransferList;
import transfer.protocol.NetworkSettings;
import transfer.retry.RetryPolicy;

/**
 * The program {@code pegasus-transfer}: options, messages, files and exit codes as Pegasus and its
 * users know them, the work done by the same engine.
 *
 * <p>{@code -s} makes links whatever the sites are. The reference's manual says otherwise, but its
 * code does this, and planners and workflows rely on the code.
 */
final class PegasusProgram {
    /** Everything that is neither done nor bad usage. */
    static final int FAILURE = 1;

    private static final int BAD_USAGE = 2;
    private static final String RULE = "-".repeat(80);

    private final Surroundings surroundings;
    private final Cancellation cancellation;
    private final Screen screen;
    private final Instant begin;

    PegasusProgram(Surroundings surroundings, Cancellation cancellation) {
        this.surroundings = surroundings;
        this.cancellation = cancellation;
        this.screen = new Screen(surroundings.errors());
        this.begin = surroundings.clock().instant();
    }

    /** Runs it and returns the exit code. */
    int run(String... arguments) {
        PegasusOptions options;
        try {
            options = PegasusOptions.parse(arguments);
        } catch (BadOptionException e) {
            screen.line(PegasusOptions.USAGE);
            screen.line("pegasus-transfer: error: " + Log.oneLine(e.getMessage()));
            return BAD_USAGE;
        }
        if (options.help()) {
            surroundings.output().print(PegasusOptions.HELP);
            surroundings.output().flush();
            return 0;
        }
        Log log = Log.forJob(screen, surroundings.clock(), options.debug());
        try {
            return perform(options, log);
        } catch (ProgramException e) {
            log.critical(e.getMessage());
        } catch (RuntimeException | Error e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            log.critical(trace.toString().stripTrailing());
        }
        return FAILURE;
    }

    private int perform(PegasusOptions options, Log log) throws ProgramException {
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        EngineOptions engine = engine(options, job, log);
        TransferList list = read(options, log);
        NetworkSettings network = surroundings.network();
        if (!list.defects().isEmpty()) {
            try (ListRun run = new ListRun(surroundings, engine, network)) {
                throw ProgramException.usage(ReferenceWords.of(list, run.defects(list)));
            }
        }
        log.info(list.items().size() + " transfers loaded");
        List<WorkItem> items = ExpectedChecksums.added(list.items(), surroundings, log);
        try (ListRun run = new ListRun(surroundings, engine, network)) {
            checkCredentials(run, log);
            List<Defect> defects = run.defects(items);
            if (!defects.isEmpty()) {
                throw ProgramException.usage(ReferenceWords.ofImpossible(defects, items));
            }
            CacheFlags.ofJob(surroundings, log).ifPresent(run::share);
            return perform(run, items, engine, log);
        }
    }

    private EngineOptions engine(PegasusOptions options, JobEnvironment job, Log log)
            throws ProgramException {
        int threads = options.threads() > 0 ? options.threads() : job.threads();
        return new EngineOptions(
                threads,
                threads,
                EngineOptions.STANDARD_STREAMS,
                RetryPolicy.STANDARD.withRounds(options.maxAttempts()),
                Verification.PREFER,
                options.symlink() ? Linking.ALWAYS : Linking.NEVER,
                job.stagingDirectory(),
                Optional.empty(),
                OptionalLong.empty(),
                false,
                job.errorRate(log));
    }

    private TransferList read(PegasusOptions options, Log log) throws ProgramException {
        ListDialect dialect = new ListDialect(surroundings.environment(), true);
        if (options.file().isEmpty()) {
            log.info("Reading URL pairs from stdin");
            return parsed(surroundings.input(), dialect);
        }
        String file = options.file().get();
        log.info("Reading transfer specification from " + Log.oneLine(file));
        try (InputStream input = Files.newInputStream(Path.of(file))) {
            return parsed(input, dialect);
        } catch (IOException e) {
            String reason = ReferenceWords.of(e, file);
            log.critical("Error opening input file: " + reason);
            throw new ProgramException(ExitCode.BAD_USAGE, reason, e);
        }
    }

    private static TransferList parsed(InputStream input, ListDialect dialect)
            throws ProgramException {
        try {
            return TransferList.read(input, dialect);
        } catch (FileSystemException e) {
            throw new ProgramException(ExitCode.BAD_USAGE, IoReason.of(e), e);
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.BAD_USAGE,
                    "Error reading transfer list: " + Log.oneLine(IoReason.of(e)),
                    e);
        }
    }

    /** Also when no item needs any, as in the reference. */
    private static void checkCredentials(ListRun run, Log log) throws ProgramException {
        try {
            run.checkCredentials();
        } catch (CredentialException e) {
            String reason = Log.oneLine(e.getMessage());
            log.critical("Unable to load credentials: " + reason);
            throw new ProgramException(ExitCode.BAD_CONFIGURATION, reason, e);
        }
    }

    private int perform(ListRun run, List<WorkItem> items, EngineOptions engine, Log log)
            throws ProgramException {
        Reporting reporting = Reporting.ofJob(log.shows(Log.Level.DEBUG));
        try (Reports reports = Reports.open(surroundings, screen, log, reporting, items.size())) {
            log.info(RULE);
            log.info("Starting transfers - attempt 1");
            int inFlight = Math.min(engine.itemsInFlight(), Math.max(1, items.size()));
            log.debug("Using " + inFlight + " threads for this set of transfers");
            ListRun.End end =
                    run.run(
                            items,
                            reports,
                            begin,
                            cancellation,
                            (told, summary, elapsed) -> tellEnd(told, summary, elapsed, log));
            return end.summary().allDone() && !end.cancelled() && end.reportsComplete()
                    ? 0
                    : FAILURE;
        }
    }

    private void tellEnd(Reports reports, RunSummary summary, Duration elapsed, Log log) {
        log.info(RULE);
        reports.tellMetrics();
        reports.tellStatistics(elapsed);
        if (cancellation.isRequested()) {
            log.warning("Exiting due to a signal");
        } else if (summary.allDone()) {
            log.info("All transfers completed successfully.");
        } else {
            log.critical("Some transfers failed! See above, and possibly stderr.");
        }
    }
}
