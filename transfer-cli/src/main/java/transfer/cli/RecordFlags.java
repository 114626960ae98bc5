package transfer.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import transfer.records.Recheck;

/** The options about what a run leaves behind for later ones. */
final class RecordFlags {
    /** From how many items on a list whose results are kept has a journal without being told. */
    static final int ITEMS_WITHOUT_JOURNAL = 1000;

    private static final Path STANDARD_OUTPUT = Path.of("-");

    private RecordFlags() {}

    /** For the running of a list. */
    static void addJournal(CommandSpec spec) {
        spec.addOption(
                EngineFlags.path("FILE", "--journal")
                        .description(
                                "Keep a journal in this file, so that the same command goes on"
                                        + " where this one is killed: what is done is not done"
                                        + " again, and the results have every item once. Taken away"
                                        + " when all is done; kept after failures, which the same"
                                        + " command then does again. A list of more than "
                                        + ITEMS_WITHOUT_JOURNAL
                                        + " items with --json RESULTS has one without being told:"
                                        + " RESULTS.journal.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--no-journal").description("Keep none, whatever it is.").build());
        spec.addOption(
                EngineFlags.choice("HOW", "--recheck", "size", "digest", "none")
                        .description(
                                "How closely a run that goes on looks at files of this machine that"
                                        + " are done. size (the default): size and time of change;"
                                        + " digest: reads them too; none. What is not as it was left"
                                        + " is done again. Files elsewhere are not asked about.")
                        .build());
    }

    /** Where the journal of such a list is to be; empty for none. */
    static Optional<Path> journal(ParseResult options, int items) {
        if (options.matchedOptionValue("--no-journal", false)) {
            return Optional.empty();
        }
        Path named = options.matchedOptionValue("--journal", null);
        Path results = options.matchedOptionValue("--json", null);
        if (named != null
                || items <= ITEMS_WITHOUT_JOURNAL
                || results == null
                || results.equals(STANDARD_OUTPUT)) {
            return Optional.ofNullable(named);
        }
        return Optional.of(results.resolveSibling(results.getFileName() + ".journal"));
    }

    static Recheck recheck(ParseResult options) {
        return Recheck.valueOf(
                options.matchedOptionValue("--recheck", "size").toUpperCase(Locale.ROOT));
    }

    /** The options under which an item counts as done, for the journal. */
    static String terms(ParseResult options) {
        String links =
                options.matchedOptionValue("--symlink-any-site", false)
                        ? "any-site"
                        : options.matchedOptionValue("--symlink", false) ? "same-site" : "none";
        return "verify=" + options.matchedOptionValue("--verify", "prefer") + ",symlinks=" + links;
    }
}
