package transfer.protocol;

import transfer.credentials.CredentialQuery;
import transfer.credentials.Site;

/** A URL at a site: what it is, and whose credentials and limits count there. */
public record Place(TransferUrl url, Site site) {

    /** Whom a credential for this place is for. */
    public CredentialQuery credentialQuery() {
        return new CredentialQuery(site, url.scheme(), url.hostAndPort(), url.user());
    }

    /**
     * Written out, as {@link #equals}: what the runtime makes of a record is not kept in the cache.
     */
    @Override
    public int hashCode() {
        return 31 * url.hashCode() + site.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place && url.equals(place.url) && site.equals(place.site);
    }
}
