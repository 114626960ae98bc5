package transfer.cli;

/** The program under the name {@code pegasus-transfer}, which it replaces. */
public final class PegasusMain {
    private PegasusMain() {}

    public static void main(String[] arguments) {
        System.setProperty("java.util.logging.config.class", LibraryLog.class.getName());
        Surroundings surroundings = Surroundings.ofProcess();
        HeadStart.begin(surroundings.clock());
        Cancellation.endAfter(
                PegasusProgram.FAILURE,
                cancellation ->
                        new PegasusProgram(surroundings, cancellation)
                                .run(ArgumentBytes.of(arguments)));
    }
}
