package transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import transfer.credentials.Site;
import transfer.protocol.Place;
import transfer.protocol.TransferUrl;

/**
 * One remote file that several items want: the first fetches it, the others place copies of what it
 * fetched. Safe for use by many threads.
 */
final class SharedFetch implements AutoCloseable {
    private final Site site;
    private int waiting;
    private Optional<Candidate> copy = Optional.empty();
    private Optional<Halfway> staged = Optional.empty();

    /**
     * @param waiting how many items will ask for the copy
     */
    SharedFetch(Site site, int waiting) {
        this.site = site;
        this.waiting = waiting;
    }

    /**
     * The first item is done; others may copy this file.
     *
     * @param made what it has to be, with its digest
     */
    synchronized void fetched(TransferUrl file, Moved made) {
        copy = Optional.of(Candidate.copy(new Place(file, site), made));
    }

    /**
     * As {@link #fetched}, with a file between two hops that is removed when the last item has used
     * it.
     */
    synchronized void fetchedToStaging(Halfway halfway, Moved made) {
        fetched(halfway.file(), made);
        staged = Optional.of(halfway);
    }

    /** The copy that this run has made; empty when the first item failed. */
    synchronized Optional<Candidate> copy() {
        return copy;
    }

    /** One item less needs the copy. */
    synchronized void used() {
        if (--waiting == 0) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        staged.ifPresent(Halfway::close);
        staged = Optional.empty();
        copy = Optional.empty();
    }

    static void delete(TransferUrl file) {
        try {
            Files.deleteIfExists(file.toPath());
        } catch (IOException _) {
            // it lies in the staging directory under a name of ours; nobody mistakes it for a
            // result
        }
    }
}
