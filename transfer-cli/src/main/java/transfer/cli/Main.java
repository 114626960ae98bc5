package transfer.cli;

/** The program under the name {@code transfer}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.err.println("transfer: the commands are not built yet");
        System.exit(70);
    }
}
