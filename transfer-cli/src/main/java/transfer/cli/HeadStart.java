package transfer.cli;

import java.time.Clock;
import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;

/**
 * Makes ready what nearly every command needs and nothing of the command decides: the runtime's
 * implementation of SHA-256, which it looks for among hundreds of algorithms, and the local time,
 * for which it reads the history of all zones. Where there is a second processor, that is done by
 * the time the first one has read the arguments and the list; where there is none, nothing is lost.
 */
final class HeadStart {
    private HeadStart() {}

    /** Returns at once. */
    static void begin(Clock clock) {
        Runnable work =
                () -> {
                    new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
                    clock.getZone();
                };
        try {
            Thread.ofPlatform().daemon().name("head start").start(work);
        } catch (OutOfMemoryError e) {
            // the system has no more threads: then everything is made when it is needed
        }
    }
}
