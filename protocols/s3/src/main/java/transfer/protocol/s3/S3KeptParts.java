package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Compares the parts of an earlier upload, one after another, with what they should be. */
final class S3KeptParts {
    private final List<S3Multipart.Held> parts;
    private RunningDigest md5 = fresh();
    private int at;
    private long taken;

    /**
     * @param parts from the first one on, whose tags are MD5s
     */
    S3KeptParts(List<S3Multipart.Held> parts) {
        this.parts = parts;
    }

    private static RunningDigest fresh() {
        return new RunningDigest(Set.of(DigestAlgorithm.MD5));
    }

    /** Whether all of them have been compared. */
    boolean isDone() {
        return at == parts.size();
    }

    /**
     * Takes all remaining bytes.
     *
     * @throws TransferException {@link FailureKind#CHECKSUM_MISMATCH} when a part has others
     */
    void compare(TransferUrl url, ByteBuffer bytes) throws TransferException {
        while (bytes.hasRemaining()) {
            S3Multipart.Held part = parts.get(at);
            int count = (int) Math.min(bytes.remaining(), part.size() - taken);
            md5.update(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            taken += count;
            if (taken == part.size()) {
                if (!md5.values().getFirst().hex().equalsIgnoreCase(part.tag())) {
                    throw new TransferException(
                                    FailureKind.CHECKSUM_MISMATCH,
                                    url,
                                    url + ": part " + part.number() + " is not of the source")
                            .during(Phase.VERIFY);
                }
                at++;
                taken = 0;
                md5 = fresh();
            }
        }
    }
}
