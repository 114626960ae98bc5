package transfer.protocol.s3;

import java.util.Optional;
import transfer.credentials.Secret;

/**
 * How an unfinished upload is found again.
 *
 * @param partBytes the size of its parts
 * @param id what the store calls it
 */
record S3Ticket(long partBytes, String id) {
    private static final String START = "s3-parts:";

    static Secret of(S3Multipart upload, S3PartSize cut) {
        return new Secret(START + cut.bytes() + ":" + upload.id());
    }

    /** Empty where it is a mark, and no ticket that we gave. */
    static Optional<S3Ticket> parse(String text) {
        int colon = text.indexOf(':', START.length());
        if (!text.startsWith(START) || colon < 0) {
            return Optional.empty();
        }
        try {
            long bytes = Long.parseLong(text.substring(START.length(), colon));
            return Optional.of(new S3Ticket(bytes, text.substring(colon + 1)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
