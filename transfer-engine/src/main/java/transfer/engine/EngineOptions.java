package transfer.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import transfer.retry.RetryPolicy;

/**
 * How a run is to be done.
 *
 * @param itemsInFlight how many items are worked on at once, at least 1
 * @param itemsPerServer how many of them at one server, at least 1
 * @param streamsPerFile how many parts of one large file are fetched side by side at most, at least
 *     1; they count as items do
 * @param retry rounds and pauses
 * @param verification how much proof is demanded
 * @param linking when a local copy becomes a symbolic link
 * @param stagingDirectory where files rest between two hops
 * @param itemTimeout how long one item may take in all
 * @param bytesPerSecond the most that all items together may move
 * @param durable whether files and their directories are forced to the disk before they count as
 *     done
 * @param errorRate per cent of local destinations that are damaged on purpose, 0 to 100 (for tests
 *     of what comes after)
 */
public record EngineOptions(
        int itemsInFlight,
        int itemsPerServer,
        int streamsPerFile,
        RetryPolicy retry,
        Verification verification,
        Linking linking,
        Path stagingDirectory,
        Optional<Duration> itemTimeout,
        OptionalLong bytesPerSecond,
        boolean durable,
        int errorRate) {

    /** More seldom make one file faster, and each takes memory for bytes that wait. */
    public static final int STANDARD_STREAMS = 4;

    /** When a copy from file to file becomes a symbolic link. */
    public enum Linking {
        NEVER,
        /** When both ends carry the same site label: only there a path means the same on both. */
        SAME_SITE,
        /** Always, as the reference does. */
        ALWAYS
    }

    /**
     * @throws IllegalArgumentException when a value is out of its range
     */
    public EngineOptions {
        if (itemsInFlight < 1 || itemsPerServer < 1) {
            throw new IllegalArgumentException("at least one item must be in flight");
        }
        if (streamsPerFile < 1) {
            throw new IllegalArgumentException("a file is fetched by at least one stream");
        }
        if (errorRate < 0 || errorRate > 100) {
            throw new IllegalArgumentException("an error rate is a percentage, not " + errorRate);
        }
        if (bytesPerSecond.orElse(1) < 1) {
            throw new IllegalArgumentException("a rate limit is at least 1 byte a second");
        }
    }

    /** The same with other links. */
    public EngineOptions with(Linking newLinking) {
        return new EngineOptions(
                itemsInFlight,
                itemsPerServer,
                streamsPerFile,
                retry,
                verification,
                newLinking,
                stagingDirectory,
                itemTimeout,
                bytesPerSecond,
                durable,
                errorRate);
    }

    /** Eight items at once, three rounds, the best proof that costs no second reading. */
    public static EngineOptions standard(Path stagingDirectory) {
        return new EngineOptions(
                8,
                8,
                STANDARD_STREAMS,
                RetryPolicy.STANDARD,
                Verification.PREFER,
                Linking.NEVER,
                stagingDirectory,
                Optional.empty(),
                OptionalLong.empty(),
                false,
                0);
    }
}
