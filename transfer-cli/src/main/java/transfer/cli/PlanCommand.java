package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ParseResult;
import transfer.planner.Defect;
import transfer.planner.Findings;
import transfer.planner.PlanRequest;
import transfer.planner.Planner;
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
        Planner planner = new Planner(request(), surroundings());
        try {
            if (options.matchedOptionValue("--check", false)) {
                return check(planner.check());
            }
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.BAD_USAGE,
                    "what is to be planned cannot be read: " + IoReason.of(e),
                    e);
        }
        throw ProgramException.usage("only --check is built yet: nothing was planned");
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

    private transfer.planner.Surroundings surroundings() {
        Surroundings all = session.surroundings();
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
