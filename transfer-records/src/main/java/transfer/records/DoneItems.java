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
    private final Set<WorkItem> again = new HashSet<>();

    DoneItems(JournalIndex index, List<WorkItem> items, Recheck recheck) {
        this.index = index;
        this.items = items;
        this.recheck = recheck;
    }

    /** Compares the place of an item with the last line about it, if that says done. */
    void compare(JournalLine line, long offset) {
        if (recheck != Recheck.NONE
                && index.counts(line, offset)
                && line.state().form() != LocalState.Form.REMOTE
                && !isUnchanged(line)) {
            suspects.add(index.item(line));
        }
    }

    private boolean isUnchanged(JournalLine line) {
        WorkItem item = index.item(line);
        Path path = item.target().url().toPath();
        if (!LocalState.of(path).equals(line.state())) {
            return false;
        }
        // what went away in the moment before its line was written is as gone as what went later
        if (line.state().form() == LocalState.Form.MISSING && !(item instanceof WorkItem.Remove)) {
            return false;
        }
        return recheck != Recheck.DIGEST
                || line.state().form() != LocalState.Form.FILE
                || line.sha256().isEmpty()
                || line.sha256().equals(sha256(path));
    }

    /** Empty when it cannot be read, which the item itself then finds out. */
    private static Optional<Checksum> sha256(Path file) {
        try (InputStream input = Files.newInputStream(file)) {
            return Optional.of(Digests.sha256(input));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /**
     * Takes what cannot be explained out of what is done, and what that makes necessary again:
     * later items with the same place, and removals.
     *
     * @return what was done and is to be done again
     */
    List<WorkItem> settle() {
        boolean more = !suspects.isEmpty();
        while (more) {
            // what is to be moved away once more has to be brought once more
            Set<WorkItem> unexplained = new HashSet<>(suspects);
            unexplained.removeAll(explained());
            more = again.addAll(unexplained);
            unexplained.forEach(index::doAgain);
        }
        replacementsAfterWhatIsLeft().forEach(this::doAgain);
        removalsAfterWhatIsLeft().forEach(this::doAgain);
        return items.stream().filter(again::contains).toList();
    }

    private void doAgain(WorkItem item) {
        index.doAgain(item);
        again.add(item);
    }

    /**
     * What a later item of the list replaced, moved away or removed is as it should be. Not so a
     * removal: what has come since has to go.
     */
    private Set<WorkItem> explained() {
        Map<TransferUrl, List<WorkItem>> byPlace = new HashMap<>();
        for (WorkItem suspect : suspects) {
            if (suspect instanceof WorkItem.Remove) {
                continue;
            }
            byPlace.computeIfAbsent(asFile(suspect.target().url()), _ -> new ArrayList<>(1))
                    .add(suspect);
        }
        Set<TransferUrl> removed = new HashSet<>();
        Set<WorkItem> explained = new HashSet<>();
        for (WorkItem item : items) {
            if (!index.isDone(item) && !again.contains(item)) {
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

    private List<TransferUrl> changedBy(WorkItem item) {
        TransferUrl target = item.target().url();
        if (!(item instanceof WorkItem.Transfer transfer)) {
            return List.of();
        }
        return target.scheme().equals("moveto") && index.isDone(item)
                ? List.of(asFile(target), asFile(transfer.sources().getFirst().url()))
                : List.of(asFile(target));
    }

    /** Of several items with one place the last one of the list wins, whichever are left. */
    private List<WorkItem> replacementsAfterWhatIsLeft() {
        Set<TransferUrl> rewritten = new HashSet<>();
        List<WorkItem> replacements = new ArrayList<>();
        for (WorkItem item : items) {
            if (!(item instanceof WorkItem.Transfer)) {
                continue;
            }
            TransferUrl place = asFile(item.target().url());
            if (!index.isDone(item)) {
                rewritten.add(place);
            } else if (rewritten.contains(place)) {
                replacements.add(item);
            }
        }
        return replacements;
    }

    /** Removals come last: what comes below their targets after them has to go once more. */
    private List<WorkItem> removalsAfterWhatIsLeft() {
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
            if (item instanceof WorkItem.Remove) {
                continue;
            }
            for (TransferUrl place : above(item.target().url())) {
                byTarget.getOrDefault(place, List.of()).stream()
                        .filter(removal -> !index.isDone(item) || index.isLater(item, removal))
                        .forEach(needed::add);
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
        TransferUrl file =
                url.isLocal() && !url.scheme().equals("file") ? url.withScheme("file") : url;
        String path = file.path();
        return path.length() > 1 && path.endsWith("/")
                ? file.withPath(path.substring(0, path.length() - 1))
                : file;
    }
}
