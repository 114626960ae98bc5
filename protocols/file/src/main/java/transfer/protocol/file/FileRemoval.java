package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Removes a tree, going down through open directories only, never by path and never through a link:
 * a directory that somebody replaces by a link meanwhile leads nowhere.
 *
 * <p>What cannot be removed is counted, and the rest removed nevertheless. At each level two file
 * descriptors are open.
 */
final class FileRemoval {
    /** How often a directory is read again because files appeared in it while it was emptied. */
    private static final int PASSES = 3;

    private final Set<Object> kept;
    private final Condition condition;
    private int failures;
    private IOException first;
    private Path firstBelow = Path.of("");

    /** Decides about each entry, by its path below the tree's top. */
    interface Condition {
        /** An exception says why the entry is to stay. */
        void check(Path below, BasicFileAttributes attributes) throws IOException;
    }

    /**
     * @param kept file keys of directories that stay
     */
    FileRemoval(Set<Object> kept, Condition condition) {
        this.kept = kept;
        this.condition = condition;
    }

    /** Removes what nobody but us knows of, as well as it goes. */
    static void discard(Path path) {
        boolean interrupted = Thread.interrupted(); // is no reason to leave something behind
        try {
            FileRemoval removal = new FileRemoval(Set.of(), (_, _) -> {});
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                removal.tree(path);
            } else {
                Files.deleteIfExists(path);
            }
        } catch (IOException | InterruptedException _) {
            // the failure that made us clean up is the one that is told
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How many entries could not be removed. */
    int failures() {
        return failures;
    }

    /** The first of them, by its path below the top, which is empty. */
    Path firstFailure() {
        return firstBelow;
    }

    /**
     * Removes a directory and what is in it.
     *
     * @throws IOException the first failure of all
     */
    void tree(Path top) throws IOException, InterruptedException {
        Object key = attributes(top).fileKey();
        for (int pass = 1; ; pass++) {
            try (SecureDirectoryStream<Path> directory = open(top, key)) {
                content(directory, Path.of(""));
            } catch (AccessDeniedException e) {
                // what cannot be read may be empty, and then it may go
                deleteInstead(top, e);
                return;
            }
            if (first != null) {
                throw first;
            }
            try {
                Files.deleteIfExists(top);
                return;
            } catch (DirectoryNotEmptyException e) {
                if (pass == PASSES) {
                    fail(e, Path.of(""));
                    throw e;
                }
            }
        }
    }

    private static void deleteInstead(Path top, AccessDeniedException refusal) throws IOException {
        try {
            Files.delete(top);
        } catch (IOException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a directory, which must be the one with this file key: the name alone follows links.
     */
    static SecureDirectoryStream<Path> open(Path top, Object key) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(top);
        if (!(stream instanceof SecureDirectoryStream<Path> directory)) {
            stream.close();
            throw new FileSystemException(
                    null, null, "this Java runtime cannot walk directories safely here");
        }
        Object opened =
                directory
                        .getFileAttributeView(BasicFileAttributeView.class)
                        .readAttributes()
                        .fileKey();
        if (!opened.equals(key)) {
            directory.close();
            throw new FileSystemException(null, null, "was replaced meanwhile");
        }
        return directory;
    }

    private void content(SecureDirectoryStream<Path> directory, Path below)
            throws InterruptedException {
        try {
            for (Path entry : directory) {
                FileFailures.stopWhenInterrupted();
                entry(directory, entry.getFileName(), below.resolve(entry.getFileName()));
            }
        } catch (DirectoryIteratorException e) {
            fail(e.getCause(), below);
        }
    }

    private void entry(SecureDirectoryStream<Path> parent, Path name, Path below)
            throws InterruptedException {
        try {
            BasicFileAttributes attributes =
                    parent.getFileAttributeView(
                                    name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes();
            condition.check(below, attributes);
            if (!attributes.isDirectory()) {
                parent.deleteFile(name);
            } else if (kept.contains(attributes.fileKey())) {
                throw new FileSystemException(null, null, "is never removed");
            } else {
                directory(parent, name, below);
            }
        } catch (NoSuchFileException _) {
            // somebody else removed it
        } catch (IOException e) {
            fail(e, below);
        }
    }

    private void directory(SecureDirectoryStream<Path> parent, Path name, Path below)
            throws IOException, InterruptedException {
        int failuresBefore = failures;
        for (int pass = 1; failures == failuresBefore; pass++) {
            try (SecureDirectoryStream<Path> directory =
                    parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                content(directory, below);
            } catch (AccessDeniedException e) {
                // as above
                if (!deleted(parent, name)) {
                    throw e;
                }
                return;
            }
            if (failures > failuresBefore || deleted(parent, name)) {
                return;
            }
            if (pass == PASSES) {
                throw new DirectoryNotEmptyException(null);
            }
        }
    }

    private static boolean deleted(SecureDirectoryStream<Path> parent, Path name)
            throws IOException {
        try {
            parent.deleteDirectory(name);
            return true;
        } catch (DirectoryNotEmptyException _) {
            return false;
        }
    }

    private void fail(IOException failure, Path below) {
        failures++;
        if (first == null) {
            first = failure;
            firstBelow = below;
        }
    }
}
