package transfer.protocol.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Places where the system refuses. Permission bits do it for an ordinary user; for root, whom bits
 * do not hold, the kernel's own file system does.
 */
final class FileRefusals {
    private static final Path KERNEL = Path.of("/sys/bus");

    private FileRefusals() {}

    /** A file that we may not read. */
    static Path unreadableFile(Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("unreadable"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(file)) {
            return file;
        }
        try (DirectoryStream<Path> buses = Files.newDirectoryStream(KERNEL)) {
            for (Path bus : buses) {
                if (Files.exists(bus.resolve("drivers_probe"))) {
                    return bus.resolve("drivers_probe"); // write-only for everybody
                }
            }
        }
        throw new IllegalStateException("root, and nothing below " + KERNEL + " to refuse reading");
    }

    /** A directory in which we may not create or remove anything, and a file in it. */
    static Path unchangeableFile(Path directory) throws IOException {
        Path file = directory.resolve("closed/file");
        Files.createDirectory(file.getParent());
        Files.writeString(file, "stays");
        Files.setPosixFilePermissions(
                file.getParent(), PosixFilePermissions.fromString("r-xr-xr-x"));
        if (!Files.isWritable(file.getParent())) {
            return file;
        }
        return Path.of("/sys/kernel/uevent_seqnum");
    }
}
