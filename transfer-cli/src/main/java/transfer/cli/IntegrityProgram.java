package transfer.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.cli.GnuOptions.BadOptionException;
import transfer.cli.IntegrityFile.Hashed;
import transfer.cli.IntegrityFile.Unreadable;
import transfer.cli.IntegrityOptions.Action;
import transfer.protocol.ByteText;

/**
 * The program {@code pegasus-integrity}: computes and compares checksums of files. All that it says
 * goes to standard output, as its callers expect. A file that fails does not keep the others from
 * being looked at.
 */
final class IntegrityProgram {
    static final int FAILURE = 1;

    private static final int BAD_USAGE = 2;

    /** In place of a logical name that is not given; the reference's word. */
    private static final String NO_LFN = "None";

    private final Surroundings surroundings;
    private final Cancellation cancellation;
    private final Screen screen;
    private final InOrder inOrder;

    IntegrityProgram(Surroundings surroundings, Cancellation cancellation) {
        this.surroundings = surroundings;
        this.cancellation = cancellation;
        this.screen = new Screen(surroundings.output());
        this.inOrder = InOrder.onAllCores();
    }

    /** Makes the text that is printed or appended for a file. */
    @FunctionalInterface
    private interface Form {
        String of(IntegrityFile file, FileDigest digest) throws IOException;
    }

    /** Does something with the text. */
    @FunctionalInterface
    private interface Outlet {
        void take(String text) throws IOException;
    }

    /** Runs it and returns the exit code. */
    int run(String... arguments) {
        IntegrityOptions options;
        try {
            options = IntegrityOptions.parse(arguments);
        } catch (BadOptionException e) {
            screen.line(IntegrityOptions.USAGE);
            screen.line("pegasus-integrity: error: " + Log.oneLine(e.getMessage()));
            return BAD_USAGE;
        }
        int code;
        try {
            code = perform(options);
        } catch (InterruptedException _) {
            say("Exiting due to a signal");
            code = FAILURE;
        } catch (RuntimeException | Error e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            say(trace.toString().stripTrailing());
            code = FAILURE;
        }
        return surroundings.output().checkError() ? FAILURE : code;
    }

    private void say(String message) {
        screen.line("Integrity check: " + message);
    }

    private int perform(IntegrityOptions options) throws InterruptedException {
        if (options.help()) {
            screen.line(IntegrityOptions.HELP.stripTrailing());
            return 0;
        }
        if (options.debug()) {
            say("Logger has been configured");
        }
        if (options.actions().size() != 1) {
            say("One, and only one, of --generate-* and --verify needs to be specified");
            screen.line(IntegrityOptions.HELP.stripTrailing());
            return FAILURE;
        }
        Map.Entry<Action, String> action = options.actions().entrySet().iterator().next();
        if (action.getValue().isEmpty()) {
            return 0;
        }
        Optional<Boolean> good =
                cancellation.during(() -> {
                    try {
                        return Optional.of(perform(action.getKey(), action.getValue(), options));
                    } catch (InterruptedException _) {
                        return Optional.empty();
                    }
                });
        return good.orElseThrow(InterruptedException::new) ? 0 : FAILURE;
    }

    private boolean perform(Action action, String files, IntegrityOptions options)
            throws InterruptedException {
        return switch (action) {
            case GENERATE ->
                    generate(
                            IntegrityFile.plain(files),
                            (file, digest) -> digest.sha256() + "  " + file.name(),
                            screen::line);
            case GENERATE_YAML ->
                    generate(IntegrityFile.named(files), (_, digest) -> yaml(digest), screen::line);
            case GENERATE_FULLSTAT_YAML ->
                    generate(IntegrityFile.named(files), this::fullstatYaml, fullstatOutlet());
            case GENERATE_XMLS, GENERATE_FULLSTAT_XMLS -> true;
            case VERIFY -> verify(files, options);
        };
    }

    private static String yaml(FileDigest digest) {
        return "      sha256: "
                + digest.sha256()
                + "\n      checksum_timing: "
                + DurationText.seconds(digest.timing(), 3)
                + "\n";
    }

    private String fullstatYaml(IntegrityFile file, FileDigest digest) throws IOException {
        return IntegrityRecord.of(file.name(), file.path(surroundings.directory()))
                .yaml(file.lfn().orElse(NO_LFN), digest.sha256(), digest.timing());
    }

    private Outlet fullstatOutlet() {
        Optional<Path> file = new JobEnvironment(surroundings.environment()).integrityData();
        return file.isPresent() ? text -> IntegrityRecord.append(file.get(), text) : screen::line;
    }

    /** Whether all went well. */
    private boolean generate(List<IntegrityFile> files, Form form, Outlet outlet)
            throws InterruptedException {
        int[] failed = {0};
        inOrder.each(
                files,
                file -> file.read(surroundings.directory(), Set.of(DigestAlgorithm.SHA_256)),
                (file, outcome) -> {
                    try {
                        switch (outcome) {
                            case Hashed(FileDigest digest) -> outlet.take(form.of(file, digest));
                            case Unreadable unreadable -> {
                                say(unreadable.message());
                                failed[0]++;
                            }
                        }
                    } catch (IOException e) {
                        say(Log.oneLine(IoReason.of(e)));
                        failed[0]++;
                    }
                });
        return failed[0] == 0;
    }

    private boolean verify(String files, IntegrityOptions options) throws InterruptedException {
        String named = files;
        if (files.equals("stdin")) {
            try {
                named = ByteText.decode(surroundings.input().readAllBytes()).strip();
            } catch (IOException e) {
                say("Unable to read standard input: " + Log.oneLine(IoReason.of(e)));
                return false;
            }
        }
        return new IntegrityCheck(surroundings, this::say, options)
                .verify(IntegrityFile.named(named), inOrder);
    }
}
