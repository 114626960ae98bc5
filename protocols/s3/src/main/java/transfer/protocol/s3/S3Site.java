package transfer.protocol.s3;

import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A store: where it answers, and how buckets are named there.
 *
 * @param endpoint scheme, host and port; a path of it stands before every bucket's
 * @param region what signatures say
 * @param pathStyle whether the bucket is the first part of the path, rather than of the host's name
 */
record S3Site(HttpUrl endpoint, String region, boolean pathStyle) {
    /** S3 itself and its buckets; other hosts of that domain are anybody's. */
    private static final Pattern AMAZON =
            Pattern.compile(
                    "(?:.+\\.)?s3(?:-fips)?(?:\\.dualstack)?(?:[.-][a-z]{2}(?:-[a-z]+)+-[0-9]+)?"
                            + "\\.amazonaws\\.com(?:\\.cn)?");

    /**
     * Whether a server that this store sends us to belongs to it, so that what is signed may be
     * shown to it: the endpoint itself, a host below it (a bucket's), or one of the same owner by
     * the list of public suffixes ({@code s3.eu.example.org} and {@code s3.us.example.org}). With
     * TLS if the endpoint has it.
     */
    boolean isOurs(HttpUrl target) {
        if (endpoint.isHttps() && !target.isHttps()) {
            return false;
        }
        String home = endpoint.host();
        String host = target.host();
        if (host.equals(home)) {
            return target.port() == endpoint.port() || target.isHttps() && !endpoint.isHttps();
        }
        if (AMAZON.matcher(home).matches()) {
            return AMAZON.matcher(host).matches();
        }
        Optional<String> owner = Optional.ofNullable(endpoint.topPrivateDomain());
        return !isAddress(home) && host.endsWith("." + home)
                || owner.isPresent()
                        && owner.equals(Optional.ofNullable(target.topPrivateDomain()));
    }

    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    }
}
