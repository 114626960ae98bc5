package transfer.workflow;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * A directory of a job's own, as a batch system makes it on a node: files are brought there, and
 * taken from there when the job has ended well.
 */
final class StartDirectory {
    private final Path path;

    private StartDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes it anew, with copies of what is to be brought: a job may change what it reads.
     *
     * @throws IOException when a file is missing, for example
     */
    static StartDirectory make(Path path, Map<String, Path> brought) throws IOException {
        StartDirectory made = new StartDirectory(path);
        made.remove(); // what a killed run left
        Files.createDirectories(path);
        for (Map.Entry<String, Path> file : brought.entrySet()) {
            Path target = path.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.copy(file.getValue(), target, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return made;
    }

    Path path() {
        return path;
    }

    /**
     * Takes files from there. Under their final names they are whole, or not there.
     *
     * @throws IOException when one is missing, for example
     */
    void take(Map<String, Path> taken) throws IOException {
        for (Map.Entry<String, Path> file : taken.entrySet()) {
            Path target = file.getValue();
            Files.createDirectories(target.getParent());
            Path hidden = target.resolveSibling("." + target.getFileName() + ".part");
            Files.move(path.resolve(file.getKey()), hidden, StandardCopyOption.REPLACE_EXISTING);
            Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Takes it away with all that is in it. */
    void remove() throws IOException {
        if (!Files.exists(path)) {
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
    }
}
