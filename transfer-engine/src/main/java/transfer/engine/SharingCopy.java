package transfer.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.FileStat;
import transfer.protocol.LocalFailures;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * A copy of a file that does not change, for which the file system needs no room: both share their
 * blocks until somebody writes into one of them. Belongs to one thread.
 */
final class SharingCopy {
    /** Which share blocks when they are asked for a copy within the kernel: copy_file_range(2). */
    private static final Set<String> SHARING = Set.of("bcachefs", "btrfs", "ocfs2", "xfs", "zfs");

    private final RunContext run;
    private final Candidate from;
    private final TransferUrl to;

    SharingCopy(RunContext run, Candidate from, TransferUrl to) {
        this.run = run;
        this.from = from;
        this.to = to;
    }

    /** Whether it is for this hop: from the cache, on a disk that can do it. */
    static boolean serves(RunContext run, Hop.Fetch hop) {
        TransferUrl url = hop.from().url();
        if (run.cache().isEmpty() || !url.isLocal() || !run.cache().get().holds(url.toPath())) {
            return false;
        }
        try {
            Path target = hop.to().url().toPath().toAbsolutePath();
            var there = Files.getFileStore(target.getParent());
            var here = Files.getFileStore(url.toPath());
            return SHARING.contains(here.type()) && here.name().equals(there.name());
        } catch (IOException _) {
            return false; // a missing directory, say: then it is a copy like others
        }
    }

    /**
     * One attempt. The bytes are read once, from the file that they are shared with.
     *
     * @param mode permission bits of the new file, which the umask narrows
     */
    Moved attempt(Source source, OptionalInt mode, Meter meter)
            throws TransferException, InterruptedException {
        TransferUrl url = from.place().url();
        Set<DigestAlgorithm> algorithms = EnumSet.of(DigestAlgorithm.SHA_256);
        from.expected().map(Checksum::algorithm).ifPresent(algorithms::add);
        try (StagedFile staged =
                StagedFile.beside(to, run.name() + "-" + Thread.currentThread().threadId(), mode)) {
            FileStat stat = source.stat(url);
            copy(url, staged.part());
            meter.firstByte();
            meter.passed(staged.size());
            run.progress().advanced(staged.size());
            Proof.sameSize(stat, staged.size(), url, "the file system");
            List<Checksum> computed = ReadBack.digests(run, source, url, algorithms);
            Proof.agrees(computed, from.expected().stream().toList(), url, "the expected checksum");
            long size = staged.size();
            staged.publish(run.options().durable());
            return new Moved(
                    new Verdict.Verified(Evidence.EXPECTED_CHECKSUM),
                    size,
                    Optional.of(Proof.sha256(computed)),
                    stat.mode(),
                    "");
        }
    }

    /** Without the bytes coming by here, whatever the file system makes of that. */
    private void copy(TransferUrl file, Path into) throws TransferException {
        try (FileChannel bytes = opened(file);
                FileChannel target = FileChannel.open(into, StandardOpenOption.WRITE)) {
            long at = 0;
            long count = 1;
            while (count > 0) {
                count = bytes.transferTo(at, Long.MAX_VALUE - at, target);
                at += count;
            }
        } catch (IOException e) {
            throw LocalFailures.of(e, to, "cannot write " + to);
        }
    }

    private static FileChannel opened(TransferUrl file) throws TransferException {
        try {
            return FileChannel.open(file.toPath(), StandardOpenOption.READ);
        } catch (IOException e) {
            throw LocalFailures.of(e, file, "cannot read " + file);
        }
    }
}
