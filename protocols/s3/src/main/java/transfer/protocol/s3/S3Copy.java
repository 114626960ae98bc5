package transfer.protocol.s3;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import okhttp3.RequestBody;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.protocol.DirectCopy;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;

/**
 * A copy that a store makes by itself, at once or in parts (Amazon S3 API Reference, "CopyObject",
 * "UploadPartCopy"). It appears when it is whole, and is of the state of the original that was
 * there in the beginning, or fails.
 */
final class S3Copy {
    /** More a store does not copy at once, nor into one part. */
    private static final long LARGEST = 5L << 30;

    private static final long PART = 1L << 30;

    /**
     * Behind it a version may be named, where it is not escaped. But s3rver 3.7 unescapes first,
     * and copies what is named by the rest; S3Mock 5.2 does so where it reads "?versionId=".
     */
    private static final String QUESTION = "?";

    private final S3Requests source;
    private final S3Requests destination;

    /** The original as it was found. */
    private record Original(
            S3Location where, long size, Optional<Identity> identity, Optional<Checksum> md5) {
        S3Request into(S3Request request) {
            S3Request copying =
                    request.with(
                                    "x-amz-copy-source",
                                    "/" + S3Url.escapedPath(where.bucket() + "/" + where.key()))
                            .with(RequestBody.create(new byte[0]), S3Signer.NOTHING);
            return identity.isPresent()
                    ? copying.with("x-amz-copy-source-if-match", S3State.tag(identity.get()))
                    : copying;
        }
    }

    S3Copy(S3Requests source, S3Requests destination) {
        this.source = source;
        this.destination = destination;
    }

    /** See {@link DirectCopy#copy}. */
    DirectCopy.Made copy(S3Location from, S3Location to, LongConsumer moved)
            throws TransferException, InterruptedException {
        if (!source.isSameAs(destination)) {
            throw unsupported(to, "is not at the same store, for the same user, as " + from.url());
        }
        if (from.key().contains(QUESTION)) {
            throw unsupported(to, "some stores would copy another object than " + from.url());
        }
        FileStat found = new S3Objects(source).stat(from);
        if (found.size().isEmpty()) {
            throw unsupported(to, "the store does not tell how large " + from.url() + " is");
        }
        Original original =
                new Original(
                        from,
                        found.size().getAsLong(),
                        found.identity(),
                        found.digest(DigestAlgorithm.MD5));
        if (original.size > S3PartSize.LARGEST_OBJECT) {
            throw unsupported(to, from.url() + " is larger than an object can be");
        }
        if (original.size > LARGEST) {
            inParts(original, to, moved);
        } else {
            atOnce(original, to);
        }
        return DirectCopy.Made.inOneStep(to.url(), new S3Objects(destination).stat(to));
    }

    private void atOnce(Original original, S3Location to)
            throws TransferException, InterruptedException {
        S3Request request = original.into(S3Request.of("PUT", to));
        Copied copied = onceMoreIfBucketIsMissing(request, to);
        boolean differs =
                copied.isMd5
                        && original.md5.isPresent()
                        && !original.md5.get().hex().equalsIgnoreCase(copied.tag);
        // of another state of the original it is no wrong copy; Ceph 16.2 makes such
        if (differs && isUnchanged(original)) {
            String told =
                    "PUT "
                            + to.url()
                            + ": the store made a copy with the MD5 "
                            + copied.tag
                            + " instead of "
                            + original.md5.get().hex();
            throw new S3Withdrawal(destination, to)
                    .of(told, copied.tag, copied.version, Optional.empty());
        }
    }

    private Copied onceMoreIfBucketIsMissing(S3Request request, S3Location to)
            throws TransferException, InterruptedException {
        try (S3Answer answer = destination.send(request)) {
            if (!answer.code().equals("NoSuchBucket")) {
                return Copied.of(answer);
            }
        }
        new S3Buckets(destination).make(to); // the original's is there
        return send(request);
    }

    /** What a store says of a copy, or of a part. */
    private record Copied(String tag, boolean isMd5, Optional<String> version) {
        static Copied of(S3Answer answer) throws TransferException, InterruptedException {
            if (!answer.isSuccess()) {
                throw answer.failure();
            }
            S3Xml result = answer.result("CopyObjectResult", "CopyPartResult");
            String tag = S3Multipart.unquoted(result.told("ETag").orElse(""));
            boolean isMd5 = new S3State(answer.http()).isMd5(tag);
            return new Copied(tag, isMd5, S3State.version(answer.http()));
        }
    }

    private Copied send(S3Request request) throws TransferException, InterruptedException {
        try (S3Answer answer = destination.send(request)) {
            return Copied.of(answer);
        }
    }

    private void inParts(Original original, S3Location to, LongConsumer moved)
            throws TransferException, InterruptedException {
        S3Multipart upload = S3Multipart.begin(destination, to, false);
        S3Couriers couriers = new S3Couriers();
        boolean done = false;
        try {
            long told = 0;
            int number = 1;
            for (long at = 0; at < original.size; at += PART, number++) {
                long first = at;
                long size = Math.min(PART, original.size - at);
                int part = number;
                couriers.send(() -> part(original, upload, part, first, size), () -> {});
                long now = couriers.arrived();
                if (now > told) {
                    moved.accept(now - told);
                    told = now;
                }
            }
            List<S3Multipart.Held> parts = couriers.finish();
            checkUnchanged(original);
            new S3Completion(upload, parts).run();
            done = true;
        } finally {
            if (!done) {
                giveUp(couriers, upload);
            }
        }
    }

    private boolean isUnchanged(Original original) throws TransferException, InterruptedException {
        return new S3Objects(source).stat(original.where).identity().equals(original.identity);
    }

    /** Ceph 16.2 does not look at the condition, and parts of two states must not meet. */
    private void checkUnchanged(Original original) throws TransferException, InterruptedException {
        if (!isUnchanged(original)) {
            throw new TransferException(
                            FailureKind.CHANGED,
                            original.where.url(),
                            original.where.url() + " was replaced while it was copied")
                    .during(Phase.BODY);
        }
    }

    private S3Multipart.Held part(
            Original original, S3Multipart upload, int number, long first, long size)
            throws TransferException, InterruptedException {
        S3Request request =
                original.into(upload.bringing(number))
                        .with(
                                "x-amz-copy-source-range",
                                "bytes=" + first + "-" + (first + size - 1));
        Copied copied = send(request);
        return new S3Multipart.Held(
                number, size, copied.tag, copied.isMd5, Optional.empty(), false);
    }

    private static void giveUp(S3Couriers couriers, S3Multipart upload) {
        couriers.end(Duration.ZERO);
        upload.abortSilently();
    }

    private static TransferException unsupported(S3Location to, String why) {
        return new TransferException(FailureKind.UNSUPPORTED, to.url(), to.url() + ": " + why)
                .during(Phase.REQUEST);
    }
}
