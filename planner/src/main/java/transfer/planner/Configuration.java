package transfer.planner;

import java.util.Optional;

/** How a compute job gets its data. */
enum Configuration {
    /** It runs in a directory that its site shares with the staging site. */
    SHAREDFS,
    /** It transfers itself, from and to a staging site. */
    NONSHAREDFS,
    /** HTCondor brings its files from the submit host and takes them there. */
    CONDORIO;

    static Optional<Configuration> of(String word) {
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "sharedfs" -> Optional.of(SHAREDFS);
            case "nonsharedfs" -> Optional.of(NONSHAREDFS);
            case "condorio" -> Optional.of(CONDORIO);
            default -> Optional.empty();
        };
    }

    /** Whether the job works in a directory of its own, on its node. */
    boolean isOnNode() {
        return this != SHAREDFS;
    }
}
