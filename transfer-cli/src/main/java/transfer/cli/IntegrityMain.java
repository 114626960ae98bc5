package transfer.cli;

/** The program under the name {@code pegasus-integrity}, which it replaces. */
final class IntegrityMain {
    private IntegrityMain() {}

    static void main(String[] arguments) {
        Surroundings surroundings = Surroundings.ofProcess();
        Cancellation.endAfter(
                IntegrityProgram.FAILURE,
                cancellation ->
                        new IntegrityProgram(surroundings, cancellation)
                                .run(ArgumentBytes.of(arguments)));
    }
}
