package transfer.protocol;

/** What went wrong, as far as it matters for what to do next. */
public enum FailureKind {
    /** Nothing is under that name. */
    NOT_FOUND(false),
    /** We are known, or nobody in particular, and may not. */
    ACCESS_DENIED(false),
    /** A credential is missing, malformed, expired or refused. */
    BAD_CREDENTIALS(false),
    /** The server's certificate or host key is not trusted. */
    UNTRUSTED(false),
    /** Something is in the way. */
    ALREADY_EXISTS(false),
    /** What was asked makes no sense there: malformed, a directory, a forbidden place. */
    BAD_REQUEST(false),
    /** The server or this program cannot do it. */
    UNSUPPORTED(false),
    /** The disk or the quota is full. */
    NO_SPACE(false),
    /** The content is plainly not what was asked for, such as an error page in place of data. */
    WRONG_CONTENT(false),
    /** Required proof cannot be had: no digest to compare with. */
    UNVERIFIABLE(false),
    /** Our own fault: a program error. */
    INTERNAL(false),

    /** No connection, or it broke. */
    CONNECTION(true),
    /** No answer in time. */
    TIMED_OUT(true),
    /** The server asks us to slow down. */
    THROTTLED(true),
    /** The server cannot now. */
    UNAVAILABLE(true),
    /** Fewer bytes came than were announced. */
    TRUNCATED(true),
    /** The bytes are not the right ones. */
    CHECKSUM_MISMATCH(true),
    /** The file changed while it was read. */
    CHANGED(true),
    /** Nobody knows; tried again a bounded number of times. */
    UNEXPECTED(true);

    private final boolean passing;

    FailureKind(boolean passing) {
        this.passing = passing;
    }

    /** Whether trying again can help. */
    public boolean isPassing() {
        return passing;
    }
}
