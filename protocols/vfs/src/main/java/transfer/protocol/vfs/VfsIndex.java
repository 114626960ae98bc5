package transfer.protocol.vfs;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The entries of one archive by their names, with the directories that have no entry themselves.
 */
final class VfsIndex {
    private final TreeMap<String, VfsEntry> entries = new TreeMap<>();

    /**
     * @param all in the archive's order: of two with one name the later one counts, as when they
     *     are unpacked
     */
    VfsIndex(List<VfsEntry> all) {
        for (VfsEntry entry : all) {
            String name = entry.name();
            entries.put(name, entry);
            for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
                String above = name.substring(0, end);
                if (entries.containsKey(above)) {
                    break;
                }
                entries.put(above, VfsEntry.directory(-1, above, Optional.empty()));
            }
        }
        entries.putIfAbsent("", VfsEntry.directory(-1, "", Optional.empty()));
    }

    Optional<VfsEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }
}
