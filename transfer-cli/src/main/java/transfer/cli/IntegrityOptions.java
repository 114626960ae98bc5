package transfer.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import transfer.cli.GnuOptions.BadOptionException;
import transfer.cli.GnuOptions.Given;
import transfer.cli.GnuOptions.Option;

/**
 * The options under the name {@code pegasus-integrity}: those of the tool of that name, no more.
 *
 * @param actions what is to be done, with the files that it is to be done with; the program wants
 *     exactly one
 */
record IntegrityOptions(
        Map<Action, String> actions, boolean printTimings, boolean debug, boolean help) {

    /** What can be done. */
    enum Action {
        GENERATE("--generate"),
        GENERATE_YAML("--generate-yaml"),
        GENERATE_FULLSTAT_YAML("--generate-fullstat-yaml"),
        GENERATE_XMLS("--generate-xmls"),
        GENERATE_FULLSTAT_XMLS("--generate-fullstat-xmls"),
        VERIFY("--verify");

        private final String option;

        Action(String option) {
            this.option = option;
        }
    }

    private static final GnuOptions OPTIONS =
            new GnuOptions(
                    List.of(
                            new Option("", Action.GENERATE.option, true, false),
                            new Option("", Action.GENERATE_YAML.option, true, false),
                            new Option("", Action.GENERATE_FULLSTAT_YAML.option, true, false),
                            new Option("", Action.GENERATE_XMLS.option, true, false),
                            new Option("", Action.GENERATE_FULLSTAT_XMLS.option, true, false),
                            new Option("", Action.VERIFY.option, true, false),
                            new Option("", "--print-timings", false, false),
                            new Option("", "--debug", false, false),
                            new Option("-h", "--help", false, true)));

    static final String USAGE = "Usage: pegasus-integrity [options]\n";

    static final String HELP =
            USAGE
                    + """

                    FILES are names with ;;; between them. Where it is said so, a file may be
                    written as LFN=NAME to give it a logical name.

                    Options:
                      -h, --help            show this help message and exit
                      --generate=FILES      print the SHA-256 of each file and its name
                      --generate-yaml=FILES
                                            print the SHA-256 of each file (or LFN=NAME), and how
                                            long it took, as YAML
                      --generate-fullstat-yaml=FILES
                                            the same with all that the file system knows of the
                                            file; appended to the file that KICKSTART_INTEGRITY_DATA
                                            names, if it is set, else printed
                      --generate-xmls=FILES, --generate-fullstat-xmls=FILES
                                            do nothing: for callers from before YAML
                      --verify=FILES        compare each file (or LFN=NAME) with the checksum that
                                            the *.meta files of the working directory know for it;
                                            with "stdin" the files are read from standard input
                      --print-timings       with --verify, write a record of all checks into the
                                            directory that PEGASUS_MULTIPART_DIR names, if it is set
                      --debug               tell everything that happens
                    """;

    IntegrityOptions {
        actions = Map.copyOf(actions);
    }

    /** Reads a command line; of options that are repeated the last one counts. */
    static IntegrityOptions parse(String... arguments) throws BadOptionException {
        Map<Action, String> actions = new EnumMap<>(Action.class);
        boolean printTimings = false;
        boolean debug = false;
        boolean help = false;
        for (Given given : OPTIONS.read(List.of(arguments))) {
            switch (given.option().longName()) {
                case "--print-timings" -> printTimings = true;
                case "--debug" -> debug = true;
                case "--help" -> help = true;
                default -> actions.put(action(given), given.value());
            }
        }
        return new IntegrityOptions(actions, printTimings, debug, help);
    }

    private static Action action(Given given) {
        for (Action action : Action.values()) {
            if (action.option.equals(given.option().longName())) {
                return action;
            }
        }
        throw new IllegalArgumentException("no action " + given.option().longName());
    }
}
