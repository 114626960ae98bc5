package transfer.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The one way in which something fails across the contract: what kind of failure, at which URL,
 * when to come back if the server said so, and the evidence that there is, so that nobody has to
 * read it out of the message. The message says what was attempted and what the server answered; it
 * holds no secret.
 *
 * <p>The methods that add something leave this one as it is and give another, with the same cause
 * and stack trace.
 */
public final class TransferException extends IOException {
    private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final transient TransferUrl url;
    private final transient Circumstances circumstances;

    /** What is known besides, all of which may be missing. */
    private record Circumstances(
            Optional<Duration> notBefore,
            Optional<Phase> phase,
            OptionalInt status,
            Optional<String> errno,
            Provenance provenance) {
        static final Circumstances UNKNOWN =
                new Circumstances(
                        Optional.empty(),
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        Provenance.UNKNOWN);
    }

    public TransferException(FailureKind kind, TransferUrl url, String message) {
        this(kind, url, message, null);
    }

    /**
     * @param cause what the library threw, or {@code null}
     */
    public TransferException(FailureKind kind, TransferUrl url, String message, Throwable cause) {
        this(kind, url, message, cause, Circumstances.UNKNOWN);
    }

    private TransferException(
            FailureKind kind,
            TransferUrl url,
            String message,
            Throwable cause,
            Circumstances circumstances) {
        super(message, cause);
        this.kind = kind;
        this.url = url;
        this.circumstances = circumstances;
    }

    private TransferException with(Circumstances more) {
        TransferException same = new TransferException(kind, url, getMessage(), getCause(), more);
        same.setStackTrace(getStackTrace());
        for (Throwable suppressed : getSuppressed()) {
            same.addSuppressed(suppressed);
        }
        return same;
    }

    /** The same failure with the pause that the server asked for. */
    public TransferException notBefore(Duration pause) {
        Circumstances c = circumstances;
        return with(
                new Circumstances(Optional.of(pause), c.phase, c.status, c.errno, c.provenance));
    }

    /** The same failure, which happened in this phase and in no other. */
    public TransferException during(Phase phase) {
        Circumstances c = circumstances;
        return with(
                new Circumstances(
                        c.notBefore, Optional.of(phase), c.status, c.errno, c.provenance));
    }

    /** The same failure, which happened in this phase if it does not say another. */
    public TransferException orDuring(Phase phase) {
        return circumstances.phase.isPresent() ? this : during(phase);
    }

    /**
     * The same failure with the answer's status in the protocol's own numbers (503 of HTTP, 550 of
     * FTP).
     */
    public TransferException withStatus(int status) {
        Circumstances c = circumstances;
        return with(
                new Circumstances(
                        c.notBefore, c.phase, OptionalInt.of(status), c.errno, c.provenance));
    }

    /**
     * The same failure with the name of its exact reason: the system's ({@code ENOSPC}, {@code
     * ECONNREFUSED}), that of looking up a name ({@code EAI_NONAME}), or what TLS stumbled over
     * ({@code TLS_EXPIRED}).
     */
    public TransferException withErrno(String name) {
        Circumstances c = circumstances;
        return with(
                new Circumstances(c.notBefore, c.phase, c.status, Optional.of(name), c.provenance));
    }

    /** The same failure, of which we heard this way. */
    public TransferException cameBy(Provenance provenance) {
        Circumstances c = circumstances;
        return with(new Circumstances(c.notBefore, c.phase, c.status, c.errno, provenance));
    }

    public FailureKind kind() {
        return kind;
    }

    /** The URL that was worked on. */
    public TransferUrl url() {
        return url;
    }

    /** How long the server asked us to stay away. */
    public Optional<Duration> notBefore() {
        return circumstances.notBefore;
    }

    /** Where in the work it failed. */
    public Optional<Phase> phase() {
        return circumstances.phase;
    }

    /** What the server answered, in its protocol's numbers; empty where it said nothing. */
    public OptionalInt status() {
        return circumstances.status;
    }

    /** The name of the exact reason, where there is one; see {@link #withErrno}. */
    public Optional<String> errno() {
        return circumstances.errno;
    }

    /** Which way the answer came, or which way none came. */
    public Provenance provenance() {
        return circumstances.provenance;
    }
}
