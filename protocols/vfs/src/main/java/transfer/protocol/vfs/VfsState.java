package transfer.protocol.vfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which state an archive is in: another one when it was replaced or written to.
 *
 * @param file the file system's own mark of the file: device and inode
 * @param size in bytes
 * @param modified in nanoseconds since 1970
 */
record VfsState(String file, boolean regular, boolean directory, long size, long modified) {
    static VfsState of(Path archive) throws IOException {
        BasicFileAttributes now = Files.readAttributes(archive, BasicFileAttributes.class);
        return new VfsState(
                String.valueOf(now.fileKey()),
                now.isRegularFile(),
                now.isDirectory(),
                now.size(),
                now.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    static Optional<VfsState> ifThere(Path archive) throws IOException {
        try {
            return Optional.of(of(archive));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Whether the same file has other content now; one that took its name is no such. */
    boolean isRewrittenBy(VfsState later) {
        return file.equals(later.file) && !equals(later);
    }

    String mark() {
        return file + ":" + size + ":" + modified;
    }
}
