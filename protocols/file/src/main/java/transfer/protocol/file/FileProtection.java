package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * The directories that are never removed: the root, the working directory, those that the program
 * names, and all above them. They are known by device and inode, so no detour by dots, links or
 * mounts leads past this.
 */
final class FileProtection {
    private final List<Path> places;

    FileProtection(List<Path> places) {
        this.places = List.copyOf(places);
    }

    /**
     * What {@link BasicFileAttributes#fileKey} says of them now, also of links on the way to them.
     */
    Set<Object> keys() {
        List<Path> all = new ArrayList<>(places);
        all.add(Path.of(""));
        Set<Object> keys = new HashSet<>();
        for (Path place : all) {
            Path path = place.toAbsolutePath();
            addWithParents(path, keys);
            try {
                addWithParents(path.toRealPath(), keys);
            } catch (IOException _) {
                // what is not there need not be kept
            }
        }
        return keys;
    }

    /** Refuses what is one of them. */
    void check(TransferUrl url, BasicFileAttributes attributes) throws TransferException {
        if ((attributes.isDirectory() || attributes.isSymbolicLink())
                && keys().contains(attributes.fileKey())) {
            throw FileFailures.because(
                    FailureKind.BAD_REQUEST,
                    url,
                    "cannot remove "
                            + url.path()
                            + ": the root, home and working directory and those above them stay");
        }
    }

    private static void addWithParents(Path path, Set<Object> keys) {
        for (Path step = path; step != null; step = step.getParent()) {
            try {
                keys.add(
                        Files.readAttributes(
                                        step, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                                .fileKey());
            } catch (IOException _) {
                // what is not there need not be kept
            }
        }
    }
}
