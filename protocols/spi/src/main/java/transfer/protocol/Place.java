package transfer.protocol;

import transfer.credentials.CredentialQuery;
import transfer.credentials.Site;

/** A URL at a site: what it is, and whose credentials and limits count there. */
public record Place(TransferUrl url, Site site) {

    /** Whom a credential for this place is for. */
    public CredentialQuery credentialQuery() {
        return new CredentialQuery(site, url.scheme(), url.hostAndPort(), url.user());
    }
}
