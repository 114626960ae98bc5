package transfer.planner;

import java.util.Locale;
import java.util.Optional;

/** The forms of replica catalogs into which outputs can be noted. */
enum CatalogForm {
    YAML,
    TEXT;

    /** Properties of the catalog of outputs begin so, if nothing else is said. */
    static final String OUTPUTS = "pegasus.catalog.replica.output";

    /** What the properties want; another form than these is a defect. */
    static Optional<CatalogForm> of(Properties properties, String prefix) {
        Optional<String> word = properties.get(prefix);
        if (word.isEmpty()) {
            properties.defect(prefix, "is missing: must be YAML or File");
            return Optional.empty();
        }
        return switch (word.get().toUpperCase(Locale.ROOT)) {
            case "YAML" -> Optional.of(YAML);
            case "FILE" -> Optional.of(TEXT);
            case "JDBCRC" -> {
                properties.defect(
                        prefix,
                        "databases (JDBCRC) are not supported: YAML or File note outputs in a file");
                yield Optional.empty();
            }
            default -> {
                properties.defect(prefix, "must be YAML or File, not '" + word.get() + "'");
                yield Optional.empty();
            }
        };
    }
}
