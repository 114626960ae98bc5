package transfer.protocol.vfs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is in the archives that were looked into last, so that many items of one archive do not each
 * read all of it. Holds names, and no open files. Safe for use by many threads.
 */
final class VfsCatalogue {
    /** Few, because an archive may have millions of entries. */
    private static final int KEPT = 2;

    private final SequencedMap<Key, VfsIndex> indexes = new LinkedHashMap<>();

    private record Key(String scheme, Path archive, VfsState state) {}

    /** What is known of an archive in this state. */
    synchronized Optional<VfsIndex> find(String scheme, Path archive, VfsState state) {
        return Optional.ofNullable(indexes.get(new Key(scheme, archive, state)));
    }

    /** Keeps an index, and drops the oldest one where there are too many. */
    synchronized void keep(String scheme, Path archive, VfsState state, VfsIndex index) {
        if (indexes.size() == KEPT) {
            indexes.pollFirstEntry();
        }
        indexes.put(new Key(scheme, archive, state), index);
    }

    synchronized void clear() {
        indexes.clear();
    }
}
