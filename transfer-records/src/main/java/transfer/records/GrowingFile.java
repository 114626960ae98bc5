package transfer.records;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that only grows, one write a line, and that only one run has open at a time.
 *
 * <p>No channel writes to it, because the interrupt of one thread would close that for everybody.
 * The file must not be opened a second time in this process: closing that would give up the lock.
 *
 * <p>Belongs to one thread at a time.
 */
final class GrowingFile implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile data;
    private final boolean durable;
    private Optional<String> note = Optional.empty();

    private GrowingFile(Path path, RandomAccessFile data, boolean durable) {
        this.path = path;
        this.data = data;
        this.durable = durable;
    }

    /**
     * Opens it, or makes it.
     *
     * @param what names its kind in messages, such as {@code the journal}
     * @param durable whether every line is forced to the disk
     * @throws RecordsException when another run has it open, or it is no regular file
     */
    static GrowingFile open(Path path, String what, boolean durable)
            throws IOException, RecordsException {
        while (true) {
            // a pipe or a device may give bytes for ever, or never any
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                throw new RecordsException(
                        what + " " + path + " is no file that can be kept; name another one");
            }
            GrowingFile file =
                    new GrowingFile(path, new RandomAccessFile(path.toFile(), "rw"), durable);
            try {
                file.lock(what);
            } catch (RecordsException | RuntimeException e) {
                file.close();
                throw e;
            }
            // the run that held the lock may have taken its file away at its end
            if (Files.exists(path)) {
                return file;
            }
            file.close();
        }
    }

    private void lock(String what) throws RecordsException {
        FileLock lock = null;
        try {
            lock = data.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            // held by this very process
        } catch (IOException e) {
            note =
                    Optional.of(
                            path
                                    + " cannot be locked ("
                                    + e.getMessage()
                                    + "); see to it that no other run uses it at the same time");
            return;
        }
        if (lock == null) {
            throw new RecordsException(
                    what
                            + " "
                            + path
                            + " is in use by another run; wait for its end, or name another file");
        }
    }

    Path path() {
        return path;
    }

    /** What the user should know about it. */
    Optional<String> note() {
        return note;
    }

    /** From the beginning. When all are read, the file stands at its end, where lines are added. */
    ByteLines lines() throws IOException {
        data.seek(0);
        // not to be closed: that would close the file, and with it give up the lock
        return new ByteLines(new FileInputStream(data.getFD()));
    }

    /** Takes away what follows, and stands there. */
    void cut(long length) throws IOException {
        data.setLength(length);
        data.seek(length);
    }

    /** Writes a line, which brings its end along. */
    void write(byte[] line) throws IOException {
        data.write(line);
        if (durable) {
            data.getFD().sync();
        }
    }

    /** Forces its name to the disk, where lines are forced. */
    void forceName() throws IOException {
        if (durable) {
            Path directory = path.toAbsolutePath().getParent();
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Takes it away. */
    void remove() throws IOException {
        // empty first: a run that waits for the lock with the file open must not go on with it
        data.setLength(0);
        Files.deleteIfExists(path);
    }

    /** Gives it free for another run. */
    @Override
    public void close() throws IOException {
        data.close();
    }
}
