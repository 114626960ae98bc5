package transfer.planner;

/** How far the digests of files are followed through a workflow. */
enum Integrity {
    FULL,
    /** As full, without files that are only linked. */
    NOSYMLINK,
    NONE;

    static Integrity of(Properties properties) {
        boolean isDevelopment =
                java.util.Set.of("development", "debug")
                        .contains(properties.get("pegasus.mode", "production"));
        String word = properties.get("pegasus.integrity.checking", isDevelopment ? "none" : "full");
        return switch (word.toLowerCase(java.util.Locale.ROOT)) {
            case "full" -> FULL;
            case "nosymlink" -> NOSYMLINK;
            case "none" -> NONE;
            default -> {
                properties.defect(
                        "pegasus.integrity.checking",
                        "must be full, nosymlink or none, not '" + word + "'");
                yield FULL;
            }
        };
    }

    /** Whether a file takes part. */
    boolean covers(boolean isLinked) {
        return this == FULL || (this == NOSYMLINK && !isLinked);
    }
}
