package transfer.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.ParseResult;
import transfer.retry.Retry;
import transfer.retry.Sleeper;
import transfer.workflow.WorkflowEnd;
import transfer.workflow.WorkflowException;
import transfer.workflow.WorkflowRun;

/** {@code transfer run SUBMITDIR}: runs a planned workflow on this machine, or goes on with it. */
final class RunCommand {
    /** Each has a thread, and files open; their items share the places of all. */
    private static final int LISTS_AT_ONCE = 32;

    private static final int MOST_FAILURES_TOLD = 10;

    private final Session session;
    private final ParseResult options;

    RunCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        String named = options.matchedPositionalValue(0, "");
        Path directory = session.surroundings().directory().resolve(Path.of(named)).normalize();
        try (NodeLists lists = NodeLists.open(session, options);
                WorkflowRun run = WorkflowRun.open(directory, settings())) {
            if (run.before() > 0) {
                session.log()
                        .say(
                                run.before()
                                        + " of "
                                        + run.size()
                                        + " jobs were done before, "
                                        + (run.size() - run.before())
                                        + " are left");
            }
            WorkflowEnd end = run(run, lists);
            tell(end, directory);
            if (end.cancelled()) {
                return ExitCode.INTERRUPTED;
            }
            return end.isComplete() ? ExitCode.DONE : ExitCode.FAILED_FOR_GOOD;
        } catch (WorkflowException e) {
            throw new ProgramException(ExitCode.BAD_USAGE, Log.oneLine(e.getMessage()), e);
        } catch (IOException | UncheckedIOException e) {
            Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
            throw ProgramException.configuration(
                    "the workflow cannot be run in " + directory + ": " + cause, e);
        }
    }

    private WorkflowEnd run(WorkflowRun run, NodeLists lists) throws ProgramException {
        try (WorkflowNarrator narrator =
                new WorkflowNarrator(
                        session,
                        options.matchedOptionValue(RunFlags.VERBOSE, false),
                        EngineFlags.reporting(options)
                                .showsBar(session.surroundings().errorsAreTerminal()),
                        run)) {
            return session.cancellation()
                    .during(() -> {
                        try {
                            return run.run(lists, narrator);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }

    private WorkflowRun.Settings settings() {
        return new WorkflowRun.Settings(
                options.matchedOptionValue(
                        RunFlags.JOBS, Runtime.getRuntime().availableProcessors()),
                LISTS_AT_ONCE,
                environment(),
                policy ->
                        new Retry(
                                policy, Sleeper.REAL, () -> ThreadLocalRandom.current().nextLong()),
                session.surroundings().clock());
    }

    /** A job must not depend on what happens to be set in the shell that starts the run. */
    private Map<String, String> environment() {
        Map<String, String> all = session.surroundings().environmentWithHome();
        Map<String, String> some = new LinkedHashMap<>();
        for (String name : List.of("PATH", "HOME", "TMPDIR")) {
            if (all.containsKey(name)) {
                some.put(name, all.get(name));
            }
        }
        return some;
    }

    private void tell(WorkflowEnd end, Path directory) {
        Log log = session.log();
        if (end.cancelled()) {
            log.warning("ended by a signal before everything was done");
        }
        if (!end.failed().isEmpty()) {
            log.say("Jobs that failed:");
        }
        end.failed().stream().limit(MOST_FAILURES_TOLD).forEach(failed -> tell(failed, log));
        if (end.failed().size() > MOST_FAILURES_TOLD) {
            log.say("  and " + (end.failed().size() - MOST_FAILURES_TOLD) + " more");
        }
        log.say(sentence(end));
        if (!end.isComplete()) {
            log.say("To go on with what is missing: transfer run " + Log.oneLine("" + directory));
        }
    }

    private static void tell(WorkflowEnd.FailedJob failed, Log log) {
        String rounds = failed.rounds() > 1 ? " (" + failed.rounds() + " times)" : "";
        log.say(
                "  "
                        + Log.oneLine(failed.job().name())
                        + ": "
                        + Log.oneLine(failed.reason())
                        + rounds);
        failed.lastWords().forEach(line -> log.say("      " + Log.oneLine(line)));
        failed.job()
                .command()
                .errors()
                .ifPresent(file -> log.say("      all it said is in " + Log.oneLine("" + file)));
    }

    private static String sentence(WorkflowEnd end) {
        return (end.before() + end.done())
                + " of "
                + end.jobs()
                + " jobs done"
                + (end.failed().isEmpty() ? "" : ", " + end.failed().size() + " failed")
                + (end.left() == 0 ? "" : ", " + end.left() + " not begun or not ended");
    }
}
