package transfer.cli;

import java.util.Arrays;

/** The program under the name {@code transfer}. */
public final class Main {
    /** Who asks for this wants nothing else. */
    private static final String[] VERSION = {"--version"};

    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
        Surroundings surroundings = Surroundings.ofProcess();
        if (!Arrays.equals(arguments, VERSION)) {
            HeadStart.begin(surroundings.clock());
        }
        Cancellation.endAfter(
                ExitCode.INTERRUPTED.number(),
                cancellation ->
                        new Program(surroundings, cancellation).run(ArgumentBytes.of(arguments)));
    }
}
