package transfer.protocol.s3;

import java.util.Optional;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;

/**
 * Takes away what was put under a name and turned out to be wrong, unless something else is there
 * by now. What it has replaced does not come back, but where the bucket keeps versions.
 */
record S3Withdrawal(S3Requests requests, S3Location where) {
    /**
     * @param told what is wrong, and on which request
     * @param tag entity tag of what was put, without quotes; empty where it is not known
     * @param version of what was put, where the bucket keeps several
     * @return the mismatch, which says what became of the object
     */
    TransferException of(
            String told, String tag, Optional<String> version, Optional<HttpAnswer> answer)
            throws InterruptedException {
        TransferException mismatch =
                new TransferException(
                                FailureKind.CHECKSUM_MISMATCH,
                                where.url(),
                                told + "; " + withdraw(tag, version))
                        .during(Phase.VERIFY);
        return answer.isEmpty()
                ? mismatch
                : mismatch.withStatus(answer.get().status()).cameBy(answer.get().provenance());
    }

    /** What became of it, in words. */
    private String withdraw(String tag, Optional<String> version) throws InterruptedException {
        try {
            if (version.isPresent()) {
                S3Request one = S3Request.of("DELETE", where).asking("versionId", version.get());
                return removed(one) ? "it was removed again" : replaced();
            }
            if (tag.isEmpty()) {
                return "it was left there, since the store does not say whether it is still that one";
            }
            return isStillThere(tag) && remove(tag) ? "it was removed again" : replaced();
        } catch (TransferException _) {
            // the mismatch is what the user has to hear of first
            return "it could not be removed, and should not be used";
        }
    }

    private static String replaced() {
        return "something else has taken its place, and was left there";
    }

    private boolean isStillThere(String tag) throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(S3Request.of("HEAD", where))) {
            if (!answer.isSuccess() && answer.status() != 404) {
                throw answer.failure();
            }
            return answer.isSuccess() && S3Multipart.tag(answer).equals(tag);
        }
    }

    private boolean remove(String tag) throws TransferException, InterruptedException {
        S3Request plain = S3Request.of("DELETE", where);
        try (S3Answer answer = requests.send(plain.with("If-Match", "\"" + tag + "\""))) {
            if (!answer.mayMisunderstand()) {
                return isDone(answer);
            }
        }
        return removed(plain);
    }

    private boolean removed(S3Request request) throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(request)) {
            return isDone(answer);
        }
    }

    /** False where the condition is not fulfilled any more. */
    private static boolean isDone(S3Answer answer) throws TransferException {
        if (!answer.isSuccess() && answer.status() != 412 && answer.status() != 404) {
            throw answer.failure();
        }
        return answer.isSuccess();
    }
}
