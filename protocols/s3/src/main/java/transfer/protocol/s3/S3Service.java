package transfer.protocol.s3;

import java.util.Optional;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * A store as somebody told us of it.
 *
 * @param endpoint scheme, host and port; a path of it stands before every bucket's
 * @param region what signatures say, as long as the store does not say otherwise
 * @param addressing how buckets are named there, if their names allow it
 * @param requesterPays whether we offer to pay for what we read in others' buckets
 * @param batchDelete how many objects may be removed by one request, 1 to 1000; 1 where the store
 *     cannot remove several
 */
record S3Service(
        HttpUrl endpoint,
        String region,
        S3Addressing addressing,
        boolean requesterPays,
        int batchDelete) {
    /** How many objects a request can remove (S3 API Reference, "DeleteObjects"). */
    static final int LARGEST_BATCH = 1000;

    private static final Pattern LABEL = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern LABELS =
            Pattern.compile("(?=.{3,63}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.(?=.)|$))+");
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    /** Amazon's, or one that works like it, with nothing special about it. */
    static S3Service of(HttpUrl endpoint, String region) {
        boolean amazon = S3AmazonHost.of(endpoint.host()).isPresent();
        return new S3Service(
                endpoint,
                region,
                amazon ? S3Addressing.VIRTUAL : S3Addressing.PATH,
                false,
                LARGEST_BATCH);
    }

    /** The store itself, by which is remembered what was learnt of it. */
    S3Site home() {
        return new S3Site(endpoint, region, true);
    }

    /**
     * Where a bucket is, and how it is named there.
     *
     * <p>A certificate's wildcard stands for one label, so over TLS a name with dots would not be
     * covered by it.
     *
     * @param bucket empty for the store itself
     * @param learned the bucket's region, if the store has told it
     */
    S3Site site(String bucket, Optional<String> learned) {
        HttpUrl home = endpoint;
        Optional<S3AmazonHost> amazon = S3AmazonHost.of(endpoint.host());
        String actual = learned.orElse(region);
        boolean everywhere = amazon.isPresent() && amazon.get().region().isEmpty();
        if (amazon.isPresent() && (learned.isPresent() || everywhere && !isFirst())) {
            home = endpoint.newBuilder().host(amazon.get().in(actual).name()).build();
        }
        return new S3Site(home, actual, !canBeInHost(bucket));
    }

    private boolean isFirst() {
        return region.equals(S3AmazonHost.FIRST_REGION);
    }

    private boolean canBeInHost(String bucket) {
        if (addressing == S3Addressing.PATH || ADDRESS.matcher(endpoint.host()).matches()) {
            return false;
        }
        return (endpoint.isHttps() ? LABEL : LABELS).matcher(bucket).matches();
    }
}
