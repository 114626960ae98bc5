package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.TransferException;

/**
 * Makes the object of an upload's parts, and compares what the store says that it has made. An
 * object of other parts is taken away again.
 */
final class S3Completion {
    private final S3Multipart upload;
    private final List<S3Multipart.Held> parts;

    /**
     * @param parts all, by number
     */
    S3Completion(S3Multipart upload, List<S3Multipart.Held> parts) {
        this.upload = upload;
        this.parts = parts;
    }

    /**
     * @throws TransferException {@link FailureKind#CHECKSUM_MISMATCH} when the store found or made
     *     something else than was sent, which is not there then; and others
     */
    void run() throws TransferException, InterruptedException {
        Optional<Checksum> whole = check();
        Optional<String> tag = tag();
        S3Multipart.Completed made;
        try {
            made = upload.complete(parts, whole);
        } catch (TransferException e) {
            if (whole.isPresent() && e.kind() == FailureKind.CHECKSUM_MISMATCH) {
                upload.distrust();
            }
            if (!isThereNevertheless(e, whole, tag)) {
                throw e;
            }
            return;
        }
        if (whole.isPresent() && made.check().isPresent()) {
            if (!made.check().equals(whole)) {
                upload.distrust();
                throw mismatch(made, made.check().get() + " instead of " + whole.get());
            }
            return;
        }
        boolean isOfParts = made.tag().matches("[0-9a-fA-F]{32}-[0-9]+");
        if (isOfParts && tag.isPresent() && !made.tag().equalsIgnoreCase(tag.get())) {
            throw mismatch(made, "the tag " + made.tag() + " instead of " + tag.get());
        }
    }

    private TransferException mismatch(S3Multipart.Completed made, String difference)
            throws InterruptedException {
        String told =
                "PUT "
                        + upload.where().url()
                        + ": the store made an object of other parts, with "
                        + difference;
        return new S3Withdrawal(upload.requests(), upload.where())
                .of(told, made.tag(), made.version(), Optional.empty());
    }

    /**
     * The answer was lost, or the request was sent again by what stands between, and then there is
     * no such upload any more.
     */
    private boolean isThereNevertheless(
            TransferException e, Optional<Checksum> whole, Optional<String> tag)
            throws InterruptedException {
        boolean mayBe =
                switch (e.kind()) {
                    case CONNECTION, TIMED_OUT, TRUNCATED, UNAVAILABLE, UNEXPECTED -> true;
                    default -> false;
                };
        if (!mayBe || whole.isEmpty() && tag.isEmpty()) {
            return false;
        }
        S3Request head = S3Request.of("HEAD", upload.where());
        if (whole.isPresent()) {
            head = head.with("x-amz-checksum-mode", "ENABLED");
        }
        try (S3Answer answer = upload.requests().send(head)) {
            S3State state = new S3State(answer.http());
            Optional<Checksum> check = state.checksum(DigestAlgorithm.CRC64NVME);
            boolean isOurs =
                    tag.isPresent() && S3Multipart.tag(answer).equalsIgnoreCase(tag.get())
                            || whole.isPresent() && whole.equals(check);
            return answer.isSuccess() && isOurs;
        } catch (TransferException _) {
            return false; // the first failure is what matters
        }
    }

    /** CRC-64/NVME of the whole, where all parts' is known. */
    private Optional<Checksum> check() {
        Optional<Checksum> whole = parts.getFirst().check();
        for (S3Multipart.Held part : parts.subList(1, parts.size())) {
            if (whole.isEmpty() || part.check().isEmpty()) {
                return Optional.empty();
            }
            whole = Optional.of(whole.get().followedBy(part.check().get(), part.size()));
        }
        return whole;
    }

    /**
     * The MD5 of the parts' MD5s, and their number, as Amazon's store and most others have it;
     * empty where not all parts' tags are MD5s.
     */
    private Optional<String> tag() {
        RunningDigest digest = new RunningDigest(Set.of(DigestAlgorithm.MD5));
        for (S3Multipart.Held part : parts) {
            if (!part.isMd5()) {
                return Optional.empty();
            }
            digest.update(ByteBuffer.wrap(HexFormat.of().parseHex(part.tag())));
        }
        return Optional.of(digest.values().getFirst().hex() + "-" + parts.size());
    }
}
