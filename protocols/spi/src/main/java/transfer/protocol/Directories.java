package transfer.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has directories. */
public interface Directories extends Endpoint {
    /**
     * Makes a directory and those above it; one that is there already is fine.
     *
     * @throws TransferException {@link FailureKind#ALREADY_EXISTS} or {@link
     *     FailureKind#BAD_REQUEST} when a file stands there or above, and others
     */
    void makeDirectory(TransferUrl url) throws TransferException, InterruptedException;

    /**
     * What is in a directory, in the server's order, a page at a time: everything at once where the
     * server tells everything at once, so that a store of millions of objects need not be held in
     * memory, and what fails is asked for again from the last page on.
     *
     * @param prefix what the names wanted begin with, as {@link #name} has them; others may be left
     *     out, and are where the server can look for names by their beginning
     * @param after {@link Page#next} of the page before; empty for the first page
     * @throws TransferException {@link FailureKind#NOT_FOUND} when it is missing, {@link
     *     FailureKind#BAD_REQUEST} when it is no directory
     */
    Page list(TransferUrl url, String prefix, Optional<String> after)
            throws TransferException, InterruptedException;

    /** All pages in one; see {@link #list(TransferUrl, String, Optional)}. */
    default List<Entry> list(TransferUrl url) throws TransferException, InterruptedException {
        Page page = list(url, "", Optional.empty());
        if (page.next().isEmpty()) {
            return page.entries();
        }
        List<Entry> entries = new ArrayList<>(page.entries());
        while (page.next().isPresent()) {
            page = list(url, "", page.next());
            entries.addAll(page.entries());
        }
        return entries;
    }

    /**
     * One thing in a directory.
     *
     * @param stat as far as the list told it, what {@link Inspector#stat} would say, links
     *     followed; of a file any part but the kind may be missing, of a directory none. Empty
     *     where the list did not tell what the name leads to, as of most links
     */
    record Entry(TransferUrl url, Optional<FileStat> stat) {}

    /**
     * Some of what is in a directory; perhaps nothing, though more pages follow.
     *
     * @param next what asks for the next page; empty after the last one. It means nothing to
     *     anybody but the family that made it
     */
    record Page(List<Entry> entries, Optional<String> next) {
        public Page {
            entries = List.copyOf(entries);
        }

        /** The only page. */
        public static Page of(List<Entry> entries) {
            return new Page(entries, Optional.empty());
        }
    }
}
