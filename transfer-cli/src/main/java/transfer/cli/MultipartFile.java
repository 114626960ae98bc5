package transfer.cli;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import transfer.protocol.ByteText;

/**
 * A file of YAML in the directory that {@code PEGASUS_MULTIPART_DIR} names, which Pegasus'
 * monitoring reads. It grows under a hidden name and gets its own, {@code <seconds>-<kind>}, only
 * when it is whole, so that nobody reads half of it.
 *
 * <p>Safe for use by many threads.
 */
final class MultipartFile implements AutoCloseable {
    private final Path directory;
    private final String kind;
    private final Path hidden;
    private final OutputStream stream;
    private IOException failure;

    private MultipartFile(Path directory, String kind, Path hidden, OutputStream stream) {
        this.directory = directory;
        this.kind = kind;
        this.hidden = hidden;
        this.stream = stream;
    }

    /**
     * Begins one.
     *
     * @param kind the last part of its name
     * @throws IOException when the directory cannot be written to
     */
    static MultipartFile open(Path directory, String kind) throws IOException {
        Path hidden =
                directory.resolve(
                        "."
                                + kind
                                + "-"
                                + ProcessHandle.current().pid()
                                + "-"
                                + Long.toHexString(System.nanoTime())
                                + ".part");
        Files.createFile(hidden);
        // a file channel would be closed for everybody by the interrupt of one thread
        OutputStream stream = new BufferedOutputStream(new FileOutputStream(hidden.toFile()));
        return new MultipartFile(directory, kind, hidden, stream);
    }

    /** Keeps the first failure for {@link #publish}; nothing more is written after it. */
    synchronized void write(String text) {
        if (failure != null) {
            return;
        }
        try {
            stream.write(ByteText.encode(text));
        } catch (IOException e) {
            failure = e;
        }
    }

    /**
     * Puts the file under its name: the second that it is now, or, when another run has taken that,
     * the next free one.
     *
     * @throws IOException when it could not be written whole
     */
    synchronized Path publish(Clock clock) throws IOException {
        if (failure != null) {
            throw failure;
        }
        stream.close();
        Path claimed = claim(clock.instant().getEpochSecond());
        return Files.move(hidden, claimed, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path claim(long firstSecond) throws IOException {
        for (long second = firstSecond; ; second++) {
            try {
                return Files.createFile(directory.resolve(second + "-" + kind));
            } catch (FileAlreadyExistsException e) {
                continue; // another run's: theirs stays
            }
        }
    }

    /** Removes what was not published. */
    @Override
    public synchronized void close() throws IOException {
        stream.close();
        Files.deleteIfExists(hidden);
    }
}
