package transfer.protocol.s3;

/** Where a store is told which bucket is meant. */
enum S3Addressing {
    /** The first part of the path: {@code https://store/bucket/key}. */
    PATH,
    /**
     * The first part of the host's name: {@code https://bucket.store/key}, for buckets whose names
     * can stand there.
     */
    VIRTUAL
}
