package transfer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;
import transfer.protocol.TransferUrl;

/**
 * Gathers size and digest of every file that was moved under a logical name, for the file that
 * {@code TRANSFER_META_FILE} names: later jobs of a workflow compare their inputs with it, and the
 * registration of outputs keeps it.
 *
 * <p>A file whose bytes did not pass through here is read for its digest where it is a local one
 * and its item asks for a checksum; else it is not in the file. Safe for use by many threads.
 */
final class MetaRecords implements Progress {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.UTC);

    private final Path file;
    private final String user;
    private final Clock clock;
    private final Log log;
    private final Map<String, String> entries = new ConcurrentSkipListMap<>();

    /**
     * @param user who moves the files
     */
    MetaRecords(Path file, String user, Clock clock, Log log) {
        this.file = file;
        this.user = user;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void finished(TransferOutcome outcome) {
        if (outcome instanceof TransferOutcome.Done done
                && done.item() instanceof WorkItem.Transfer transfer) {
            note(transfer, done.sha256(), done.bytes());
        }
    }

    /**
     * Takes what an earlier run of the list told of items that are not done again.
     *
     * @param done the items, by their numbers in the list
     * @param results the lines of their results
     */
    void remember(Map<Integer, WorkItem> done, List<String> results) throws IOException {
        for (String line : results) {
            EarlierResult result = EarlierResult.parse(line);
            if (done.get(result.item()) instanceof WorkItem.Transfer transfer) {
                note(transfer, result.sha256(), result.bytes());
            }
        }
    }

    private void note(WorkItem.Transfer transfer, Optional<Checksum> known, long bytes) {
        String lfn = transfer.terms().lfn();
        if (lfn.isEmpty()) {
            return;
        }
        TransferUrl target = transfer.target().url();
        try {
            Optional<Checksum> sha256 = known;
            if (sha256.isEmpty() && transfer.terms().generateChecksum() && target.isLocal()) {
                sha256 =
                        Optional.of(
                                FileDigest.of(target.toPath(), Set.of(DigestAlgorithm.SHA_256))
                                        .value(DigestAlgorithm.SHA_256));
            }
            if (sha256.isPresent()) {
                long size = target.isLocal() ? Files.size(target.toPath()) : bytes;
                entries.put(lfn, entry(lfn, size, sha256.get()));
            }
        } catch (IOException e) {
            log.error("No checksum was recorded for " + Log.oneLine(lfn + ": " + e));
        }
    }

    private String entry(String lfn, long bytes, Checksum sha256) {
        Instant now = clock.instant();
        return JsonLine.of(json -> {
            json.writeStringField("_type", "file");
            json.writeStringField("_id", lfn);
            json.writeObjectFieldStart("_attributes");
            json.writeStringField("size", Long.toString(bytes));
            json.writeStringField("ctime", SECONDS.format(now));
            json.writeStringField("user", user);
            json.writeStringField("checksum.type", "sha256");
            json.writeStringField("checksum.value", sha256.hex());
            json.writeStringField("checksum.timing", DurationText.seconds(Duration.ZERO, 3));
            json.writeEndObject();
        });
    }

    /**
     * Writes the file, whole or not at all; also when there is nothing to tell, so that whoever
     * waits for it finds it.
     *
     * @throws IOException when it cannot be written
     */
    void publish() throws IOException {
        WholeFile.write(file, out -> out.write("[" + String.join(",\n", entries.values()) + "]\n"));
    }
}
