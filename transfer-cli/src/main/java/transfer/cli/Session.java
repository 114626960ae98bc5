package transfer.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;
import transfer.credentials.CredentialException;
import transfer.engine.Defect;
import transfer.engine.EngineOptions;
import transfer.engine.ListPosition;
import transfer.engine.RoutePlan;
import transfer.engine.TransferTerms;
import transfer.engine.WorkItem;
import transfer.engine.WorkList;
import transfer.list.TransferList;
import transfer.protocol.ByteText;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/**
 * One call of the program under the name {@code transfer}: what commands have in common.
 *
 * @param begin when the program began
 */
record Session(
        Surroundings surroundings,
        Cancellation cancellation,
        Screen screen,
        Log log,
        Instant begin) {

    /** Runs items as the options say: checks them all, then does them, or says what it would do. */
    ExitCode run(List<WorkItem> items, ParseResult options) throws ProgramException {
        return run(items, options, Optional.empty());
    }

    /**
     * The same for a list, which may have a journal.
     *
     * @param list what the user calls it
     */
    ExitCode run(List<WorkItem> given, ParseResult options, Optional<String> list)
            throws ProgramException {
        WorkList items = WorkList.copyOf(given);
        try (ListRun run = open(options)) {
            checkCredentials(run, items);
            List<Defect> defects = run.defects(items);
            if (!defects.isEmpty()) {
                throw ProgramException.usage(sentence(defects));
            }
            if (options.matchedOptionValue("--dry-run", false)) {
                items.forEach(item -> print(run.plan(item)));
                return ExitCode.DONE;
            }
            RecordFlags.checkFiles(options, items, list.isPresent());
            if (!items.isLocal()) {
                CacheFlags.open(options, surroundings, log).ifPresent(run::share);
            }
            try (Journaling journaling =
                    list.isPresent()
                            ? Journaling.open(options, log, list.get(), items)
                            : Journaling.none(log, items)) {
                return run(run, journaling, EngineFlags.reporting(options));
            }
        }
    }

    private ListRun open(ParseResult options) throws ProgramException {
        NetworkSettings network = EngineFlags.network(options, surroundings, log);
        JobEnvironment job = new JobEnvironment(surroundings.environment());
        InFlight inFlight = InFlight.of(options, job);
        EngineOptions engine = EngineFlags.engine(options, job, inFlight, log);
        ListRun run = new ListRun(surroundings, engine, network);
        inFlight.node().ifPresent(run::adapt);
        return run;
    }

    /** Everything that is wrong with a list. */
    List<Defect> defects(TransferList list, ParseResult options) throws ProgramException {
        try (ListRun run = open(options)) {
            return run.defects(list);
        }
    }

    /** A list of local work needs no credentials, and fails for none. */
    private static void checkCredentials(ListRun run, WorkList items) throws ProgramException {
        if (items.isLocal()) {
            return;
        }
        try {
            run.checkCredentials();
        } catch (CredentialException e) {
            throw ProgramException.configuration(e.getMessage(), e);
        }
    }

    /** All of them, not only the first. */
    static String sentence(List<Defect> defects) {
        String count = defects.size() == 1 ? "1 defect" : defects.size() + " defects";
        return defects.stream()
                .map(defect -> "  " + Log.oneLine(defect.toString()))
                .collect(Collectors.joining("\n", count + " found, nothing was moved:\n", ""));
    }

    private void print(RoutePlan plan) {
        StringBuilder text = new StringBuilder();
        WorkItem item = plan.item();
        text.append("item ").append(item.position().item()).append(": ");
        text.append(Narrator.words(item)).append('\n');
        plan.steps().forEach(step -> text.append("  ").append(Log.oneLine(step)).append('\n'));
        plan.credentials()
                .forEach(credential ->
                        text.append("  credential: ").append(Log.oneLine(credential)).append('\n'));
        print(text.toString());
    }

    /** To standard output, bytes of names as they are. */
    void print(String text) {
        byte[] bytes = ByteText.encode(text);
        PrintStream output = surroundings.output();
        output.write(bytes, 0, bytes.length);
    }

    private ExitCode run(ListRun run, Journaling journaling, Reporting reporting)
            throws ProgramException {
        List<WorkItem> items = journaling.left();
        if (journaling.isContinued()) {
            run.tidy(items);
        }
        Reporting wanted = reporting.with(journaling.journal());
        try (Reports reports = Reports.open(surroundings, screen, log, wanted, items.size())) {
            log.info(items.size() + " transfers loaded");
            reports.noteFailures();
            ListRun.End end =
                    run.run(
                            items,
                            reports,
                            begin,
                            cancellation,
                            (told, summary, elapsed) -> {
                                told.tellMetrics();
                                if (cancellation.isRequested()) {
                                    log.warning("ended by a signal before everything was done");
                                }
                                told.tellFailures();
                                log.say(told.narrator().summary(summary, items.size(), elapsed));
                            });
            journaling.end(end);
            return end.exitCode();
        }
    }

    /** A place that the command line names; no list says which site it is at. */
    static Place place(String url) throws ProgramException {
        try {
            return new Place(TransferUrl.parse(url), transfer.credentials.Site.UNNAMED);
        } catch (MalformedUrlException e) {
            throw ProgramException.usage("'" + Log.oneLine(url) + "' " + e.getMessage());
        }
    }

    /** The n-th item of a command line. */
    static WorkItem.Transfer transfer(int number, Place source, Place target) {
        return new WorkItem.Transfer(
                new ListPosition(number, 0), List.of(source), target, TransferTerms.PLAIN);
    }
}
