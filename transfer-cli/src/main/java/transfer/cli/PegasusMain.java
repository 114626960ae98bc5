package transfer.cli;

/** The program under the name {@code pegasus-transfer}. */
public final class PegasusMain {
    private PegasusMain() {}

    public static void main(String[] arguments) {
        Main.main(arguments);
    }
}
