package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import transfer.engine.Attempt;
import transfer.engine.Progress;
import transfer.engine.WorkItem;

/**
 * The list of all attempts, for Pegasus' monitoring. Safe for use by many threads.
 *
 * @param file where it goes
 */
record AttemptLog(MultipartFile file) implements Progress, AutoCloseable {

    /**
     * Begins one.
     *
     * @throws IOException when the directory cannot be written to
     */
    static AttemptLog open(Path directory) throws IOException {
        MultipartFile file = MultipartFile.open(directory, "transfer");
        file.write("- transfer_attempts:\n");
        return new AttemptLog(file);
    }

    @Override
    public void attempted(WorkItem item, Attempt attempt) {
        file.write(entry(item, attempt));
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

    /**
     * Puts the log under its name.
     *
     * @throws IOException when it could not be written whole
     */
    Path publish(Clock clock) throws IOException {
        return file.publish(clock);
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
