package transfer.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of {@code transfer} in roff, written from the same model as its help. */
final class ManualPage {
    private final StringBuilder page = new StringBuilder();

    private ManualPage() {}

    /** The page for section 1 of the manual. */
    static String of(CommandLine program) {
        ManualPage manual = new ManualPage();
        manual.write(program);
        return manual.page.toString();
    }

    private void write(CommandLine program) {
        CommandSpec spec = program.getCommandSpec();
        page.append(".TH TRANSFER 1\n");
        section("NAME");
        text("transfer - move files as a list of URL pairs says, and verify them");
        section("SYNOPSIS");
        for (String synopsis : spec.usageMessage().customSynopsis()) {
            page.append(".br\n");
            text(synopsis);
        }
        section("DESCRIPTION");
        text(String.join(" ", spec.usageMessage().description()));
        section("OPTIONS");
        options(spec);
        section("COMMANDS");
        for (CommandLine command : program.getSubcommands().values()) {
            command(command.getCommandSpec());
        }
        section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            entry(Integer.toString(code.number()), code.sentence());
        }
        section("ENVIRONMENT");
        for (Variable variable : VARIABLES) {
            entry(variable.name(), variable.meaning());
        }
        section("EXAMPLES");
        for (Example example : EXAMPLES) {
            entry(example.command(), example.purpose());
        }
    }

    private void command(CommandSpec spec) {
        page.append(".SS ").append(escaped(spec.name())).append('\n');
        for (String synopsis : spec.usageMessage().customSynopsis()) {
            text(synopsis);
            page.append(".PP\n");
        }
        text(String.join(" ", spec.usageMessage().description()));
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            entry(parameter.paramLabel(), String.join(" ", parameter.description()));
        }
        options(spec);
    }

    private void options(CommandSpec spec) {
        for (OptionSpec option : spec.options()) {
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            entry(
                    String.join(", ", option.names()) + label,
                    String.join(" ", option.description()));
        }
    }

    private void section(String title) {
        page.append(".SH ").append(title).append('\n');
    }

    private void entry(String term, String description) {
        page.append(".TP\n\\fB").append(escaped(term)).append("\\fR\n");
        text(description);
    }

    private void text(String text) {
        page.append(escaped(text)).append('\n');
    }

    /** A dot or quote at a line's start would be a command, a bare hyphen a typographic one. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private record Variable(String name, String meaning) {}

    private record Example(String command, String purpose) {}

    private static final List<Variable> VARIABLES =
            List.of(
                    new Variable(
                            "PEGASUS_TRANSFER_THREADS", "How many items are in flight at once."),
                    new Variable(
                            "PEGASUS_CREDENTIALS, PEGASUS_CREDENTIALS_<site>",
                            "A file of credentials, which nobody else may read; the second form"
                                    + " is for one site."),
                    new Variable(
                            "X509_USER_PROXY, X509_USER_PROXY_<site>",
                            "A client certificate with its key."),
                    new Variable("X509_CERT_DIR", "A directory of further CA certificates."),
                    new Variable(
                            "http_proxy, https_proxy, no_proxy, OSG_SQUID_LOCATION",
                            "Proxies; the last is a cache for the first try of plain http."),
                    new Variable("TMPDIR", "Where files rest that go from one server to another."),
                    new Variable(
                            "PEGASUS_MULTIPART_DIR",
                            "A directory into which a log of all attempts is written, as YAML."),
                    new Variable(
                            "KICKSTART_INTEGRITY_DATA",
                            "A file to which records of files and their digests are appended."),
                    new Variable(
                            "TRANSFER_META_FILE",
                            "A file that is written anew with size and SHA-256 of what was moved,"
                                    + " as JSON, for later jobs of a workflow."),
                    new Variable(
                            "TRANSFER_META_LIST",
                            "A file that names, one in a line, such files of other jobs: what"
                                    + " they know of a file holds for items that ask for a"
                                    + " comparison of what was stored."),
                    new Variable(
                            "KICKSTART_MON_ENDPOINT_URL, KICKSTART_MON_ENDPOINT_CREDENTIALS",
                            "A service to which attempts are posted as they happen."),
                    new Variable(
                            "PEGASUS_TRANSFER_ERROR_RATE",
                            "How many per cent of local files are damaged on purpose, to test"
                                    + " what comes after."));

    private static final List<Example> EXAMPLES =
            List.of(
                    new Example(
                            "transfer -f list.in --json results.jsonl",
                            "Do what the list says and keep the results."),
                    new Example(
                            "transfer -f list.in --retry-from results.jsonl",
                            "Do again what failed."),
                    new Example(
                            "transfer cp https://example.org/a.tar.gz data/",
                            "Fetch a file into a directory."),
                    new Example(
                            "echo \"https://example.org/a /tmp/a\" | transfer",
                            "A list of one pair on standard input."));
}
