package transfer.protocol.s3;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import transfer.credentials.CredentialException;
import transfer.protocol.TransferUrl;

/**
 * The keys that a program gives out, kept until shortly before their end; those without an end are
 * kept for good.
 */
final class S3Issued implements S3Keyring {
    /** Long enough for a large request that begins now. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    private final S3Process program;
    private final InstantSource clock;
    private Optional<S3Process.Issue> last = Optional.empty();

    S3Issued(S3Process program, InstantSource clock) {
        this.program = program;
        this.clock = clock;
    }

    @Override
    public synchronized Optional<S3Keys> keys(TransferUrl about)
            throws CredentialException, InterruptedException {
        if (last.filter(this::isGood).isEmpty()) {
            last = Optional.of(program.run());
        }
        return last.map(S3Process.Issue::keys);
    }

    private boolean isGood(S3Process.Issue issue) {
        return issue.end().map(end -> clock.instant().plus(EARLY).isBefore(end)).orElse(true);
    }
}
