package transfer.cli;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;
import transfer.engine.WorkItem;
import transfer.protocol.ByteText;
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
                append(fragment(done, transfer));
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
        Instant begin = Instant.now();
        String sha256 = done.sha256().isPresent() ? done.sha256().get().hex() : digest(path);
        Duration timing =
                done.sha256().isPresent() ? Duration.ZERO : Duration.between(begin, Instant.now());
        return IntegrityRecord.of(shown.path(), path).yaml(transfer.terms().lfn(), sha256, timing);
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

    private static String digest(Path path) throws IOException {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.SHA_256));
        byte[] buffer = new byte[1 << 18];
        try (InputStream stream = Files.newInputStream(path)) {
            for (int length; (length = stream.read(buffer)) >= 0; ) {
                digest.update(ByteBuffer.wrap(buffer, 0, length));
            }
        }
        return digest.values().getFirst().hex();
    }

    /** In one write, followed by an empty line; no file channel, which an interrupt would close. */
    private synchronized void append(String fragment) throws IOException {
        try (OutputStream stream = new FileOutputStream(file.toFile(), true)) {
            stream.write(ByteText.encode(fragment + "\n"));
        }
    }
}
