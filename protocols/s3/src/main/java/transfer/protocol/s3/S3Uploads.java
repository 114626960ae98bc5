package transfer.protocol.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.Writing;

/**
 * Chooses how an object is put: at once, or in parts.
 *
 * @param room for the parts
 */
record S3Uploads(S3Requests requests, S3Room room) {
    /** See {@link transfer.protocol.Sink#write}. */
    Writing write(S3Location where, OptionalLong size)
            throws TransferException, InterruptedException {
        if (size.orElse(0) > S3PartSize.LARGEST_OBJECT) {
            throw new TransferException(
                            FailureKind.UNSUPPORTED,
                            where.url(),
                            "PUT "
                                    + where.url()
                                    + ": "
                                    + size.getAsLong()
                                    + " bytes are more than the "
                                    + S3PartSize.LARGEST_OBJECT
                                    + " that an object can have")
                    .during(Phase.REQUEST);
        }
        if (size.orElse(0) <= S3Writing.GATHERED || requests.memory().isWithoutParts(site())) {
            return S3Writing.begin(this, where, size);
        }
        try {
            return S3PartsWriting.begin(requests, room, where, size);
        } catch (TransferException e) {
            if (e.kind() != FailureKind.UNSUPPORTED) {
                throw e;
            }
            requests.memory().learnWithoutParts(site());
            return S3Writing.begin(this, where, size);
        }
    }

    private S3Site site() throws TransferException, InterruptedException {
        return requests.site();
    }

    /** See {@link transfer.protocol.ResumableSink#resume}. */
    Writing resume(S3Location where, OptionalLong size, String mark)
            throws TransferException, InterruptedException {
        Optional<S3Ticket> ticket = S3Ticket.parse(mark);
        if (ticket.isEmpty()) {
            return write(where, size);
        }
        S3Multipart upload = ticket.get().of(requests, where);
        Optional<List<S3Multipart.Held>> held = held(upload);
        boolean distrusted = ticket.get().checked() && requests.memory().isWithoutCrc64(site());
        List<S3Multipart.Held> kept =
                held.filter(_ -> !distrusted)
                        .map(all -> usable(all, size, ticket.get()))
                        .orElse(List.of());
        if (kept.isEmpty()) {
            if (held.isPresent()) {
                abort(upload);
            }
            return write(where, size);
        }
        return S3PartsWriting.goOn(upload, room, size.getAsLong(), kept);
    }

    /** Who may write need not be allowed to see what is there: then it begins anew. */
    private static Optional<List<S3Multipart.Held>> held(S3Multipart upload)
            throws TransferException, InterruptedException {
        try {
            return upload.held();
        } catch (TransferException e) {
            return switch (e.kind()) {
                case ACCESS_DENIED, UNSUPPORTED, BAD_REQUEST -> Optional.of(List.of());
                case NOT_FOUND -> Optional.empty(); // with its bucket
                default -> throw e;
            };
        }
    }

    private static void abort(S3Multipart upload) throws InterruptedException {
        try {
            upload.abort();
        } catch (TransferException _) {
            // what comes next tells what is wrong with the store
        }
    }

    /**
     * Those without a gap before them, as long as they are cut as we cut, and the store tells MD5
     * or CRC of them.
     */
    private static List<S3Multipart.Held> usable(
            List<S3Multipart.Held> held, OptionalLong size, S3Ticket ticket) {
        if (size.isEmpty() || S3PartSize.of(size).bytes() != ticket.partBytes()) {
            return List.of();
        }
        List<S3Multipart.Held> usable = new ArrayList<>();
        long end = 0;
        for (S3Multipart.Held part : held) {
            long due = Math.min(ticket.partBytes(), size.getAsLong() - end);
            if (part.number() != usable.size() + 1
                    || part.size() != due
                    || due == 0
                    || !part.isMd5() && part.check().isEmpty()) {
                break;
            }
            usable.add(part);
            end += due;
        }
        return usable;
    }
}
