package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import okhttp3.RequestBody;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.TransferException;

/** Buckets as such. */
final class S3Buckets {
    /** Where buckets are made that do not say where. */
    private static final String USUAL_REGION = "us-east-1";

    private final S3Requests requests;

    S3Buckets(S3Requests requests) {
        this.requests = requests;
    }

    /**
     * Makes the bucket that a location is in; one of ours that is there already is fine.
     *
     * @throws TransferException {@link transfer.protocol.FailureKind#ALREADY_EXISTS} when somebody
     *     else has one of that name, and others
     */
    void make(S3Location where) throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(making(where.ofBucket()))) {
            if (!answer.isSuccess() && !answer.code().equals("BucketAlreadyOwnedByYou")) {
                throw answer.failure();
            }
        }
    }

    private S3Request making(S3Location where) throws TransferException, InterruptedException {
        S3Request plain = S3Request.of("PUT", where);
        String region = requests.site().region();
        if (region.isEmpty() || region.equals(USUAL_REGION)) {
            return plain;
        }
        byte[] wish =
                ("<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
                                + "<LocationConstraint>"
                                + region.replaceAll("[^A-Za-z0-9-]", "")
                                + "</LocationConstraint></CreateBucketConfiguration>")
                        .getBytes(StandardCharsets.UTF_8);
        RunningDigest digest = new RunningDigest(EnumSet.of(DigestAlgorithm.SHA_256));
        digest.update(ByteBuffer.wrap(wish));
        return plain.with(RequestBody.create(wish), digest.values().getFirst().hex());
    }
}
