package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import transfer.planner.Defect;
import transfer.planner.OutputCatalog;
import transfer.planner.PlanningException;
import transfer.protocol.ByteText;

/** {@code transfer register}: notes outputs of a workflow in a replica catalog. */
final class RegisterCommand {
    private final Session session;
    private final ParseResult options;

    RegisterCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    static void addOptions(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("FILE", "--conf")
                        .required(true)
                        .description("The properties of the run, which name the catalog.")
                        .build());
        spec.addOption(
                EngineFlags.value("PREFIX", Function.identity(), "--prefix")
                        .description(
                                "What its properties begin with (default:"
                                        + " pegasus.catalog.replica.output).")
                        .build());
        spec.addOption(
                EngineFlags.path("LIST", "--insert")
                        .description(
                                "What is to be noted, a line for each file: name, URL,"
                                        + " site=\"SITE\", then more such pairs. Default: standard"
                                        + " input.")
                        .build());
        spec.addOption(
                EngineFlags.several("FILE,...", Function.identity(), "--meta")
                        .description(
                                "Files in which jobs noted sizes and checksums of what they made;"
                                        + " may be given several times.")
                        .build());
    }

    ExitCode call() throws ProgramException {
        try {
            OutputCatalog catalog =
                    OutputCatalog.of(
                            options.<Path>matchedOptionValue("--conf", null),
                            options.matchedOptionValue("--prefix", ""),
                            PlanCommand.surroundings(session.surroundings()));
            Path list = options.matchedOptionValue("--insert", null);
            List<String> lines = lines(list);
            int added =
                    catalog.note(lines, list == null ? "standard input" : list.toString(), facts());
            session.log()
                    .info(added + " of " + lines.size() + " lines are new in " + catalog.file());
            return ExitCode.DONE;
        } catch (PlanningException e) {
            for (Defect defect : e.defects()) {
                session.screen().line(Log.oneLine(defect.toString()));
            }
            return ExitCode.BAD_USAGE;
        } catch (IOException e) {
            throw ProgramException.configuration("outputs cannot be noted: " + IoReason.of(e), e);
        }
    }

    private List<String> lines(Path list) throws IOException {
        try (InputStream in =
                list == null
                        ? session.surroundings().input()
                        : Files.newInputStream(session.surroundings().directory().resolve(list))) {
            return ByteText.decode(in.readAllBytes()).lines().toList();
        }
    }

    /** What is not there was told by no job, which is no reason to lose sight of its outputs. */
    private List<Path> facts() {
        List<Path> facts = new ArrayList<>();
        for (Object names : options.matchedOptionValue("--meta", List.<Object>of())) {
            for (String name : Arrays.stream(names.toString().split(",")).toList()) {
                Path file = session.surroundings().directory().resolve(name);
                if (name.isBlank()) {
                    continue;
                }
                if (Files.exists(file)) {
                    facts.add(file);
                } else {
                    session.log().warning("nothing is known from " + name + ": no such file");
                }
            }
        }
        return facts;
    }
}
