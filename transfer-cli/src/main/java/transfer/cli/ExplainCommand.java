package transfer.cli;

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
        ResultFiles files = new ResultFiles(session);
        List<String> names = options.matchedPositionalValue(0, List.of());
        for (String name : names) {
            long before = explanation.results();
            files.read(name, explanation::read);
            if (explanation.results() == before && !explanation.firstDefect().isEmpty()) {
                throw ResultFiles.none(name, explanation.firstDefect());
            }
        }
        boolean json = options.matchedOptionValue("--json", false);
        session.print(
                json ? JsonLine.of(explanation::write) + "\n" : Log.visible(explanation.text()));
        return ExitCode.DONE;
    }
}
