package transfer.planner;

import java.io.IOException;
import java.nio.file.Path;

/** What a replica catalog holds, in its order, to be added to and written again. For one thread. */
sealed interface CatalogEntries permits YamlEntries, TextEntries {
    /**
     * Notes where a file is. What is known of it already is replaced where it differs.
     *
     * @return whether that place is new
     */
    boolean note(OutputNote note);

    /** Whether anything is other than it was read. */
    boolean isChanged();

    /** The whole content of the catalog. */
    String text();

    /**
     * @throws IOException when the file cannot be read to its end
     */
    static CatalogEntries read(
            CatalogForm form, Path file, Surroundings surroundings, Defects defects)
            throws IOException {
        return switch (form) {
            case YAML -> YamlEntries.read(file, surroundings, defects);
            case TEXT -> TextEntries.read(file, defects);
        };
    }
}
