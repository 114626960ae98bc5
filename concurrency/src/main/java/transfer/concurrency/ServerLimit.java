package transfer.concurrency;

import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many may be at one server at once. Not safe for use by several threads at once, but for
 * {@link #passed}.
 */
public sealed interface ServerLimit permits FixedLimit, AdaptiveLimit {
    /** Takes a place if there is one; does not wait. */
    boolean tryTake();

    /** Gives back a place that was taken. */
    void giveBack();

    /** How many places are taken. */
    int busy();

    /** How many may be taken at most now, as far as this process alone decides. */
    int now();

    /** Whether the number is found by trying. */
    boolean isAdaptive();

    /** Counts bytes of something that is under way. Safe for use by many threads. */
    void passed(long bytes);

    /** Looks at the throughput; a change of the limit is told in words for a log. */
    Optional<Change> look();

    /** Something that was done there has ended well. */
    Optional<Change> wentWell();

    /**
     * The server would not have something, or did not answer in time.
     *
     * @param begun when that began, by the clock of {@link System#nanoTime}: what began before the
     *     limit was lowered says nothing of the limit that there is now
     * @param why one word or two
     */
    Optional<Change> refused(long begun, String why);

    /** Whether the last {@link #tryTake} failed because of other processes of this node. */
    boolean isHeldBackByOthers();

    /**
     * Whether others of this node leave a place now, for who was held back by them; asking keeps
     * the place in the line.
     */
    boolean mayTakeNow();

    /** Whether other processes of this node wait for a place that is beyond our part. */
    boolean owesOthers();

    /** Whether other processes of this node hold places there now. */
    boolean isShared();

    /** What became of it, for who asks at the end of a run. */
    Use use();

    /** Leaves the line of those who wait for other processes. */
    void stopWaiting();

    /** A change of the limit. */
    record Change(String server, int from, int to, String why) {
        @Override
        public String toString() {
            return server + ": " + from + " -> " + to + " at once: " + why;
        }
    }

    /**
     * How a server was used.
     *
     * @param server as it was named
     * @param highest how many were there at once at most
     * @param last the limit at the end
     * @param changes how often the limit was changed
     * @param shrinks how often of these it was lowered because the server refused
     */
    record Use(String server, int highest, int last, int changes, int shrinks) {}

    /** Always the same number, but one fewer for each refusal, and slowly more again. */
    static ServerLimit fixed(String server, int most) {
        return new FixedLimit(server, most);
    }

    /**
     * A number that is found by trying.
     *
     * @param start where it begins
     * @param most where it ends
     * @param node what all processes of this node count together
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    static ServerLimit adaptive(
            String server, int start, int most, Optional<NodeTable> node, LongSupplier nanoTime) {
        return new AdaptiveLimit(
                server, new Gains(start, most), node.map(table -> table.at(server)), nanoTime);
    }
}
