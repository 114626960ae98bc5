package transfer.protocol;

import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;

/** Can tell a digest of what is stored, computed at the server. */
public interface Digester extends Endpoint {
    /**
     * The digest of the whole file as it is stored now, by the first of the algorithms that the
     * server has.
     *
     * @return empty when the server has none of them, or none for this file
     * @throws TransferException {@link FailureKind#NOT_FOUND} when nothing is there, and others
     */
    Optional<Checksum> digest(TransferUrl url, Set<DigestAlgorithm> wanted)
            throws TransferException, InterruptedException;
}
