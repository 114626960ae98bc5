package transfer.planner;

import java.util.List;

/**
 * What a compute job that works on its own node does around its program, one step after the other.
 */
sealed interface NodeStep {
    /**
     * Moves files.
     *
     * @param arguments for the transfer program
     * @param isCheckpoint a failure is nothing to stop for: there may be no checkpoint yet
     */
    record Transfers(When when, String arguments, List<TransferEntry> entries, boolean isCheckpoint)
            implements NodeStep {}

    /** Compares inputs with the digests that are known of them. */
    record Verify(When when, List<String> lfns) implements NodeStep {}

    /** Makes programs executable. */
    record MakeExecutable(List<String> files) implements NodeStep {}

    enum When {
        CONTAINER,
        BEFORE,
        AFTER
    }
}
