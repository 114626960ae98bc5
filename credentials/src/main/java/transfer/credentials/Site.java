package transfer.credentials;

/**
 * The label under which a place's credentials and limits are kept, as workflow catalogs name sites.
 *
 * @param label as written in the list; empty when the list named none
 */
public record Site(String label) {
    /** For places whose list names no site. */
    public static final Site UNNAMED = new Site("");

    /**
     * The label as it appears at the end of a variable's name: every hyphen is an underscore,
     * nothing else changes ({@code X509_USER_PROXY_my_site} for the site {@code my-site}).
     */
    public String variableSuffix() {
        return label.replace('-', '_');
    }

    /**
     * Written out, as {@link #equals}: what the runtime makes of a record is not kept in the cache.
     */
    @Override
    public int hashCode() {
        return label.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Site site && label.equals(site.label);
    }

    @Override
    public String toString() {
        return label;
    }
}
