package transfer.planner;

import java.util.Optional;

/** The kinds of profiles. */
enum Namespace {
    ENV,
    CONDOR,
    GLOBUS,
    DAGMAN,
    PEGASUS,
    SELECTOR,
    METADATA,
    STAT;

    /** By its word in a file; {@code hints} is the old word for selector. */
    static Optional<Namespace> of(String word) {
        return switch (word) {
            case "env" -> Optional.of(ENV);
            case "condor" -> Optional.of(CONDOR);
            case "globus" -> Optional.of(GLOBUS);
            case "dagman" -> Optional.of(DAGMAN);
            case "pegasus" -> Optional.of(PEGASUS);
            case "selector", "hints" -> Optional.of(SELECTOR);
            case "metadata" -> Optional.of(METADATA);
            case "stat" -> Optional.of(STAT);
            default -> Optional.empty();
        };
    }
}
