package transfer.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;
import transfer.engine.EngineOptions;
import transfer.engine.EngineOptions.Linking;
import transfer.engine.Verification;
import transfer.protocol.NetworkSettings;
import transfer.protocol.NetworkSettings.HostKeyChecking;
import transfer.retry.RetryPolicy;

/** The options that commands share: their names and words, and how they become records. */
final class EngineFlags {
    private static final int STANDARD_ROUNDS = RetryPolicy.STANDARD.rounds();

    private EngineFlags() {}

    /** Every command has these. */
    static void addGeneral(CommandSpec spec) {
        spec.addOption(flag("-d", "--debug").description("Tell everything that happens.").build());
        spec.addOption(
                flag("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and end.")
                        .build());
    }

    /** For commands that talk to servers. */
    static void addConnection(CommandSpec spec) {
        spec.addOption(
                value("N", EngineFlags::positive, "-m", "--max-attempts")
                        .description(
                                "How often an item is tried, at least 1 (default: "
                                        + STANDARD_ROUNDS
                                        + "). Between tries it waits: up to 1 s, then up to twice"
                                        + " as long each time. What cannot get better, such as a"
                                        + " file that does not exist, is tried once.")
                        .build());
        spec.addOption(
                value("DURATION", DurationText::parse, "--connect-timeout")
                        .description("How long a connection may take to be made (default: 30s).")
                        .build());
        spec.addOption(
                value("DURATION", DurationText::parse, "--idle-timeout")
                        .description(
                                "How long a server may stay silent, before its answer and within"
                                        + " it (default: 5m).")
                        .build());
        spec.addOption(
                OptionSpec.builder("--insecure")
                        .paramLabel("HOST")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .arity("1")
                        .description(
                                "Do not check the certificate of this host (HOST or HOST:PORT);"
                                        + " may be given several times. Prints a warning each"
                                        + " time, because anybody can then pass for that host.")
                        .build());
        spec.addOption(
                path("DIR", "--ca-dir")
                        .description(
                                "A directory of CA certificates (PEM) to trust besides the"
                                        + " system's. Default: what X509_CERT_DIR names.")
                        .build());
        spec.addOption(
                choice("HOW", "--ssh-host-keys", "yes", "accept-new", "no")
                        .description(
                                "What to do about host keys of SSH, in the words of OpenSSH's"
                                        + " StrictHostKeyChecking. yes: talk only to hosts that"
                                        + " known_hosts lists; accept-new: note the key of a host"
                                        + " never seen before there, and refuse one that has"
                                        + " changed; no: accept every key, with a warning each"
                                        + " time, because anybody can then pass for the host"
                                        + " (default: what ssh_config says, else accept-new).")
                        .build());
    }

    /** For commands that do work through the engine. */
    static void addRun(CommandSpec spec) {
        addInFlight(spec);
        spec.addOption(
                value("DURATION", DurationText::parse, "--timeout")
                        .description(
                                "How long one item may take in all, with all its tries: 90s, 10m,"
                                        + " 2h (default: as long as it takes).")
                        .build());
        spec.addOption(
                path("FILE", "--json")
                        .description(
                                "Write the results to this file as they happen, one JSON object a"
                                        + " line for each item, with all its attempts; - is"
                                        + " standard output.")
                        .build());
        addProgress(spec, "a bar with files, bytes, rate and remaining time");
        spec.addOption(
                flag("--dry-run")
                        .description(
                                "Say what would be done for each item - how, from where to where,"
                                        + " with which credential - and do nothing.")
                        .build());
    }

    /**
     * @param what is shown
     */
    static void addProgress(CommandSpec spec, String what) {
        spec.addOption(
                choice("WHEN", "--progress", "auto", "always", "never")
                        .description(
                                "Show "
                                        + what
                                        + ": auto (the default) when standard error is a terminal,"
                                        + " always, never.")
                        .build());
    }

    static void addInFlight(CommandSpec spec) {
        spec.addOption(
                value("N", InFlight::parse, "-n", "--threads")
                        .description(
                                "How many items are in flight at once, or auto: at each server"
                                        + " more as long as that makes it faster, and fewer when"
                                        + " it refuses, shared with other processes of this node."
                                        + " Default, and with 0: what PEGASUS_TRANSFER_THREADS"
                                        + " says, else auto.")
                        .build());
        spec.addOption(
                value("N", EngineFlags::positive, "--host-limit")
                        .description(
                                "How many of them at one server at once (default: as many as"
                                        + " there are; with auto "
                                        + InFlight.MOST_PER_SERVER
                                        + ").")
                        .build());
        spec.addOption(
                value("N", InFlight::parseNodeLimit, "--node-limit")
                        .description(
                                "With auto: how many items all processes of this user on this"
                                        + " node may have at one server together (default: "
                                        + InFlight.MOST_PER_NODE
                                        + ", or --host-limit if that is more).")
                        .build());
        spec.addOption(
                value("N", EngineFlags::positive, "--streams")
                        .description(
                                "How many parts of one large file (64 MiB and more) are fetched"
                                        + " side by side at most, where the server gives ranges and"
                                        + " it makes the file faster (default: "
                                        + EngineOptions.STANDARD_STREAMS
                                        + "; 1 is one after the other). Each counts as an item for"
                                        + " --threads and --host-limit.")
                        .build());
    }

    /** For commands that bring files somewhere. */
    static void addContent(CommandSpec spec) {
        spec.addOption(
                choice("HOW", "--verify", "prefer", "require", "off")
                        .description(
                                "How much proof is wanted that a file arrived intact. prefer (the"
                                        + " default): the best that costs no second reading;"
                                        + " require: a digest, by reading the file back if need"
                                        + " be, else the item fails; off: none.")
                        .build());
        spec.addOption(
                value("RATE", ByteCount::parseRate, "--rate-limit")
                        .description(
                                "The most that all items together may move, in bytes a second:"
                                        + " 800k, 50M, 1.5G (powers of 1024).")
                        .build());
        spec.addOption(
                flag("--durable")
                        .description(
                                "Force every file and its directory to the disk before it counts"
                                        + " as done. Without this a file gets its name when it is"
                                        + " whole, which survives a kill, and not a power failure.")
                        .build());
        spec.addOption(
                flag("--allow-html")
                        .description(
                                "Accept a web page where the name promises another kind of"
                                        + " content. Otherwise that is an error: it is how login"
                                        + " and error pages are taken for data.")
                        .build());
    }

    static OptionSpec.Builder flag(String... names) {
        return OptionSpec.builder(names[0], tail(names)).type(boolean.class);
    }

    /** An option with a value that {@code parse} reads, or refuses as an illegal argument. */
    static <T> OptionSpec.Builder value(String label, Function<String, T> parse, String... names) {
        return OptionSpec.builder(names[0], tail(names))
                .paramLabel(label)
                .type(Object.class)
                .converters(text -> converted(parse, text));
    }

    /** The same, which may be given several times. */
    static <T> OptionSpec.Builder several(String label, Function<String, T> parse, String name) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(Object.class)
                .converters(text -> converted(parse, text));
    }

    /** An option whose value is a file or a directory, which completion then offers. */
    static OptionSpec.Builder path(String label, String... names) {
        return value(label, Path::of, names).type(Path.class);
    }

    /** An option whose value is one of a few words. */
    static OptionSpec.Builder choice(String label, String name, String... choices) {
        return value(label, text -> chosen(text, choices), name)
                .completionCandidates(List.of(choices));
    }

    private static String[] tail(String... names) {
        return java.util.Arrays.copyOfRange(names, 1, names.length);
    }

    private static <T> T converted(Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    private static String chosen(String text, String... choices) {
        for (String choice : choices) {
            if (choice.equalsIgnoreCase(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is none of " + String.join(", ", choices));
    }

    static int positive(String text) {
        return atLeast(1, text);
    }

    static int zeroOrMore(String text) {
        return atLeast(0, text);
    }

    private static int atLeast(int least, String text) {
        if (!text.matches("[+-]?\\d{1,9}")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number");
        }
        int number = Integer.parseInt(text);
        if (number < least) {
            throw new IllegalArgumentException("at least " + least + ", not " + text);
        }
        return number;
    }

    /** What the options say about the engine, with what the environment says where they do not. */
    static EngineOptions engine(ParseResult options, JobEnvironment job, InFlight inFlight, Log log)
            throws ProgramException {
        Long rate = options.matchedOptionValue("--rate-limit", null);
        return new EngineOptions(
                inFlight.items(),
                inFlight.perServer(),
                options.matchedOptionValue("--streams", EngineOptions.STANDARD_STREAMS),
                retry(options),
                verification(options),
                linking(options),
                job.stagingDirectory(),
                Optional.<Duration>ofNullable(options.matchedOptionValue("--timeout", null)),
                rate == null ? OptionalLong.empty() : OptionalLong.of(rate),
                options.matchedOptionValue("--durable", false),
                job.errorRate(log));
    }

    static RetryPolicy retry(ParseResult options) {
        return RetryPolicy.STANDARD.withRounds(
                options.matchedOptionValue("--max-attempts", STANDARD_ROUNDS));
    }

    private static Verification verification(ParseResult options) {
        return Verification.valueOf(
                options.matchedOptionValue("--verify", "prefer").toUpperCase(Locale.ROOT));
    }

    private static Linking linking(ParseResult options) {
        if (options.matchedOptionValue("--symlink-any-site", false)) {
            return Linking.ALWAYS;
        }
        return options.matchedOptionValue("--symlink", false) ? Linking.SAME_SITE : Linking.NEVER;
    }

    /** What options and environment say about the network; warns of hosts that are not checked. */
    static NetworkSettings network(ParseResult options, Surroundings surroundings, Log log) {
        NetworkSettings standard = surroundings.network();
        Path extraCertificates = options.matchedOptionValue("--ca-dir", null);
        List<String> named = options.matchedOptionValue("--insecure", List.of());
        Set<String> insecure = new LinkedHashSet<>(named);
        for (String host : insecure) {
            log.warning(
                    "the certificate of "
                            + Log.oneLine(host)
                            + " is not checked, anybody can pass for it (--insecure)");
        }
        return new NetworkSettings(
                options.matchedOptionValue("--connect-timeout", standard.connectTimeout()),
                options.matchedOptionValue("--idle-timeout", standard.idleTimeout()),
                standard.httpProxy(),
                standard.httpsProxy(),
                standard.noProxy(),
                standard.cacheProxy(),
                extraCertificates == null
                        ? standard.extraCertificates()
                        : Optional.of(extraCertificates),
                insecure,
                options.matchedOptionValue("--allow-html", false),
                standard.userAgent(),
                ssh(options, standard.ssh(), log));
    }

    private static NetworkSettings.Ssh ssh(
            ParseResult options, NetworkSettings.Ssh standard, Log log) {
        String word = options.matchedOptionValue("--ssh-host-keys", null);
        if (word == null) {
            return standard;
        }
        HostKeyChecking checking =
                HostKeyChecking.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        if (checking == HostKeyChecking.NO) {
            log.warning(
                    "host keys of SSH are not checked, anybody can pass for any host"
                            + " (--ssh-host-keys no)");
        }
        return new NetworkSettings.Ssh(
                Optional.of(checking),
                standard.home(),
                standard.user(),
                standard.agent(),
                standard.system());
    }

    static Reporting reporting(ParseResult options) throws ProgramException {
        return new Reporting(
                Optional.<Path>ofNullable(options.matchedOptionValue("--json", null)),
                Reporting.Bar.valueOf(
                        options.matchedOptionValue("--progress", "auto").toUpperCase(Locale.ROOT)),
                options.matchedOptionValue("--debug", false),
                Optional.empty(),
                RecordFlags.receipts(options));
    }
}
