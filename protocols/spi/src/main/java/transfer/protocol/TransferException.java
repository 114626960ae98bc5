package transfer.protocol;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The one way in which something fails across the contract: what kind of failure, at which URL, and
 * when to come back if the server said so. The message says what was attempted and what the server
 * answered; it holds no secret.
 */
public final class TransferException extends IOException {
    private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final transient TransferUrl url;
    private final transient Optional<Duration> notBefore;

    public TransferException(FailureKind kind, TransferUrl url, String message) {
        this(kind, url, message, null);
    }

    /**
     * @param cause what the library threw, or {@code null}
     */
    public TransferException(FailureKind kind, TransferUrl url, String message, Throwable cause) {
        this(kind, url, message, cause, Optional.empty());
    }

    private TransferException(
            FailureKind kind,
            TransferUrl url,
            String message,
            Throwable cause,
            Optional<Duration> notBefore) {
        super(message, cause);
        this.kind = kind;
        this.url = url;
        this.notBefore = notBefore;
    }

    /** The same failure with the pause that the server asked for. */
    public TransferException notBefore(Duration pause) {
        return new TransferException(kind, url, getMessage(), this, Optional.of(pause));
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
        return notBefore;
    }
}
