package transfer.planner;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One file of a list for {@code transfer}.
 *
 * @param sources to be tried in this order
 * @param attributes what is known of the file: its checksum, its size
 */
record TransferEntry(
        String lfn,
        Linkage linkage,
        List<Source> sources,
        Target target,
        Checks checks,
        Map<String, String> attributes) {
    TransferEntry {
        sources = List.copyOf(sources);
    }

    enum Linkage {
        INPUT,
        OUTPUT;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param priority of this source among those of the file; empty when it is not told
     */
    record Source(String site, String url, OptionalInt priority) {}

    /**
     * @param imageType docker or singularity, when the file is the image of a container
     */
    record Target(String site, String url, Optional<String> imageType) {}

    /**
     * What is checked.
     *
     * @param generate the digest is computed on the way and noted
     * @param compareAfterwards the destination is read again and compared
     * @param isElsewhere the source of a link exists where the link is read, not where it is made
     */
    record Checks(boolean generate, boolean compareAfterwards, boolean isElsewhere) {
        static final Checks NONE = new Checks(false, false, false);
    }
}
