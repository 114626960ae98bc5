package transfer.protocol.s3;

import java.util.Optional;
import transfer.credentials.Secret;

/**
 * What requests are signed with.
 *
 * @param sessionToken goes with keys that end after a while
 * @param origin where they were found, in words fit for a message
 */
record S3Keys(String accessKey, Secret secretKey, Optional<Secret> sessionToken, String origin) {}
