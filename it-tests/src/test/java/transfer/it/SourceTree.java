package transfer.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All Java files of the project, of the main and of the test kind. */
record SourceTree(Path root, List<SourceFile> files) {
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "node_modules");

    /** Reads the tree that this module is part of; tests run in their module's folder. */
    static SourceTree read() {
        Path root = Path.of("").toAbsolutePath().getParent();
        try {
            return new SourceTree(root, SourceFile.parse(root, javaFiles(root)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path folder, BasicFileAttributes attributes) {
                        return NOT_OURS.contains(folder.getFileName().toString())
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String path = root.relativize(file).toString();
                        if (path.endsWith(".java") && path.contains("/src/")) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        Collections.sort(found);
        return found;
    }

    Stream<SourceFile> all() {
        return files.stream();
    }

    Stream<SourceFile> main() {
        return files.stream().filter(SourceFile::isMain);
    }
}
