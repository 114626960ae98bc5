package transfer.cli;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of text that has its name only when it is whole: till then there is what was there before.
 * What is no regular file, such as a device, is never replaced; a link stays one.
 */
final class WholeFile {
    private WholeFile() {}

    /** Writes all of the text. */
    interface Text {
        void writeTo(Writer out) throws IOException;
    }

    /**
     * Where the bytes go, behind all links.
     *
     * @throws IOException when something is there that is no regular file, or a link leads nowhere
     */
    static Path place(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return file;
        }
        Path place = file.toRealPath();
        if (!Files.isRegularFile(place)) {
            throw new FileSystemException(file.toString(), null, "Not a regular file");
        }
        return place;
    }

    /**
     * Writes a file, or replaces it and keeps its mode.
     *
     * @throws IOException when it cannot be written, or {@link #place} refuses it
     */
    static void write(Path file, Text text) throws IOException {
        Path place = place(file);
        String own = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
        Path part = place.resolveSibling("." + place.getFileName() + "." + own + ".part");
        try {
            // nothing that somebody else put there is followed or overwritten
            try (Writer out =
                    Files.newBufferedWriter(
                            part,
                            StandardCharsets.UTF_8,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.WRITE)) {
                text.writeTo(out);
            }
            if (Files.exists(place)) {
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(place));
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
