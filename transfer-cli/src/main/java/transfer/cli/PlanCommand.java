package transfer.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;
import transfer.planner.Defect;
import transfer.planner.Engine;
import transfer.planner.Findings;
import transfer.planner.PlanRequest;
import transfer.planner.Planner;
import transfer.planner.PlanningException;
import transfer.planner.Simulation;
import transfer.planner.SubmitDirectory;
import transfer.planner.Tools;
import transfer.protocol.Protocol;

/** {@code transfer plan WORKFLOW}: from a workflow and its catalogs to what can be submitted. */
final class PlanCommand {
    private final Session session;
    private final ParseResult options;

    PlanCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        if (options.hasMatchedOption("--cluster")) {
            throw ProgramException.usage(
                    "--cluster is not supported: jobs are planned one by one, as they stand in the"
                            + " workflow");
        }
        if (options.hasMatchedOption("--page")
                && !options.matchedOptionValue("--simulate", false)) {
            throw ProgramException.usage("--page goes with --simulate only");
        }
        Planner planner = new Planner(request(), surroundings(session.surroundings()));
        try {
            if (options.matchedOptionValue("--check", false)) {
                return check(planner.check(engine(), tools()));
            }
            if (options.matchedOptionValue("--simulate", false)) {
                return simulate(planner);
            }
            return plan(planner);
        } catch (PlanningException e) {
            if (session.cancellation().isRequested()) {
                return interrupted();
            }
            tell(e.defects(), "");
            session.screen().line(count(e.defects().size(), "error") + ", nothing was planned");
            return ExitCode.BAD_USAGE;
        } catch (IOException e) {
            if (session.cancellation().isRequested()) {
                return interrupted();
            }
            throw ProgramException.configuration(
                    "what is planned cannot be read or written: " + IoReason.of(e), e);
        }
    }

    private ExitCode plan(Planner planner) throws IOException, PlanningException, ProgramException {
        Engine engine = engine();
        SubmitDirectory written = write(planner, engine);
        tell(planner.doubts(), "warning: ");
        session.print(written.directory() + "\n");
        if (engine == Engine.LOCAL) {
            session.surroundings().output().flush(); // known before it has ended
            return new RunCommand(session, RunFlags.ofPlan(options, written.directory())).call();
        }
        session.screen()
                .line(
                        count(written.jobs(), "job")
                                + " planned; to start: "
                                + start(engine, written.directory(), written.entry()));
        return ExitCode.DONE;
    }

    /** A signal ends it, and what was made till then is taken away. */
    private SubmitDirectory write(Planner planner, Engine engine)
            throws IOException, PlanningException, ProgramException {
        Tools tools = tools();
        List<PlanningException> refused = new ArrayList<>(1);
        Optional<SubmitDirectory> written =
                session.cancellation()
                        .<Optional<SubmitDirectory>, IOException>during(() -> {
                            try {
                                return Optional.of(planner.write(engine, tools));
                            } catch (PlanningException e) {
                                refused.add(e);
                                return Optional.empty();
                            }
                        });
        if (written.isEmpty()) {
            throw refused.getFirst();
        }
        return written.get();
    }

    private ExitCode interrupted() {
        session.screen().line("ended by a signal, nothing was planned");
        return ExitCode.INTERRUPTED;
    }

    private Engine engine() {
        return Engine.valueOf(
                options.matchedOptionValue("--engine", "dagman").toUpperCase(Locale.ROOT));
    }

    private Tools tools() throws ProgramException {
        Path programs =
                session.surroundings()
                        .programs()
                        .orElseThrow(() ->
                                ProgramException.configuration(
                                        "jobs have to call transfer and pegasus-transfer, and those"
                                                + " are not where this program is",
                                        null));
        Optional<Path> worker =
                path("--worker-package").map(session.surroundings().directory()::resolve);
        if (worker.isPresent() && !Files.isReadable(worker.get())) {
            throw ProgramException.usage(
                    "--worker-package " + worker.get() + " is not there, or cannot be read");
        }
        return new Tools(programs, worker);
    }

    /** In words for a shell. */
    private static String start(Engine engine, Path directory, String entry) {
        String file = quoted(directory.resolve(entry).toString());
        return switch (engine) {
            case DAGMAN -> "condor_submit_dag " + file;
            case SLURM -> "sh " + file;
            case LOCAL -> throw new IllegalStateException("it has been started");
        };
    }

    private static String quoted(String path) {
        return path.matches("[A-Za-z0-9_./:@%+=,-]+")
                ? path
                : Log.oneLine("'" + path.replace("'", "'\\''") + "'");
    }

    private ExitCode simulate(Planner planner) throws IOException, PlanningException {
        Optional<Path> page = path("--page").map(session.surroundings().directory()::resolve);
        if (page.isPresent()) {
            WholeFile.place(page.get()); // before a long plan is made for it
        }
        Simulation simulation = Simulation.of(planner.preview());
        if (page.isPresent()) {
            WholeFile.write(page.get(), simulation::writePage);
        }
        StringWriter text = new StringWriter();
        if (options.matchedOptionValue("--json", false)) {
            simulation.writeJson(text);
            session.print(text.toString());
        } else {
            simulation.writeText(text);
            session.print(Log.visible(text.toString()));
        }
        return ExitCode.DONE;
    }

    private ExitCode check(Findings findings) {
        tell(findings.errors(), "");
        tell(findings.warnings(), "warning: ");
        session.screen()
                .line(
                        count(findings.errors().size(), "error")
                                + ", "
                                + count(findings.warnings().size(), "warning"));
        return findings.errors().isEmpty() ? ExitCode.DONE : ExitCode.BAD_USAGE;
    }

    private void tell(List<Defect> defects, String mark) {
        for (Defect defect : defects) {
            session.screen().line(Log.oneLine(defect.toString(mark)));
        }
    }

    private static String count(int number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }

    private PlanRequest request() throws ProgramException {
        return new PlanRequest(
                Path.of(options.<String>matchedPositionalValue(0, "")),
                path("--conf"),
                settings(),
                new PlanRequest.Sites(
                        words("--sites"),
                        options.matchedOptionValue("--staging-site", Map.of()),
                        words("--output-sites"),
                        text("--output-dir")),
                new PlanRequest.Sources(
                        paths("--input-dir"),
                        paths("--cache"),
                        paths("--inherited-rc-files"),
                        paths("--reuse")),
                new PlanRequest.Names(
                        path("--dir").orElse(Path.of("")),
                        text("--relative-dir"),
                        text("--relative-submit-dir"),
                        text("--randomdir"),
                        text("--job-prefix").orElse(""),
                        text("--basename")),
                PlanRequest.Cleanup.valueOf(
                        options.matchedOptionValue("--cleanup", "inplace")
                                .toUpperCase(Locale.ROOT)),
                options.matchedOptionValue("--force", false));
    }

    private Map<String, String> settings() throws ProgramException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (Object each : options.matchedOptionValue("-D", List.<Object>of())) {
            String pair = each.toString();
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw ProgramException.usage("-D" + pair + " is no property: -Dkey=value");
            }
            settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
        }
        return settings;
    }

    private Optional<String> text(String option) {
        return Optional.ofNullable(options.matchedOptionValue(option, null));
    }

    private Optional<Path> path(String option) {
        return Optional.ofNullable(options.matchedOptionValue(option, null));
    }

    private List<String> words(String option) {
        return options.matchedOptionValue(option, List.of());
    }

    private List<Path> paths(String option) {
        return words(option).stream().map(Path::of).toList();
    }

    /** What the planner needs to know of this process. */
    static transfer.planner.Surroundings surroundings(Surroundings all) {
        Map<String, String> environment = all.environmentWithHome();
        Set<String> schemes =
                all.protocols().open(all.network()).stream()
                        .map(Protocol::schemes)
                        .flatMap(List::stream)
                        .collect(Collectors.toSet());
        return new transfer.planner.Surroundings(
                all.directory(),
                Path.of(environment.get("HOME")),
                all.user(),
                environment,
                schemes::contains);
    }
}
