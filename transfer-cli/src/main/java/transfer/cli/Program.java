package transfer.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import transfer.cli.CommandModel.Command;

/** The program {@code transfer}: finds the command, runs it, and turns every end into a code. */
final class Program {
    private final Surroundings surroundings;
    private final Cancellation cancellation;
    private final Screen screen;

    Program(Surroundings surroundings, Cancellation cancellation) {
        this.surroundings = surroundings;
        this.cancellation = cancellation;
        this.screen = new Screen(surroundings.errors());
    }

    /** Runs it and returns the exit code. */
    int run(String... arguments) {
        try {
            return told(dispatch(arguments)).number();
        } catch (ParameterException e) {
            screen.line(CommandModel.PROGRAM + ": " + Log.oneLine(sentence(e)));
            screen.line("Try '" + e.getCommandLine().getCommandName() + " --help'.");
            return ExitCode.BAD_USAGE.number();
        } catch (ProgramException e) {
            screen.line(CommandModel.PROGRAM + ": " + Log.visible(e.getMessage()));
            return e.code().number();
        } catch (RuntimeException | Error e) {
            screen.line(CommandModel.PROGRAM + ": a program error, please report it:");
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            screen.line(trace.toString().stripTrailing());
            return ExitCode.INTERNAL_ERROR.number();
        } finally {
            surroundings.output().flush();
        }
    }

    /** What could not be printed was not done, and a list of digests is cut without a sign. */
    private ExitCode told(ExitCode code) {
        if (code != ExitCode.DONE || !surroundings.output().checkError()) {
            return code;
        }
        screen.line(CommandModel.PROGRAM + ": standard output took not all that was to be printed");
        return ExitCode.BAD_CONFIGURATION;
    }

    private static String sentence(ParameterException failure) {
        String message = failure.getMessage();
        return message.isEmpty()
                ? "the arguments cannot be understood"
                : message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
    }

    private ExitCode dispatch(String... arguments) throws ProgramException {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            return printVersion(); // the question that launchers ask most need not wait for a
            // parser
        }
        Optional<Command> command =
                arguments.length == 0
                        ? Optional.empty()
                        : Arrays.stream(Command.values())
                                .filter(known -> known.word().equals(arguments[0]))
                                .findFirst();
        return command.isPresent()
                ? runCommand(command.get(), Arrays.copyOfRange(arguments, 1, arguments.length))
                : runList(arguments);
    }

    private ExitCode runList(String... arguments) throws ProgramException {
        ParseResult options = parsed(CommandModel.parser(CommandModel.list()), arguments);
        if (options.isUsageHelpRequested()) {
            print(CommandModel.everything());
            return ExitCode.DONE;
        }
        if (options.isVersionHelpRequested()) {
            return printVersion();
        }
        return new ListCommand(session(options), options).call();
    }

    private ExitCode runCommand(Command command, String... arguments) throws ProgramException {
        CommandLine parser = CommandModel.parser(command);
        ParseResult options = parsed(parser, arguments);
        if (options.isUsageHelpRequested()) {
            print(parser);
            return ExitCode.DONE;
        }
        Session session = session(options);
        return switch (command) {
            case CP -> new CopyCommand(session, options).call();
            case MKDIR, RM -> new TargetCommand(session, command, options).call();
            case LS -> new LsCommand(session, options).call();
            case STAT -> new StatCommand(session, options).call();
            case CHECKSUM -> new ChecksumCommand(session, options).call();
            case EXPLAIN -> new ExplainCommand(session, options).call();
            case DIAGNOSE -> new DiagnoseCommand(session, options).call();
            case VERIFY -> new VerifyCommand(session, options).call();
            case EXPORT -> new ExportCommand(session, options).call();
            case PLAN -> new PlanCommand(session, options).call();
            case REGISTER -> new RegisterCommand(session, options).call();
            case RUN -> new RunCommand(session, options).call();
            case CHAOS -> new ChaosCommand(session, options).call();
        };
    }

    private static ParseResult parsed(CommandLine parser, String... arguments) {
        parser.setExpandAtFiles(false);
        parser.setOverwrittenOptionsAllowed(true);
        CommandLine.tracer().setLevel(CommandLine.TraceLevel.OFF); // else it warns of each
        return parser.parseArgs(arguments);
    }

    private Session session(ParseResult options) {
        boolean debug = options.matchedOptionValue("--debug", false);
        Log log =
                surroundings.errorsAreTerminal()
                        ? Log.forTerminal(screen, surroundings.clock(), debug)
                        : Log.forJob(screen, surroundings.clock(), debug);
        return new Session(surroundings, cancellation, screen, log, surroundings.clock().instant());
    }

    private void print(CommandLine command) {
        surroundings.output().println(command.getUsageMessage(Ansi.OFF).stripTrailing());
    }

    private ExitCode printVersion() {
        surroundings.output().println(CommandModel.PROGRAM + " " + version());
        return ExitCode.DONE;
    }

    static String version() {
        String version = Program.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
