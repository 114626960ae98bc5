package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParseResult;
import transfer.diagnosis.Explanation;

/** {@code transfer explain RESULTS...}: why items failed, in plain words. */
final class ExplainCommand {
    private final Session session;
    private final ParseResult options;

    ExplainCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
    }

    ExitCode call() throws ProgramException {
        Explanation explanation = new Explanation();
        List<String> names = options.matchedPositionalValue(0, List.of());
        for (String name : names) {
            read(name, explanation);
        }
        boolean json = options.matchedOptionValue("--json", false);
        session.print(
                json ? JsonLine.of(explanation::write) + "\n" : Log.visible(explanation.text()));
        return ExitCode.DONE;
    }

    private void read(String name, Explanation explanation) throws ProgramException {
        boolean standard = name.equals("-");
        long before = explanation.results();
        Path file = session.surroundings().directory().resolve(standard ? "" : name);
        try (InputStream input =
                standard ? session.surroundings().input() : Files.newInputStream(file)) {
            explanation.read(input);
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.BAD_USAGE, "the results cannot be read: " + IoReason.of(e), e);
        }
        if (explanation.results() == before && !explanation.firstDefect().isEmpty()) {
            throw ProgramException.usage(
                    Log.oneLine(name)
                            + " is no file of results: "
                            + Log.oneLine(explanation.firstDefect()));
        }
    }
}
