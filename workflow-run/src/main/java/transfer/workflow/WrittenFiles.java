package transfer.workflow;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What programs wrote. They seldom force it to the disk themselves, and a power failure must not
 * take what is noted as done.
 */
final class WrittenFiles {
    private WrittenFiles() {}

    /**
     * Forces files and their names to the disk. What is not there is passed over: whoever needs it
     * says so.
     *
     * @throws JobFailure when that fails, such as for a disk that is full
     * @throws InterruptedException when the calling thread is interrupted
     */
    static void force(List<Path> files) throws JobFailure, InterruptedException {
        Set<Path> directories = new LinkedHashSet<>();
        for (Path file : files) {
            try {
                if (isFileOrDirectory(file)) {
                    forceOne(file);
                    directories.add(file.toAbsolutePath().getParent());
                }
            } catch (IOException e) {
                throw failed(file, e);
            }
        }
        for (Path directory : directories) {
            try {
                forceOne(directory);
            } catch (IOException e) {
                throw failed(directory, e);
            }
        }
    }

    /** Others, such as pipes, would keep whoever opens them waiting. */
    private static boolean isFileOrDirectory(Path file) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            return found.isRegularFile() || found.isDirectory();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    private static void forceOne(Path path) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (ClosedByInterruptException _) {
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    private static JobFailure failed(Path path, IOException reason) {
        return new JobFailure(
                "what it wrote cannot be forced to the disk: "
                        + path
                        + ": "
                        + reason.getClass().getSimpleName(),
                false);
    }
}
