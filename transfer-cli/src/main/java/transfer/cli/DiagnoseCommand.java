package transfer.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import transfer.diagnosis.Diagnosis;
import transfer.diagnosis.FileComparison;

/**
 * {@code transfer diagnose RESULTS...}: what bad transfers have in common; {@code transfer diagnose
 * --compare BAD GOOD}: what is wrong with a file.
 */
final class DiagnoseCommand {
    private final Session session;
    private final ParseResult options;
    private final ResultFiles files;

    DiagnoseCommand(Session session, ParseResult options) {
        this.session = session;
        this.options = options;
        this.files = new ResultFiles(session);
    }

    static void addOptions(CommandSpec spec) {
        spec.addOption(
                EngineFlags.flag("--compare")
                        .description(
                                "Compare a damaged file with a good one, BAD GOOD, and say what"
                                        + " the damage looks like.")
                        .build());
    }

    ExitCode call() throws ProgramException {
        List<String> names = options.matchedPositionalValue(0, List.of());
        if (options.matchedOptionValue("--compare", false)) {
            if (names.size() != 2) {
                throw ProgramException.usage("--compare takes two files, the damaged one first");
            }
            FileComparison comparison = compared(names.getFirst(), names.getLast());
            tell(comparison.text(), comparison::write);
            return ExitCode.DONE;
        }
        Diagnosis diagnosis = new Diagnosis();
        for (String name : names) {
            read(name, diagnosis);
        }
        tell(diagnosis.text(), diagnosis::write);
        return ExitCode.DONE;
    }

    private void tell(String text, JsonLine.Fields fields) {
        boolean json = options.matchedOptionValue("--json", false);
        session.print(json ? JsonLine.of(fields) + "\n" : Log.visible(text));
    }

    private void read(String name, Diagnosis diagnosis) throws ProgramException {
        if (!name.equals("-") && Files.isDirectory(files.path(name))) {
            for (String file : files.below(name)) {
                files.read(file, diagnosis::read);
            }
            return;
        }
        long before = diagnosis.results();
        files.read(name, diagnosis::read);
        if (diagnosis.results() == before && !diagnosis.firstDefect().isEmpty()) {
            throw ResultFiles.none(name, diagnosis.firstDefect());
        }
    }

    private FileComparison compared(String bad, String good) throws ProgramException {
        try (InputStream one = Files.newInputStream(files.path(bad));
                InputStream other = Files.newInputStream(files.path(good))) {
            return FileComparison.of(one, other);
        } catch (IOException e) {
            throw new ProgramException(
                    ExitCode.BAD_USAGE, "the files cannot be read: " + IoReason.of(e), e);
        }
    }
}
