package transfer.protocol.ssh;

import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;

/** We do not want to, or cannot, log in somewhere; says why in words for the user. */
final class SshRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final FailureKind kind;
    private final Phase phase;
    private final transient Optional<String> errno;

    private SshRefusal(FailureKind kind, Phase phase, Optional<String> errno, String words) {
        super(words);
        this.kind = kind;
        this.phase = phase;
        this.errno = errno;
    }

    /**
     * The server may be somebody else.
     *
     * @param errno the reason's name: {@code HOST_KEY_CHANGED}
     */
    static SshRefusal untrusted(String errno, String words) {
        return new SshRefusal(FailureKind.UNTRUSTED, Phase.CONNECT, Optional.of(errno), words);
    }

    /** What would prove who we are is missing, unusable or not believed. */
    static SshRefusal credentials(String words) {
        return new SshRefusal(FailureKind.BAD_CREDENTIALS, Phase.LOGIN, Optional.empty(), words);
    }

    /** The configuration asks for what we do not do, or makes no sense. */
    static SshRefusal configuration(FailureKind kind, String words) {
        return new SshRefusal(kind, Phase.CONNECT, Optional.empty(), words);
    }

    FailureKind kind() {
        return kind;
    }

    Phase phase() {
        return phase;
    }

    Optional<String> errno() {
        return errno;
    }
}
