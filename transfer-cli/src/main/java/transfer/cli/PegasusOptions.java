package transfer.cli;

import java.util.List;
import java.util.Optional;
import transfer.cli.GnuOptions.BadOptionException;
import transfer.cli.GnuOptions.Given;
import transfer.cli.GnuOptions.Option;
import transfer.retry.RetryPolicy;

/**
 * The options under the name {@code pegasus-transfer}: those of the tool of that name, no more.
 *
 * @param file the list; empty for standard input
 * @param threads 0 when the environment decides
 * @param symlink whether every copy from file to file becomes a link
 */
record PegasusOptions(
        Optional<String> file,
        int maxAttempts,
        int threads,
        boolean symlink,
        boolean debug,
        boolean help) {
    private static final GnuOptions OPTIONS =
            new GnuOptions(
                    List.of(
                            new Option("-f", "--file", true, false),
                            new Option("-m", "--max-attempts", true, false),
                            new Option("-n", "--threads", true, false),
                            new Option("-s", "--symlink", false, false),
                            new Option("-d", "--debug", false, false),
                            new Option("-h", "--help", false, true)));

    static final String USAGE = "Usage: pegasus-transfer [options]\n";

    static final String HELP =
            USAGE
                    + """

                    Options:
                      -h, --help            show this help message and exit
                      -f FILE, --file=FILE  the list of transfers; standard input when it is not given
                      -m N, --max-attempts=N
                                            how often a transfer is tried, 3 unless given
                      -n N, --threads=N     how many transfers are in flight; 0, the default, means
                                            what PEGASUS_TRANSFER_THREADS says, else 8
                      -s, --symlink         make symbolic links in place of local copies
                      -d, --debug           tell everything that happens
                    """;

    private static PegasusOptions standard() {
        return new PegasusOptions(
                Optional.empty(), RetryPolicy.STANDARD.rounds(), 0, false, false, false);
    }

    /** Reads a command line; of options that are repeated the last one counts. */
    static PegasusOptions parse(String... arguments) throws BadOptionException {
        PegasusOptions options = standard();
        for (Given given : OPTIONS.read(List.of(arguments))) {
            options = options.with(given);
        }
        return options;
    }

    private PegasusOptions with(Given given) throws BadOptionException {
        return switch (given.option().longName()) {
            case "--file" ->
                    new PegasusOptions(
                            Optional.of(given.value()), maxAttempts, threads, symlink, debug, help);
            case "--max-attempts" ->
                    new PegasusOptions(file, number(given, 1), threads, symlink, debug, help);
            case "--threads" ->
                    new PegasusOptions(file, maxAttempts, number(given, 0), symlink, debug, help);
            case "--symlink" -> new PegasusOptions(file, maxAttempts, threads, true, debug, help);
            case "--debug" -> new PegasusOptions(file, maxAttempts, threads, symlink, true, help);
            default -> new PegasusOptions(file, maxAttempts, threads, symlink, debug, true);
        };
    }

    /** Below the least, the reference would try for ever or do nothing and call it success. */
    private static int number(Given given, int least) throws BadOptionException {
        int number = GnuOptions.number(given);
        if (number < least) {
            throw new BadOptionException(
                    "option " + given.name() + ": at least " + least + ", not " + number);
        }
        return number;
    }
}
