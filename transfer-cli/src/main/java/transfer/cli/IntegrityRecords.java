package transfer.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;
import transfer.protocol.TransferUrl;

/**
 * Appends a record of every file whose item asks for one to the file that {@code
 * KICKSTART_INTEGRITY_DATA} names: one for each logical name, of the source when that is a local
 * file, else of the destination.
 *
 * <p>The digest is the one of the bytes that passed. Only where none passed (a link) is the file
 * read for it, on the thread of its item. Safe for use by many threads.
 */
final class IntegrityRecords implements Progress {
    private static final int REGULAR_FILE = 0100644;

    private final Path file;
    private final Log log;
    private final Set<String> recorded = ConcurrentHashMap.newKeySet();

    IntegrityRecords(Path file, Log log) {
        this.file = file;
        this.log = log;
    }

    @Override
    public void finished(TransferOutcome outcome) {
        if (!(outcome instanceof TransferOutcome.Done done)
                || !(done.item() instanceof WorkItem.Transfer transfer)
                || !transfer.terms().generateChecksum()) {
            return;
        }
        String lfn = transfer.terms().lfn();
        if (lfn.isEmpty()) {
            log.error("lfn is required when enabling checksumming");
        } else if (recorded.add(lfn)) {
            try {
                IntegrityRecord.append(file, fragment(done, transfer));
            } catch (IOException e) {
                recorded.remove(lfn);
                log.error("No checksum was recorded for " + Log.oneLine(lfn + ": " + e));
            }
        }
    }

    private static String fragment(TransferOutcome.Done done, WorkItem.Transfer transfer)
            throws IOException {
        TransferUrl source = sourceOf(done, transfer);
        TransferUrl target = transfer.target().url();
        TransferUrl shown = source.scheme().equals("file") ? source : target;
        if (!shown.isLocal()) {
            return ofRemote(done, transfer);
        }
        // what was moved is no longer where it was
        Path path = (target.scheme().equals("moveto") ? target : shown).toPath();
        FileDigest digest =
                done.sha256().isPresent()
                        ? new FileDigest(List.of(done.sha256().get()), Duration.ZERO)
                        : FileDigest.of(path, Set.of(DigestAlgorithm.SHA_256));
        return IntegrityRecord.of(shown.path(), path)
                .yaml(transfer.terms().lfn(), digest.sha256(), digest.timing());
    }

    /** The source that the file came from, which need not be the preferred one. */
    private static TransferUrl sourceOf(TransferOutcome.Done done, WorkItem.Transfer transfer) {
        for (int i = done.attempts().size() - 1; i >= 0; i--) {
            TransferUrl source = done.attempts().get(i).source().url();
            if (transfer.sources().stream().anyMatch(place -> place.url().equals(source))) {
                return source;
            }
        }
        return transfer.sources().getFirst().url();
    }

    /**
     * Between two servers there is no file of ours to describe; what a temporary one would have had
     * stands in for it, because the record's readers expect every field.
     */
    private static String ofRemote(TransferOutcome.Done done, WorkItem.Transfer transfer)
            throws IOException {
        Checksum sha256 =
                done.sha256()
                        .orElseThrow(() -> new IOException("the bytes did not pass through here"));
        Instant now = Instant.now();
        IntegrityRecord self = IntegrityRecord.of("", Path.of("/proc/self"));
        return new IntegrityRecord(
                        transfer.target().url().toString(),
                        REGULAR_FILE,
                        done.bytes(),
                        0,
                        1,
                        now,
                        now,
                        now,
                        self.owner())
                .yaml(transfer.terms().lfn(), sha256.hex(), Duration.ZERO);
    }
}
