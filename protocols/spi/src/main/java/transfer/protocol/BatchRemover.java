package transfer.protocol;

import java.util.List;
import java.util.Set;

/** Can remove many files by few requests, which is quicker than one after the other. */
public interface BatchRemover extends Remover {
    /** How many {@link #removeTogether} takes at most, at least 2. Always the same; asks nobody. */
    int most();

    /**
     * Removes of these files those that are there and can go together. The others are left to
     * {@link #remove}, which tells of each what is the matter with it: what is missing, or a
     * directory, or refused, and whatever the server does not say that it removed.
     *
     * @param urls different ones, at most {@link #most}
     * @return those of them that were there and are removed
     * @throws TransferException when nothing was removed, as far as is known
     */
    Set<TransferUrl> removeTogether(List<TransferUrl> urls)
            throws TransferException, InterruptedException;
}
