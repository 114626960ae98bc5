package transfer.protocol.s3;

import java.util.Locale;
import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * What a URL names: {@code s3://USER@SITE/BUCKET/KEY} at a store that the credentials file tells
 * of, or {@code s3://BUCKET/KEY} at Amazon's or at the one that the environment names.
 *
 * <p>A key is every character that follows, as it is: nothing is unescaped, {@code ?} and {@code #}
 * are characters of it, slashes are neither collapsed nor dropped, and {@code ..} is a name. (The
 * tool that we replace drops {@code #} and what follows, and collapses slashes.)
 *
 * @param identity {@code USER@SITE}; empty for the short form
 * @param site with its port, in lower case; empty for the short form
 * @param bucket empty where the URL names only the store
 * @param key empty where it names only the bucket; as {@link transfer.protocol.ByteText}
 */
record S3Location(
        TransferUrl url, Optional<String> identity, String site, String bucket, String key) {

    /**
     * @throws TransferException {@link FailureKind#BAD_REQUEST} when it names no bucket where one
     *     must be, or its user has no name
     */
    static S3Location of(TransferUrl url) throws TransferException {
        String path = url.path();
        if (path.startsWith("?")) {
            throw malformed(url, "has no slash before the question mark");
        }
        int at = url.authority().lastIndexOf('@');
        if (at < 0) {
            if (url.authority().isEmpty()) {
                throw malformed(
                        url, "names no bucket: s3://BUCKET/KEY or s3://USER@SITE/BUCKET/KEY");
            }
            return new S3Location(
                    url,
                    Optional.empty(),
                    "",
                    url.authority(),
                    path.isEmpty() ? "" : path.substring(1));
        }
        String user = url.authority().substring(0, at);
        String site = url.authority().substring(at + 1).toLowerCase(Locale.ROOT);
        if (user.isEmpty() || site.isEmpty()) {
            throw malformed(url, "names no user or no site: s3://USER@SITE/BUCKET/KEY");
        }
        String names = path.isEmpty() ? "" : path.substring(1);
        int slash = names.indexOf('/');
        return new S3Location(
                url,
                Optional.of(user + "@" + site),
                site,
                slash < 0 ? names : names.substring(0, slash),
                slash < 0 ? "" : names.substring(slash + 1));
    }

    /** This location, if it names an object. */
    S3Location ofObject() throws TransferException {
        if (bucket.isEmpty() || key.isEmpty()) {
            throw malformed(
                    url, bucket.isEmpty() ? "names no bucket" : "names a bucket and no key in it");
        }
        return this;
    }

    /** The bucket of this location. */
    S3Location ofBucket() {
        return new S3Location(url, identity, site, bucket, "");
    }

    /** An object of this bucket, by its URL. */
    S3Location named(String other) {
        String path = identity.isPresent() ? "/" + bucket + "/" + other : "/" + other;
        return new S3Location(url.withPath(path), identity, site, bucket, other);
    }

    /** With what keys begin that are below this location; empty for a bucket. */
    String folder() {
        return key.isEmpty() || key.endsWith("/") ? key : key + "/";
    }

    private static TransferException malformed(TransferUrl url, String why) {
        return new TransferException(FailureKind.BAD_REQUEST, url, url + " " + why)
                .during(Phase.REQUEST);
    }
}
