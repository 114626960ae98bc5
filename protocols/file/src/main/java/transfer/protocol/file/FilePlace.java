package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.Path;

/** Where a name stands, whichever way the path takes to it. */
final class FilePlace {
    private FilePlace() {}

    /**
     * The absolute path with all links above its last name followed, but not the last; where that
     * is impossible, as the text says it.
     */
    static Path of(Path path) {
        Path directory = path.getParent();
        try {
            if (directory == null || isDots(path.getFileName())) {
                return path.toRealPath();
            }
            return directory.toRealPath().resolve(path.getFileName());
        } catch (IOException _) {
            return path.normalize();
        }
    }

    private static boolean isDots(Path name) {
        return name.equals(Path.of(".")) || name.equals(Path.of(".."));
    }
}
