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

    /**
     * Written out, as {@link #equals}: what the runtime makes of a record is not kept in the cache.
     */
    @Override
    public int hashCode() {
        return 31 * (31 * (31 * site.hashCode() + scheme.hashCode()) + authority.hashCode())
                + user.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CredentialQuery query
                && site.equals(query.site)
                && scheme.equals(query.scheme)
                && authority.equals(query.authority)
                && user.equals(query.user);
    }
}
