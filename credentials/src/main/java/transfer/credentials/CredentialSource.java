package transfer.credentials;

import java.util.List;
import java.util.Optional;

/** One place where credentials are kept. Implementations may be asked by many threads at once. */
public interface CredentialSource {
    /**
     * The credential of this kind for this server; empty means "not mine, ask the next".
     *
     * @throws CredentialException when there is one but it cannot be used
     */
    <C extends Credential> Optional<C> find(CredentialQuery query, Class<C> kind)
            throws CredentialException;

    /**
     * What {@link #find} looks at for such a query, one phrase each ({@code the variable
     * X509_USER_PROXY_isi (not set)}), for the message that a credential is missing. Empty when
     * this source knows no such kind.
     */
    List<String> searched(CredentialQuery query, Class<? extends Credential> kind);

    /**
     * Looks now at what is otherwise looked at when it is first needed, as far as a run that does
     * not need it must be refused all the same: the file that {@code PEGASUS_CREDENTIALS} names.
     *
     * @throws CredentialException when it cannot be used
     */
    default void check() throws CredentialException {}
}
