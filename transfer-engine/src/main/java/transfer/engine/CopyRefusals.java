package transfer.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which servers have said that they do not copy from or to which others, so that nobody asks again
 * in this run. Safe for use by many threads.
 */
final class CopyRefusals {
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();

    /**
     * @param by whose server it was that refused, which is one of the two others
     */
    record Pair(String from, String to, String by) {
        static Pair of(Hop.Direct hop) {
            return new Pair(
                    hop.from().url().server(), hop.to().url().server(), hop.by().url().server());
        }
    }

    /** Whether nobody knew it before. */
    boolean add(Pair pair) {
        return pairs.add(pair);
    }

    boolean contains(Pair pair) {
        return pairs.contains(pair);
    }
}
