package transfer.protocol.s3;

/** Who we are somewhere: the store, and what we sign with there. */
record S3Identity(S3Service service, S3Keyring keyring) {}
