package transfer.retry;

import java.time.Duration;
import java.util.Optional;

/** What a failure means for trying again. */
public sealed interface Verdict {
    /** It cannot get better: no further round. */
    record Permanent() implements Verdict {}

    /**
     * It may get better.
     *
     * @param notBefore the pause that the server asked for; it wins over the policy's, up to the
     *     policy's cap; a negative one means at once
     */
    record Passing(Optional<Duration> notBefore) implements Verdict {}
}
