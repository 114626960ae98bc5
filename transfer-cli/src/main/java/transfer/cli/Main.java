package transfer.cli;

/** The program under the name {@code transfer}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
        Surroundings surroundings = Surroundings.ofProcess();
        Cancellation.endAfter(
                ExitCode.INTERRUPTED.number(),
                cancellation ->
                        new Program(surroundings, cancellation).run(ArgumentBytes.of(arguments)));
    }
}
