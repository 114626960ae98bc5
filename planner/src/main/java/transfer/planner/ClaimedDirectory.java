package transfer.planner;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A directory that nobody had before. Unless it is kept it goes again when this is closed, and with
 * it those above it that were made for it.
 */
final class ClaimedDirectory implements AutoCloseable {
    /** Lists hold URLs as catalogs have them, with passwords if those do. */
    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static final int MOST_ATTEMPTS = 100;

    private final Path path;
    private final List<Path> parents;
    private boolean isKept;

    private ClaimedDirectory(Path path, List<Path> parents) {
        this.path = path;
        this.parents = parents;
    }

    /** Empty when there is something of that name. */
    static Optional<ClaimedDirectory> make(Path path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return makeOnce(path);
            } catch (NoSuchFileException e) {
                // another run failed meanwhile, and took away the parents that it had made
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Optional<ClaimedDirectory> makeOnce(Path path) throws IOException {
        Deque<Path> missing = new ArrayDeque<>();
        for (Path parent = path.getParent();
                parent != null && !Files.isDirectory(parent);
                parent = parent.getParent()) {
            missing.push(parent);
        }
        List<Path> made = new ArrayList<>();
        ClaimedDirectory claimed = new ClaimedDirectory(path, made);
        try {
            for (Path parent : missing) {
                if (isMade(parent)) {
                    made.addFirst(parent);
                }
            }
            if (isMade(path, OWNER_ONLY)) {
                return Optional.of(claimed);
            }
        } catch (IOException e) {
            claimed.removeParents();
            throw e;
        }
        claimed.removeParents();
        return Optional.empty();
    }

    private static boolean isMade(Path directory, FileAttribute<?>... attributes)
            throws IOException {
        try {
            Files.createDirectory(directory, attributes);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false; // another run was faster, or something else has the name
        }
    }

    Path path() {
        return path;
    }

    /** All in it is as it shall be. */
    void keep() {
        isKept = true;
    }

    @Override
    public void close() throws IOException {
        if (isKept) {
            return;
        }
        Files.walkFileTree(
                path,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
        removeParents();
    }

    private void removeParents() throws IOException {
        for (Path parent : parents) {
            try {
                Files.deleteIfExists(parent);
            } catch (DirectoryNotEmptyException e) {
                return; // somebody else uses it by now
            }
        }
    }
}
