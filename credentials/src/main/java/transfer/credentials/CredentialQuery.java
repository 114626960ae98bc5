package transfer.credentials;

import java.util.Optional;

/**
 * Whom a credential is for.
 *
 * @param site the site's label in the list
 * @param scheme the URL's scheme, in lower case
 * @param authority host and, if written, port, as in the URL, without a user's name
 * @param user the name that stands before the host, as written; object stores choose by it among
 *     several identities of ours
 */
public record CredentialQuery(Site site, String scheme, String authority, Optional<String> user) {
    /** For a URL that names nobody. */
    public CredentialQuery(Site site, String scheme, String authority) {
        this(site, scheme, authority, Optional.empty());
    }
}
