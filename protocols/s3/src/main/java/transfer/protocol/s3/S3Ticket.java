package transfer.protocol.s3;

import java.util.Optional;
import transfer.credentials.Secret;

/**
 * How an unfinished upload is found again.
 *
 * @param partBytes the size of its parts
 * @param checked whether the store compares CRC-64/NVME
 * @param id what the store calls it
 */
record S3Ticket(long partBytes, boolean checked, String id) {
    private static final String START = "s3-parts:";
    private static final String CHECKED = "+crc64nvme";

    static Secret of(S3Multipart upload, S3PartSize cut) {
        return new Secret(
                START + cut.bytes() + (upload.checked() ? CHECKED : "") + ":" + upload.id());
    }

    /** The upload that it is for. */
    S3Multipart of(S3Requests requests, S3Location where) {
        return new S3Multipart(requests, where, id, checked);
    }

    /** Empty where it is a mark, and no ticket that we gave. */
    static Optional<S3Ticket> parse(String text) {
        int colon = text.indexOf(':', START.length());
        if (!text.startsWith(START) || colon < 0) {
            return Optional.empty();
        }
        try {
            String how = text.substring(START.length(), colon);
            boolean checked = how.endsWith(CHECKED);
            long bytes = Long.parseLong(checked ? how.replace(CHECKED, "") : how);
            return Optional.of(new S3Ticket(bytes, checked, text.substring(colon + 1)));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
