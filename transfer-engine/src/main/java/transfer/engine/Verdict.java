package transfer.engine;

/** What is known about the file at the destination. A mismatch is no verdict but a failure. */
public sealed interface Verdict {
    /** It was compared. */
    record Verified(Evidence evidence) implements Verdict {}

    /** It could not be compared, and why. */
    record Unverifiable(String reason) implements Verdict {}

    /** Nobody wanted it compared. */
    record Unchecked() implements Verdict {}
}
