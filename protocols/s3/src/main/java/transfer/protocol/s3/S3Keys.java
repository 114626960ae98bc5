package transfer.protocol.s3;

import java.util.Optional;
import transfer.credentials.Secret;

/**
 * What requests are signed with.
 *
 * @param sessionToken goes with keys that end after a while
 * @param origin where they were found, in words fit for a message
 */
record S3Keys(String accessKey, Secret secretKey, Optional<Secret> sessionToken, String origin) {
    /** Whether all are characters that are seen, as in keys of every store. */
    boolean isPrintable() {
        return isPrintable(accessKey)
                && isPrintable(secretKey.reveal())
                && sessionToken.map(token -> isPrintable(token.reveal())).orElse(true);
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
