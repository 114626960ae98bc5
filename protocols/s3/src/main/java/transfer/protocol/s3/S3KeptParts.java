package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Compares the parts of an earlier upload, one after another, with what they should be. */
final class S3KeptParts {
    private final List<S3Multipart.Held> parts;
    private final boolean checked;
    private final List<S3Multipart.Held> compared = new ArrayList<>();
    private RunningDigest digest;
    private long taken;

    /**
     * @param parts from the first one on, of which the store tells MD5 or CRC-64/NVME
     * @param checked whether the upload needs the CRC of all of them
     */
    S3KeptParts(List<S3Multipart.Held> parts, boolean checked) {
        this.parts = parts;
        this.checked = checked;
        this.digest = fresh();
    }

    private RunningDigest fresh() {
        if (isDone()) {
            return new RunningDigest(Set.of());
        }
        Set<DigestAlgorithm> wanted = EnumSet.of(comparable(parts.get(compared.size())));
        if (checked) {
            wanted.add(DigestAlgorithm.CRC64NVME);
        }
        return new RunningDigest(wanted);
    }

    /** By what the store tells what it has. */
    private static DigestAlgorithm comparable(S3Multipart.Held part) {
        return part.check().isPresent() ? DigestAlgorithm.CRC64NVME : DigestAlgorithm.MD5;
    }

    /** Whether all of them have been compared. */
    boolean isDone() {
        return compared.size() == parts.size();
    }

    /** They all, the right ones and proved once they are compared. */
    List<S3Multipart.Held> parts() {
        return isDone() ? List.copyOf(compared) : parts;
    }

    /**
     * Takes all remaining bytes.
     *
     * @throws TransferException {@link FailureKind#CHECKSUM_MISMATCH} when a part has others
     */
    void compare(TransferUrl url, ByteBuffer bytes) throws TransferException {
        while (bytes.hasRemaining()) {
            S3Multipart.Held part = parts.get(compared.size());
            int count = (int) Math.min(bytes.remaining(), part.size() - taken);
            digest.update(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            taken += count;
            if (taken == part.size()) {
                compared.add(same(url, part));
                taken = 0;
                digest = fresh();
            }
        }
    }

    private S3Multipart.Held same(TransferUrl url, S3Multipart.Held part) throws TransferException {
        Checksum told = part.check().orElseGet(() -> new Checksum(DigestAlgorithm.MD5, part.tag()));
        if (!digest.values().contains(told)) {
            throw new TransferException(
                            FailureKind.CHECKSUM_MISMATCH,
                            url,
                            url + ": part " + part.number() + " is not of the source")
                    .during(Phase.VERIFY);
        }
        Optional<Checksum> check =
                digest.values().stream()
                        .filter(own -> checked && own.algorithm() == DigestAlgorithm.CRC64NVME)
                        .findFirst();
        return new S3Multipart.Held(
                part.number(), part.size(), part.tag(), part.check().isEmpty(), check, true);
    }
}
