package transfer.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What a file was when it was closed. Another mark under the same name means that somebody else was
 * at it.
 *
 * @param key the same for a file as long as it exists
 * @param size in bytes
 */
record FileMark(Object key, long size, FileTime modified) {
    /** Of what is not there. */
    static final FileMark NONE = new FileMark("none", 0, FileTime.fromMillis(0));

    /** Of what is under the name itself, links not followed. */
    static FileMark of(Path path) throws IOException {
        BasicFileAttributes now =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new FileMark(now.fileKey(), now.size(), now.lastModifiedTime());
    }
}
