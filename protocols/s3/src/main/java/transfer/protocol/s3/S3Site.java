package transfer.protocol.s3;

import okhttp3.HttpUrl;

/**
 * A store: where it answers, and how buckets are named there.
 *
 * @param endpoint scheme, host and port; a path of it stands before every bucket's
 * @param region what signatures say
 * @param pathStyle whether the bucket is the first part of the path, rather than of the host's name
 */
record S3Site(HttpUrl endpoint, String region, boolean pathStyle) {}
