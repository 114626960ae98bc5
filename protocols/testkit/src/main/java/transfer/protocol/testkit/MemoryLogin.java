package transfer.protocol.testkit;

import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** Who comes to a {@link MemoryStore}; the credential is looked up when it is first needed. */
record MemoryLogin(MemoryStore store, Place place, Credentials credentials) {
    /** Refuses who may not come in. */
    void check(TransferUrl url) throws TransferException, InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (store.isOpenToAll()) {
            return;
        }
        var query = place.credentialQuery();
        try {
            Credential.Password password =
                    credentials
                            .find(query, Credential.Password.class)
                            .orElseThrow(() ->
                                    new TransferException(
                                                    FailureKind.BAD_CREDENTIALS,
                                                    url,
                                                    "needs a password; looked for "
                                                            + credentials.searched(
                                                                    query,
                                                                    Credential.Password.class))
                                            .during(Phase.LOGIN));
            if (!store.isLetIn(password.user(), password.password())) {
                throw new TransferException(
                                FailureKind.BAD_CREDENTIALS,
                                url,
                                "the password from " + password.origin() + " was refused")
                        .during(Phase.LOGIN);
            }
        } catch (CredentialException e) {
            throw new TransferException(FailureKind.BAD_CREDENTIALS, url, e.getMessage(), e)
                    .during(Phase.LOGIN);
        }
    }
}
