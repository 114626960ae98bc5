package transfer.credentials;

/**
 * Whom a credential is for.
 *
 * @param site the site's label in the list
 * @param scheme the URL's scheme, in lower case
 * @param authority host and, if written, port, as in the URL, without a user's name
 */
public record CredentialQuery(Site site, String scheme, String authority) {}
