package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;
import transfer.cache.NodeCache;
import transfer.cli.GnuOptions.BadOptionException;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.engine.Defect;
import transfer.engine.EngineOptions;
import transfer.engine.RunSummary;
import transfer.engine.TransferEngine;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;
import transfer.list.ListDialect;
import transfer.list.TransferList;
import transfer.protocol.Protocol;
import transfer.workflow.Job;
import transfer.workflow.JobFailure;
import transfer.workflow.Lists;

/**
 * Does the lists of a workflow with the engine of this process, as {@code pegasus-transfer} would
 * do each. Safe for use by many threads.
 */
final class NodeLists implements Lists, AutoCloseable {
    private final Session session;
    private final ParseResult options;
    private final List<Protocol> protocols;
    private final Optional<NodeCache> cache;

    /** All lists have their places at servers together. */
    private final TransferEngine shared;

    private NodeLists(
            Session session,
            ParseResult options,
            List<Protocol> protocols,
            Optional<NodeCache> cache,
            TransferEngine shared) {
        this.session = session;
        this.options = options;
        this.protocols = protocols;
        this.cache = cache;
        this.shared = shared;
    }

    static NodeLists open(Session session, ParseResult options) throws ProgramException {
        Surroundings surroundings = session.surroundings();
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        InFlight inFlight = InFlight.of(options, job);
        List<Protocol> protocols =
                surroundings
                        .protocols()
                        .open(EngineFlags.network(options, surroundings, session.log()));
        TransferEngine engine =
                new TransferEngine(
                        protocols,
                        Credentials.standard(surroundings.environmentWithHome()),
                        EngineFlags.engine(options, job, inFlight, session.log()));
        return new NodeLists(
                session,
                options,
                protocols,
                CacheFlags.open(options, surroundings, session.log()),
                inFlight.node()
                        .map(engine::adaptive)
                        .orElse(engine)
                        .sharing(new Narrator(session.log())));
    }

    @Override
    public void run(Job job) throws JobFailure, InterruptedException {
        Path errors = job.command().errors().orElse(Path.of("/dev/null"));
        try (PrintStream stream = new PrintStream(Files.newOutputStream(errors))) {
            new OneList(job, stream).run();
        } catch (ProgramException e) {
            throw new JobFailure(Log.oneLine(e.getMessage()), true);
        } catch (IOException e) {
            throw new JobFailure("around the list: " + IoReason.of(e), false);
        }
    }

    /** A list on its way. */
    private final class OneList {
        private final Job job;
        private final Surroundings surroundings;
        private final Screen screen;
        private final PegasusOptions called;
        private final Log log;

        OneList(Job job, PrintStream errors) throws ProgramException {
            this.job = job;
            this.surroundings = surroundings(job, errors);
            this.screen = new Screen(errors);
            this.called = called(job);
            this.log = Log.forJob(screen, surroundings.clock(), called.debug());
        }

        private Surroundings surroundings(Job of, PrintStream errors) {
            Surroundings all = session.surroundings();
            Map<String, String> environment = new HashMap<>(all.environment());
            environment.putAll(of.command().environment());
            return all.ofJob(environment, errors, of.command().input().get().getParent());
        }

        private static PegasusOptions called(Job of) throws ProgramException {
            List<String> words = of.command().words();
            try {
                return PegasusOptions.parse(words.subList(1, words.size()).toArray(String[]::new));
            } catch (BadOptionException e) {
                throw ProgramException.usage("the arguments of the list: " + e.getMessage());
            }
        }

        void run() throws ProgramException, JobFailure, InterruptedException {
            Credentials credentials = Credentials.standard(surroundings.environmentWithHome());
            List<WorkItem> items = ExpectedChecksums.added(read(), surroundings, log);
            TransferEngine engine = engine(credentials);
            List<Defect> defects = engine.check(items);
            if (!defects.isEmpty()) {
                throw ProgramException.usage(Session.sentence(defects));
            }
            if (!WorkList.copyOf(items).isLocal()) {
                check(credentials);
                if (cache.isPresent()) {
                    engine = engine.with(cache.get());
                }
            }
            run(engine, items);
        }

        private void check(Credentials credentials) throws ProgramException {
            try {
                credentials.check();
            } catch (CredentialException e) {
                throw ProgramException.configuration(e.getMessage(), e);
            }
        }

        private List<WorkItem> read() throws ProgramException {
            Path file = job.command().input().get();
            try (InputStream input = Files.newInputStream(file)) {
                ListDialect dialect = new ListDialect(surroundings.environment(), true);
                TransferList list = TransferList.read(input, dialect);
                if (!list.defects().isEmpty()) {
                    throw ProgramException.usage(Session.sentence(list.defects()));
                }
                return list.items();
            } catch (IOException e) {
                throw new ProgramException(
                        ExitCode.BAD_USAGE,
                        "the list cannot be read from " + file + ": " + IoReason.of(e),
                        e);
            }
        }

        private TransferEngine engine(Credentials credentials) throws ProgramException {
            JobEnvironment environment = new JobEnvironment(surroundings.environment());
            InFlight inFlight = InFlight.of(options, environment);
            EngineOptions wanted =
                    EngineFlags.engine(options, environment, inFlight, log)
                            .with(
                                    called.symlink()
                                            ? EngineOptions.Linking.ALWAYS
                                            : EngineOptions.Linking.NEVER);
            return shared.with(credentials, wanted);
        }

        private void run(TransferEngine engine, List<WorkItem> items)
                throws ProgramException, JobFailure, InterruptedException {
            Path list = job.command().input().get();
            try (Journaling journal =
                    Journaling.ofJob(options, called.symlink(), log, list, items)) {
                run(engine, items, journal);
            }
        }

        private void run(TransferEngine engine, List<WorkItem> all, Journaling journal)
                throws ProgramException, JobFailure, InterruptedException {
            Reporting reporting =
                    Reporting.ofJob(log.shows(Log.Level.DEBUG)).with(journal.journal());
            List<WorkItem> items = journal.left();
            try (Reports reports =
                    Reports.open(surroundings, screen, log, reporting, items.size())) {
                reports.noteFailures();
                reports.remember(journal, all);
                long begin = System.nanoTime();
                RunSummary summary = engine.run(items, reports.audience());
                Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
                reports.tellMetrics();
                reports.tellFailures();
                log.say(reports.narrator().summary(summary, items.size(), elapsed));
                boolean told = reports.publish();
                journal.end(summary.allDone() && told && !Thread.currentThread().isInterrupted());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!summary.allDone()) {
                    throw new JobFailure(
                            items.size()
                                    - summary.done()
                                    + " of "
                                    + items.size()
                                    + " transfers are not done",
                            summary.failedForNow() == 0);
                }
                if (!told) {
                    throw new JobFailure("what later jobs need of it is not written", false);
                }
            } catch (IOException e) {
                throw ProgramException.configuration(
                        "the journal cannot be read: " + IoReason.of(e), e);
            }
        }
    }

    @Override
    public void close() {
        shared.close();
        protocols.forEach(Protocol::close);
        cache.ifPresent(NodeCache::close);
    }
}
