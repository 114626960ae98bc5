package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.regex.Pattern;
import okhttp3.RequestBody;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;

/** Buckets as such. */
final class S3Buckets {
    /** Where buckets are made that do not say where. */
    private static final String USUAL_REGION = "us-east-1";

    /** What every store wants that lets people name buckets. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{3,255}");

    /** Amazon S3 User Guide, "General purpose bucket naming rules". */
    private static final Pattern AMAZON_NAME =
            Pattern.compile(
                    "(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|\\.mrap|--x-s3|--table-s3)$)"
                            + "(?!.*\\.\\.)(?![0-9]+(?:\\.[0-9]+){3}$)"
                            + "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private final S3Requests requests;

    S3Buckets(S3Requests requests) {
        this.requests = requests;
    }

    /**
     * Makes sure that there is the bucket that a location is in. One that is there and that we may
     * list is left as it is: to make it again would reset who may read it.
     *
     * @throws TransferException {@link FailureKind#ACCESS_DENIED} when somebody else has one of
     *     that name, {@link FailureKind#BAD_REQUEST} when none can have it, and others
     */
    void ensure(S3Location where) throws TransferException, InterruptedException {
        if (where.bucket().isEmpty()) {
            where.ofObject();
        }
        if (isThere(where)) {
            return;
        }
        TransferException failure;
        // now with words for what is wrong
        try (S3Answer answer = new S3Listing(requests).tried(where)) {
            if (answer.isSuccess()) {
                return;
            }
            failure = answer.failure();
        }
        switch (failure.kind()) {
            case NOT_FOUND -> make(where);
            case ACCESS_DENIED -> {
                // it is there, and who may only write into it need not be able to list or make it
                if (where.key().isEmpty()) {
                    make(where);
                }
            }
            case BAD_REQUEST -> {
                checkName(where);
                throw failure;
            }
            default -> throw failure;
        }
    }

    /**
     * Makes the bucket that a location is in; one of ours that is there already is fine.
     *
     * @throws TransferException see {@link #ensure}
     */
    void make(S3Location where) throws TransferException, InterruptedException {
        checkName(where);
        try (S3Answer answer = requests.send(making(where.ofBucket()))) {
            if (answer.isSuccess() || answer.code().equals("BucketAlreadyOwnedByYou")) {
                return;
            }
            if (!answer.code().equals("BucketAlreadyExists")) {
                throw answer.failure();
            }
            if (!isThere(where)) { // some stores say the same of our own, made a moment ago
                throw othersBucket(where, answer);
            }
        }
    }

    /** Whether there is one that we may list. */
    private boolean isThere(S3Location where) throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(S3Request.of("HEAD", where.ofBucket()))) {
            return answer.isSuccess();
        }
    }

    private static TransferException othersBucket(S3Location where, S3Answer answer) {
        return new TransferException(
                        FailureKind.ACCESS_DENIED,
                        where.url(),
                        answer.sent()
                                + ": the bucket "
                                + where.bucket()
                                + " belongs to somebody else; names of buckets are the whole"
                                + " store's, so choose another")
                .withStatus(answer.status())
                .during(Phase.REQUEST)
                .cameBy(answer.http().provenance());
    }

    static boolean isAmazonName(String name) {
        return AMAZON_NAME.matcher(name).matches();
    }

    private void checkName(S3Location where) throws TransferException, InterruptedException {
        String host = requests.site().endpoint().host();
        boolean amazon = S3AmazonHost.of(host).isPresent();
        if (!(amazon ? isAmazonName(where.bucket()) : NAME.matcher(where.bucket()).matches())) {
            throw new TransferException(
                            FailureKind.BAD_REQUEST,
                            where.url(),
                            "PUT "
                                    + where.url()
                                    + ": "
                                    + where.bucket()
                                    + " cannot be a bucket's name: "
                                    + (amazon
                                            ? "3 to 63 small letters, digits, dots and hyphens, a"
                                                    + " letter or digit at both ends, no two dots"
                                                    + " together, and no IP address"
                                            : "3 to 255 letters, digits, dots, hyphens and"
                                                    + " underscores"))
                    .during(Phase.REQUEST);
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
