package transfer.protocol.s3;

/** A store, and what we sign with there. */
record S3Account(S3Store store, S3Keyring keyring) {}
