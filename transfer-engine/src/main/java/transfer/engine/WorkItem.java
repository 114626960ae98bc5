package transfer.engine;

import java.util.List;
import transfer.protocol.Place;

/** One line of work. */
public sealed interface WorkItem {
    /** Where it stands in its list. */
    ListPosition position();

    /** The place that it changes: a transfer's destination, a target. */
    Place target();

    /**
     * Bring one file (or directory, or link) to one place.
     *
     * @param sources where the file may be had, the preferred one first; at least one
     */
    record Transfer(ListPosition position, List<Place> sources, Place target, TransferTerms terms)
            implements WorkItem {
        /**
         * @throws IllegalArgumentException when there is no source
         */
        public Transfer {
            sources = List.copyOf(sources);
            if (sources.isEmpty()) {
                throw new IllegalArgumentException("a transfer without a source");
            }
        }
    }

    /** Make a directory (or what a store has in its place) and those above it. */
    record MakeDirectory(ListPosition position, Place target) implements WorkItem {}

    /** Remove a file, a link, or with {@code recursive} a directory with its content. */
    record Remove(ListPosition position, Place target, boolean recursive) implements WorkItem {}
}
