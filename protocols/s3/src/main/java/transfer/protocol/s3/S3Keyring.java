package transfer.protocol.s3;

import java.util.Optional;
import transfer.credentials.CredentialException;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Gives the keys that are good now. Safe for use by many threads. */
@FunctionalInterface
interface S3Keyring {
    /**
     * @param about what they are wanted for, for failures
     * @return empty for requests in nobody's name
     * @throws CredentialException when there are none, and asking again does not help
     * @throws TransferException when whoever gives them out does not do it now
     */
    Optional<S3Keys> keys(TransferUrl about)
            throws CredentialException, TransferException, InterruptedException;

    /** Keys that stay the same as long as they are good. */
    static S3Keyring of(S3Keys keys) {
        Optional<S3Keys> always = Optional.of(keys);
        return _ -> always;
    }

    /** No keys, by choice. */
    static S3Keyring anonymous() {
        return _ -> Optional.empty();
    }
}
