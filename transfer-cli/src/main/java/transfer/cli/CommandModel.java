package transfer.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands of {@code transfer} with their options and words, for the parser, for the help, for
 * completion and for the manual page.
 *
 * <p>Written out in code, one command at a time, because that starts in half the time that
 * annotations need: a run builds only the command that it is.
 */
final class CommandModel {
    static final String PROGRAM = "transfer";

    /**
     * Makes the lists that values are collected in, and nothing else, since nothing here names a
     * class. The parser's own factory looks for a class of another language first, which opens
     * every jar of the program.
     */
    private static final IFactory LISTS =
            new IFactory() {
                @Override
                public <K> K create(Class<K> type) {
                    return type.cast(new ArrayList<String>());
                }
            };

    private CommandModel() {}

    /** The commands besides the running of a list, by the name they are called with. */
    enum Command {
        CP("cp", "SRC... DST", "Copy files to a place."),
        MKDIR("mkdir", "URL...", "Make directories, and those above them."),
        RM("rm", "URL...", "Remove files, links, or directories with their content."),
        LS("ls", "URL...", "List what is in directories (docs/ls.md)."),
        STAT("stat", "URL...", "Say what is under a name."),
        CHECKSUM("checksum", "URL...", "Print digests of files, wherever they are."),
        EXPLAIN("explain", "RESULTS...", "Say why items failed, and what to do next."),
        DIAGNOSE(
                "diagnose",
                "RESULTS...",
                "Find what bad transfers of many runs have in common (docs/diagnosis.md)."),
        VERIFY(
                "verify",
                "RECEIPTS...",
                "Check receipts, and the files that they are about, here or elsewhere."),
        EXPORT(
                "export",
                "RECEIPTS...",
                "Make a bag (BagIt) or an RO-Crate of what receipts tell of."),
        PLAN(
                "plan",
                "WORKFLOW",
                "Plan a workflow: from an abstract workflow and its catalogs to what can be"
                        + " submitted (docs/planner.md)."),
        REGISTER(
                "register",
                "--conf FILE",
                "Note outputs of a workflow in a replica catalog, as jobs of a plan do"
                        + " (docs/planner.md)."),
        RUN(
                "run",
                "SUBMITDIR",
                "Run a planned workflow on this machine, or go on with it (docs/local.md)."),
        CHAOS(
                "chaos",
                "--upstream HOST:PORT",
                "Stand before a server as a proxy that misbehaves on purpose, until a signal comes"
                        + " (docs/chaos.md).");

        private final String word;
        private final String operands;
        private final String purpose;

        Command(String word, String operands, String purpose) {
            this.word = word;
            this.operands = operands;
            this.purpose = purpose;
        }

        String word() {
            return word;
        }

        String operands() {
            return operands;
        }

        String purpose() {
            return purpose;
        }

        /** Whether it has to do with servers by way of the engine. */
        boolean talks() {
            return switch (this) {
                case EXPLAIN, DIAGNOSE, EXPORT, PLAN, REGISTER, CHAOS -> false;
                default -> true;
            };
        }
    }

    /** The running of a list, without the other commands. */
    static CommandSpec list() {
        CommandSpec spec = emptySpec().name(PROGRAM);
        spec.addOption(
                EngineFlags.path("FILE", "-f", "--file")
                        .description(
                                "The list: JSON, pairs of URLs one pair a line, or blocks of four"
                                        + " lines with '# src' comments. Default, and with -: standard input.")
                        .build());
        spec.addOption(
                EngineFlags.path("RESULTS", "--retry-from")
                        .description(
                                "Do only what an earlier run of the same list, whose --json file"
                                        + " this is, did not get done.")
                        .build());
        EngineFlags.addRun(spec);
        RecordFlags.addJournal(spec);
        spec.addOption(
                EngineFlags.flag("-s", "--symlink")
                        .description(
                                "Make a symbolic link instead of a copy where source and"
                                        + " destination are files of the same site.")
                        .build());
        spec.addOption(
                EngineFlags.flag("--symlink-any-site")
                        .description("The same whatever the sites are.")
                        .build());
        EngineFlags.addContent(spec);
        CacheFlags.add(spec);
        RecordFlags.addReceipts(spec);
        EngineFlags.addConnection(spec);
        EngineFlags.addGeneral(spec);
        spec.addOption(
                OptionSpec.builder("--version")
                        .type(boolean.class)
                        .versionHelp(true)
                        .description("Show the version and end.")
                        .build());
        spec.usageMessage()
                .customSynopsis(
                        PROGRAM + " [OPTION]... [-f LIST]", PROGRAM + " COMMAND [OPTION]... URL...")
                .description(
                        "Moves files as a list of URL pairs says, verifies them, and makes and"
                                + " removes directories and files. Exits with 0 only when all was"
                                + " done.")
                .footer(exitCodes());
        return finished(spec);
    }

    /** One command on its own. */
    static CommandSpec of(Command command) {
        CommandSpec spec = emptySpec().name(command.word());
        spec.usageMessage()
                .customSynopsis(
                        PROGRAM + " " + command.word() + " [OPTION]... " + command.operands())
                .description(command.purpose());
        switch (command) {
            case CP -> addCopy(spec);
            case EXPLAIN, DIAGNOSE -> addResults(spec, command);
            case VERIFY -> {
                spec.addPositional(operands("RECEIPTS", "Files that --receipts wrote."));
                RecordFlags.addVerify(spec);
            }
            case EXPORT -> {
                spec.addPositional(operands("RECEIPTS", "Files that --receipts wrote."));
                RecordFlags.addExport(spec);
            }
            case PLAN -> PlanFlags.add(spec);
            case REGISTER -> RegisterCommand.addOptions(spec);
            case RUN -> RunFlags.add(spec);
            case CHAOS -> ChaosCommand.addOptions(spec);
            case MKDIR -> {
                spec.addPositional(urls("The directories."));
                EngineFlags.addRun(spec);
            }
            case RM -> {
                spec.addPositional(
                        urls("What is to be removed. What is missing counts as removed."));
                spec.addOption(recursive("Remove directories with everything in them."));
                EngineFlags.addRun(spec);
            }
            case LS -> addListing(spec);
            case STAT -> {
                spec.addPositional(urls("Files or directories."));
                spec.addOption(
                        EngineFlags.flag("--json")
                                .description("Print JSON, one object a line.")
                                .build());
            }
            case CHECKSUM -> addChecksum(spec);
        }
        if (command.talks()) {
            EngineFlags.addConnection(spec);
        }
        EngineFlags.addGeneral(spec);
        return finished(spec);
    }

    private static void addChecksum(CommandSpec spec) {
        spec.addPositional(urls("Files; with --check, lists of digests (- is input)."));
        spec.addOption(
                EngineFlags.flag("-c", "--check")
                        .description(
                                "Compare files with the lists that this command or"
                                        + " sha256sum and its relatives print. The algorithm"
                                        + " is told by the length unless -a says it.")
                        .build());
        spec.addOption(
                EngineFlags.value("ALG", ChecksumCommand::algorithm, "-a", "--algorithm")
                        .completionCandidates(ChecksumCommand.ALGORITHMS)
                        .description(
                                "Which digest: "
                                        + String.join(", ", ChecksumCommand.ALGORITHMS)
                                        + " (default: sha256). The server's own is used"
                                        + " when it has it, else the file is read.")
                        .build());
    }

    private static void addResults(CommandSpec spec, Command command) {
        if (command == Command.DIAGNOSE) {
            spec.addPositional(
                    operands(
                            "RESULTS",
                            "Files of results or receipts, or directories of them; - is standard"
                                    + " input."));
            DiagnoseCommand.addOptions(spec);
        } else {
            spec.addPositional(operands("RESULTS", "Files of results; - is standard input."));
        }
        spec.addOption(EngineFlags.flag("--json").description("Print JSON.").build());
    }

    private static void addListing(CommandSpec spec) {
        spec.addPositional(
                urls(
                        "Directories, or files. In the parts of the path * stands for any"
                                + " characters, ? for one, [a-z] for one of these, and ** for"
                                + " directories of any depth; quote them, else the shell may take"
                                + " them."));
        LsCommand.addOptions(spec);
    }

    private static void addCopy(CommandSpec spec) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("SRC... DST")
                        .index("0..*")
                        .required(true)
                        .arity("2..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .hideParamSyntax(true)
                        .description(
                                "What to copy, and where to. The destination is a directory when"
                                        + " there are several sources, when it ends in a slash, or"
                                        + " when it is a directory of this machine.")
                        .build());
        spec.addOption(recursive("Copy directories with everything in them."));
        EngineFlags.addRun(spec);
        EngineFlags.addContent(spec);
        CacheFlags.add(spec);
        RecordFlags.addReceipts(spec);
    }

    private static OptionSpec recursive(String description) {
        return EngineFlags.flag("-r", "--recursive").description(description).build();
    }

    private static PositionalParamSpec urls(String description) {
        return operands("URL", description);
    }

    private static PositionalParamSpec operands(String label, String description) {
        return PositionalParamSpec.builder()
                .paramLabel(label)
                .index("0..*")
                .required(true)
                .arity("1..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description(description)
                .build();
    }

    private static CommandSpec finished(CommandSpec spec) {
        spec.usageMessage().sortOptions(false).width(100);
        return spec;
    }

    /** All commands under the program, for help and documents. */
    static CommandLine everything() {
        CommandLine program = parser(list());
        for (Command command : Command.values()) {
            program.addSubcommand(command.word(), parser(of(command)));
        }
        return program;
    }

    private static String[] exitCodes() {
        List<String> lines = new ArrayList<>(List.of("", "Exit codes:"));
        for (ExitCode code : ExitCode.values()) {
            String number = String.valueOf(code.number());
            lines.add(" ".repeat(4 - number.length()) + number + "  " + code.sentence());
        }
        return lines.toArray(String[]::new);
    }

    /** One command as it is called, to parse its arguments. */
    static CommandLine parser(Command command) {
        return parser(of(command).name(PROGRAM + " " + command.word()));
    }

    /** What parses the arguments of this command, or of several. */
    static CommandLine parser(CommandSpec spec) {
        return new CommandLine(spec, LISTS);
    }

    private static CommandSpec emptySpec() {
        return CommandSpec.wrapWithoutInspection(null, LISTS);
    }
}
