package transfer.protocol.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of one of Amazon's own S3 hosts (AWS General Reference, "Amazon S3 endpoints and
 * quotas").
 *
 * @param kind {@code s3}, {@code s3-fips}, {@code s3.dualstack} or {@code s3-fips.dualstack}
 * @param region empty for {@code s3.amazonaws.com}, which is every region's
 * @param domain {@code amazonaws.com} or another part of the world's
 */
record S3AmazonHost(String kind, Optional<String> region, String domain) {
    /** Where who names no region is at home; also the one that needs no mention in requests. */
    static final String FIRST_REGION = "us-east-1";

    private static final Pattern HOST =
            Pattern.compile(
                    "(s3(?:-fips)?(?:\\.dualstack)?)(?:[.-](?!external-1\\.)([a-z][a-z0-9-]*-[0-9]+))?\\."
                            + "(amazonaws\\.com(?:\\.cn)?|c2s\\.ic\\.gov|sc2s\\.sgov\\.gov)");

    /** A host by its name in lower case; empty when it is not one of Amazon's. */
    static Optional<S3AmazonHost> of(String host) {
        Matcher parts = HOST.matcher(host);
        return parts.matches()
                ? Optional.of(
                        new S3AmazonHost(
                                parts.group(1),
                                Optional.ofNullable(parts.group(2)),
                                parts.group(3)))
                : Optional.empty();
    }

    /** The usual one of a region. */
    static S3AmazonHost ofRegion(String region) {
        String domain = "amazonaws.com";
        if (region.startsWith("cn-")) {
            domain = "amazonaws.com.cn";
        } else if (region.startsWith("us-iso-")) {
            domain = "c2s.ic.gov";
        } else if (region.startsWith("us-isob-")) {
            domain = "sc2s.sgov.gov";
        }
        return new S3AmazonHost("s3", Optional.of(region), domain);
    }

    /** The one of the same kind in another region. */
    S3AmazonHost in(String other) {
        return new S3AmazonHost(kind, Optional.of(other), domain);
    }

    String name() {
        return kind + region.map(name -> "." + name).orElse("") + "." + domain;
    }
}
