package transfer.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hidden files of small items that a killed run left beside their targets. Nobody goes on with
 * them: their names were that run's own.
 */
final class Leavings {
    /** As {@link RunContext#fileTag} and {@link StagedPlace#part} make them. */
    private static final Pattern NAME =
            Pattern.compile("\\.(.*)\\.[0-9a-z]{1,9}-(\\d{1,9})\\.part", Pattern.DOTALL);

    private final Map<Path, Map<String, Integer>> itemsByName = new HashMap<>();

    private Leavings(List<WorkItem> items) {
        for (WorkItem item : items) {
            if (item instanceof WorkItem.Transfer && item.target().url().isLocal()) {
                Path target = item.target().url().toPath();
                if (target.getFileName() != null && target.getParent() != null) {
                    itemsByName
                            .computeIfAbsent(target.getParent(), _ -> new HashMap<>())
                            .put(target.getFileName().toString(), item.position().item());
                }
            }
        }
    }

    /** Removes what is left of these items; what cannot be removed stays. */
    static void remove(List<WorkItem> items) {
        new Leavings(items).itemsByName.forEach(Leavings::removeIn);
    }

    private static void removeIn(Path directory, Map<String, Integer> items) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, ".*.part")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()
                        && Integer.valueOf(name.group(2)).equals(items.get(name.group(1)))
                        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // the directory is not there yet, or not ours to tidy; the item itself will tell
        }
    }
}
