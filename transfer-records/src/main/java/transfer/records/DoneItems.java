package transfer.records;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.engine.WorkItem;
import transfer.protocol.TransferUrl;

/**
 * Finds out which items that a journal calls done are to be done again, because their places are
 * not what the journal says, although no other item of the list explains it.
 */
final class DoneItems {
    private final JournalIndex index;
    private final List<WorkItem> items;
    private final Recheck recheck;
    private final List<WorkItem> suspects = new ArrayList<>();

    DoneItems(JournalIndex index, List<WorkItem> items, Recheck recheck) {
        this.index = index;
        this.items = items;
        this.recheck = recheck;
    }

    /** Compares the place of an item with the last line about it, if that says done. */
    void compare(JournalLine line, long offset) throws IOException {
        if (recheck != Recheck.NONE
                && index.counts(line, offset)
                && line.state().form() != LocalState.Form.REMOTE
                && !isUnchanged(line)) {
            suspects.add(index.item(line));
        }
    }

    private boolean isUnchanged(JournalLine line) throws IOException {
        Path path = index.item(line).target().url().toPath();
        if (!LocalState.of(path).equals(line.state())) {
            return false;
        }
        return recheck != Recheck.DIGEST
                || line.state().form() != LocalState.Form.FILE
                || line.sha256().isEmpty()
                || line.sha256().equals(Optional.of(sha256(path)));
    }

    private static Checksum sha256(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return Digests.sha256(input);
        }
    }

    /**
     * Takes what cannot be explained out of what is done, and the removals that what is done again
     * makes necessary again.
     *
     * @return what was done and is to be done again
     */
    List<WorkItem> settle() {
        Set<WorkItem> again = new HashSet<>(suspects);
        if (!suspects.isEmpty()) {
            again.removeAll(explained());
        }
        again.forEach(index::doAgain);
        for (WorkItem removal : removalsAfter(again)) {
            index.doAgain(removal);
            again.add(removal);
        }
        return items.stream().filter(again::contains).toList();
    }

    /** What a later item of the list replaced, moved away or removed is as it should be. */
    private Set<WorkItem> explained() {
        Map<TransferUrl, List<WorkItem>> byPlace = new HashMap<>();
        for (WorkItem suspect : suspects) {
            byPlace.computeIfAbsent(asFile(suspect.target().url()), _ -> new ArrayList<>(1))
                    .add(suspect);
        }
        Set<TransferUrl> removed = new HashSet<>();
        Set<WorkItem> explained = new HashSet<>();
        for (WorkItem item : items) {
            if (!index.isDone(item)) {
                continue;
            }
            if (item instanceof WorkItem.Remove) {
                removed.add(asFile(item.target().url()));
            }
            for (TransferUrl changed : changedBy(item)) {
                byPlace.getOrDefault(changed, List.of()).stream()
                        .filter(suspect -> index.isLater(item, suspect))
                        .forEach(explained::add);
            }
        }
        if (!removed.isEmpty()) {
            suspects.stream()
                    .filter(suspect -> !(suspect instanceof WorkItem.Remove))
                    .filter(suspect -> isBelow(suspect, removed))
                    .forEach(explained::add);
        }
        return explained;
    }

    private static List<TransferUrl> changedBy(WorkItem item) {
        TransferUrl target = item.target().url();
        if (!(item instanceof WorkItem.Transfer transfer)) {
            return List.of();
        }
        return target.scheme().equals("moveto")
                ? List.of(asFile(target), asFile(transfer.sources().getFirst().url()))
                : List.of(asFile(target));
    }

    /** Removals come last: what is brought back below their targets has to go once more. */
    private List<WorkItem> removalsAfter(Set<WorkItem> again) {
        List<WorkItem> removals =
                items.stream()
                        .filter(WorkItem.Remove.class::isInstance)
                        .filter(index::isDone)
                        .toList();
        if (removals.isEmpty()) {
            return removals;
        }
        Map<TransferUrl, List<WorkItem>> byTarget = new HashMap<>();
        for (WorkItem removal : removals) {
            byTarget.computeIfAbsent(asFile(removal.target().url()), _ -> new ArrayList<>(1))
                    .add(removal);
        }
        Set<WorkItem> needed = new HashSet<>();
        for (WorkItem item : items) {
            if (!(item instanceof WorkItem.Remove) && !index.isDone(item)) {
                above(item.target().url())
                        .forEach(place -> needed.addAll(byTarget.getOrDefault(place, List.of())));
            }
        }
        return List.copyOf(needed);
    }

    private static boolean isBelow(WorkItem item, Set<TransferUrl> places) {
        return above(item.target().url()).stream().anyMatch(places::contains);
    }

    /** The place itself and every directory above it. */
    private static List<TransferUrl> above(TransferUrl url) {
        List<TransferUrl> places = new ArrayList<>();
        TransferUrl place = asFile(url);
        places.add(place);
        int slash = place.path().lastIndexOf('/');
        while (slash > 0) {
            place = place.withPath(place.path().substring(0, slash));
            places.add(place);
            slash = place.path().lastIndexOf('/');
        }
        return places;
    }

    private static TransferUrl asFile(TransferUrl url) {
        TransferUrl file = url.isLocal() ? url.withScheme("file") : url;
        String path = file.path();
        return path.length() > 1 && path.endsWith("/")
                ? file.withPath(path.substring(0, path.length() - 1))
                : file;
    }
}
