package transfer.protocol.s3;

import java.util.Optional;
import transfer.protocol.TransferException;

/**
 * Where an endpoint's store is and who we are there. Looked up when first asked, and remembered.
 * Safe for use by many threads.
 */
interface S3Login {
    /**
     * @throws TransferException {@link transfer.protocol.FailureKind#BAD_CREDENTIALS} when nothing
     *     tells where the store is
     */
    S3Service service() throws TransferException, InterruptedException;

    /**
     * The keys to sign with; empty for requests in nobody's name.
     *
     * @throws TransferException {@link transfer.protocol.FailureKind#BAD_CREDENTIALS} when there
     *     are none, and requests in nobody's name were not asked for
     */
    Optional<S3Keys> keys() throws TransferException, InterruptedException;

    /**
     * Reads the keys anew where they came from, because the store refuses these.
     *
     * @return whether they are others now
     */
    boolean renew(S3Keys refused) throws TransferException, InterruptedException;
}
