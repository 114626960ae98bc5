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
import java.util.Optional;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.WorkItem;
import transfer.protocol.ByteText;

/**
 * The list of all attempts in the directory that {@code PEGASUS_MULTIPART_DIR} names, as YAML that
 * Pegasus' monitoring reads. It grows under a hidden name and gets its own, {@code
 * <seconds>-transfer}, only when it is whole, so that nobody reads half of it.
 *
 * <p>Safe for use by many threads.
 */
final class AttemptLog implements Progress, AutoCloseable {
    private final Path directory;
    private final Path hidden;
    private final OutputStream stream;
    private IOException failure;

    private AttemptLog(Path directory, Path hidden, OutputStream stream) {
        this.directory = directory;
        this.hidden = hidden;
        this.stream = stream;
    }

    /**
     * Begins one.
     *
     * @throws IOException when the directory cannot be written to
     */
    static AttemptLog open(Path directory) throws IOException {
        Path hidden =
                directory.resolve(
                        ".transfer-"
                                + ProcessHandle.current().pid()
                                + "-"
                                + Long.toHexString(System.nanoTime())
                                + ".part");
        Files.createFile(hidden);
        // a file channel would be closed for everybody by the interrupt of one thread
        OutputStream stream = new BufferedOutputStream(new FileOutputStream(hidden.toFile()));
        AttemptLog log = new AttemptLog(directory, hidden, stream);
        log.write("- transfer_attempts:\n");
        return log;
    }

    @Override
    public void attempted(WorkItem item, Attempt attempt) {
        write(entry(item, attempt));
    }

    /** One attempt, as it stands in the file. */
    static String entry(WorkItem item, Attempt attempt) {
        long startSeconds = Math.round(attempt.started().toEpochMilli() / 1000.0);
        StringBuilder entry = new StringBuilder(300);
        entry.append("  - src_url: ").append(YamlText.quoted(attempt.source().url().toString()));
        entry.append("\n    src_label: ")
                .append(YamlText.quoted(attempt.source().site().variableSuffix()));
        entry.append("\n    dst_url: ")
                .append(YamlText.quoted(attempt.destination().url().toString()));
        entry.append("\n    dst_label: ")
                .append(YamlText.quoted(attempt.destination().site().variableSuffix()));
        entry.append("\n    success: ").append(attempt.succeeded() ? "True" : "False");
        entry.append("\n    start: ").append(startSeconds);
        entry.append("\n    duration: ").append(DurationText.seconds(attempt.duration(), 1));
        lfn(item).ifPresent(lfn -> entry.append("\n    lfn: ").append(YamlText.quoted(lfn)));
        if (attempt.bytes() > 0) {
            entry.append("\n    bytes: ").append(attempt.bytes());
        }
        return entry.append('\n').toString();
    }

    private static Optional<String> lfn(WorkItem item) {
        return item instanceof WorkItem.Transfer transfer && !transfer.terms().lfn().isEmpty()
                ? Optional.of(transfer.terms().lfn())
                : Optional.empty();
    }

    /** Keeps the first failure for {@link #publish}; nothing more is written after it. */
    private synchronized void write(String text) {
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
     * Puts the log under its name: the second that it is now, or, when another run has taken that,
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
                return Files.createFile(directory.resolve(second + "-transfer"));
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
