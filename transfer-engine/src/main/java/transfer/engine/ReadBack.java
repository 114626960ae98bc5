package transfer.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.Source;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Reads a file for nothing but its digests, where nobody tells them. */
final class ReadBack {
    private ReadBack() {}

    static List<Checksum> digests(
            RunContext run, Source source, TransferUrl url, Set<DigestAlgorithm> algorithms)
            throws TransferException, InterruptedException {
        RunningDigest digest = new RunningDigest(algorithms);
        try (Reading reading = source.read(url, ReadRequest.WHOLE.pastAllCaches())) {
            long end =
                    new CopyLoop(run.buffers(), Optional.empty(), Progress.SILENT)
                            .run(reading, 0, digest, new Meter(), (_, _) -> {});
            Proof.sameSize(reading.stat(), end, url, "the server");
        }
        return digest.values();
    }

    /** Digests of what is in a staged file, which were not computed on the way. */
    static List<Checksum> digests(
            StagedFile staged, Set<DigestAlgorithm> algorithms, CopyBuffers buffers)
            throws TransferException {
        RunningDigest digest = new RunningDigest(algorithms);
        ByteBuffer buffer = buffers.take();
        try {
            long end = staged.size();
            for (long at = 0; at < end; at += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
                if (!staged.readBack(buffer, at)) {
                    break;
                }
                digest.update(buffer.flip());
            }
        } finally {
            buffers.giveBack(buffer);
        }
        return digest.values();
    }

    /**
     * Adds what somebody can be compared with, from what was staged, where that was not known when
     * the digest was begun.
     */
    static List<Checksum> withMissing(
            StagedFile staged,
            CopyBuffers buffers,
            List<Checksum> computed,
            Optional<Checksum> expected,
            List<Checksum> told)
            throws TransferException {
        if (expected.isEmpty() && told.isEmpty()) {
            return computed;
        }
        Set<DigestAlgorithm> has = EnumSet.noneOf(DigestAlgorithm.class);
        computed.forEach(checksum -> has.add(checksum.algorithm()));
        Set<DigestAlgorithm> missing = EnumSet.noneOf(DigestAlgorithm.class);
        expected.map(Checksum::algorithm).filter(a -> !has.contains(a)).ifPresent(missing::add);
        if (expected.isEmpty() && told.stream().noneMatch(c -> has.contains(c.algorithm()))) {
            told.stream().limit(1).forEach(checksum -> missing.add(checksum.algorithm()));
        }
        if (missing.isEmpty()) {
            return computed;
        }
        List<Checksum> all = new ArrayList<>(computed);
        all.addAll(digests(staged, missing, buffers));
        return all;
    }
}
