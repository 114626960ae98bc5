package transfer.protocol.s3;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import transfer.checksum.Checksum;
import transfer.checksum.DigestAlgorithm;
import transfer.checksum.RunningDigest;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;
import transfer.protocol.Writing;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpUpload;

/**
 * An object that is put in one request. There are no hidden names: the store puts it under its name
 * when the request is complete and right, and keeps what was there before until then.
 *
 * <p>What is not large is gathered, so that the store is told beforehand what the bytes must be and
 * refuses others; and so that the request can be sent once more.
 */
final class S3Writing implements Writing {
    /** So much is gathered. */
    static final int GATHERED = 16 << 20;

    /** More a store does not take in one request. */
    private static final long LARGEST = 5L << 30;

    private static final String CHECKSUM = S3State.field(DigestAlgorithm.SHA_256);

    private final S3Uploads uploads;
    private final S3Requests requests;
    private final S3Location where;
    private final OptionalLong size;
    private final S3Gathered gathered;
    private Optional<Streaming> streaming = Optional.empty();
    private Optional<Writing> inParts = Optional.empty();
    private long taken;
    private boolean closed;

    /** A large one under way, whose MD5 is compared with what the store makes of it. */
    private record Streaming(S3Requests.Ready ready, HttpUpload upload, RunningDigest md5) {
        void write(ByteBuffer bytes) throws TransferException, InterruptedException {
            md5.update(bytes.duplicate());
            upload.write(bytes);
        }
    }

    private S3Writing(S3Uploads uploads, S3Location where, OptionalLong size)
            throws InterruptedException {
        this.uploads = uploads;
        this.requests = uploads.requests();
        this.where = where;
        this.size = size;
        boolean streams = size.orElse(0) > GATHERED;
        this.gathered = new S3Gathered(uploads.room(), streams ? OptionalLong.of(0) : size);
    }

    static S3Writing begin(S3Uploads uploads, S3Location where, OptionalLong size)
            throws TransferException, InterruptedException {
        S3Writing writing = new S3Writing(uploads, where, size);
        if (size.orElse(0) > LARGEST) {
            throw writing.unsupported(
                    size.getAsLong()
                            + " bytes are more than the "
                            + LARGEST
                            + " that a store takes in one request, and this one takes no"
                            + " uploads in parts");
        }
        if (size.orElse(0) > GATHERED) {
            writing.stream();
        }
        return writing;
    }

    private void stream() throws TransferException, InterruptedException {
        S3Request put =
                S3Request.of("PUT", where)
                        .with("Content-Type", "application/octet-stream")
                        .signing(S3Signer.UNSIGNED);
        S3Requests.Sending sending = begin(put);
        RunningDigest md5 = new RunningDigest(EnumSet.of(DigestAlgorithm.MD5));
        streaming = Optional.of(new Streaming(sending.ready(), sending.upload(), md5));
    }

    private S3Requests.Sending begin(S3Request put) throws TransferException, InterruptedException {
        try {
            return requests.begin(put, size.getAsLong());
        } catch (TransferException e) {
            if (!isMissingBucket(e)) {
                throw e;
            }
            new S3Buckets(requests).make(where);
            return requests.begin(put, size.getAsLong());
        }
    }

    /** More has come than is gathered, of a source that does not tell how much it will be. */
    private void goOnInParts() throws TransferException, InterruptedException {
        S3PartsWriting writing = S3PartsWriting.begin(requests, uploads.room(), where, size);
        inParts = Optional.of(writing);
        gathered.handOver(writing);
    }

    /** Nothing else that a PUT wants can be missing. */
    private static boolean isMissingBucket(TransferException failure) {
        return failure.kind() == FailureKind.NOT_FOUND;
    }

    @Override
    public void write(ByteBuffer bytes) throws TransferException, InterruptedException {
        if (closed) {
            throw new IllegalStateException("the writing is closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        taken += bytes.remaining();
        if (size.isPresent() && taken > size.getAsLong()) {
            throw changed("more than the " + size.getAsLong() + " bytes announced have come");
        }
        if (inParts.isEmpty() && streaming.isEmpty() && taken > GATHERED) {
            goOnInParts();
        }
        if (inParts.isPresent()) {
            inParts.get().write(bytes);
        } else if (streaming.isPresent()) {
            streaming.get().write(bytes);
        } else {
            gathered.take(bytes);
        }
    }

    @Override
    public FileStat finish(List<Checksum> digests) throws TransferException, InterruptedException {
        if (size.isPresent() && taken < size.getAsLong()) {
            throw changed("only " + taken + " of " + size.getAsLong() + " bytes have come");
        }
        if (inParts.isPresent()) {
            return inParts.get().finish(digests);
        }
        if (streaming.isPresent()) {
            return endStream(streaming.get(), digests);
        }
        try {
            return putIntoBucket(digests);
        } finally {
            gathered.close();
        }
    }

    private FileStat putIntoBucket(List<Checksum> digests)
            throws TransferException, InterruptedException {
        try {
            return put(digests);
        } catch (TransferException e) {
            if (!isMissingBucket(e)) {
                throw e;
            }
            new S3Buckets(requests).make(where);
            return put(digests);
        }
    }

    private FileStat put(List<Checksum> digests) throws TransferException, InterruptedException {
        Checksum sha256 =
                find(digests, DigestAlgorithm.SHA_256)
                        .orElseGet(() -> gathered.digest(DigestAlgorithm.SHA_256));
        Set<Checksum> known = new LinkedHashSet<>(digests);
        known.add(sha256);
        S3Request plain =
                S3Request.of("PUT", where)
                        .with("Content-Type", "application/octet-stream")
                        .with(gathered.body(), sha256.hex());
        S3Site site = requests.site();
        if (!requests.memory().isWithoutChecksums(site)) {
            try (S3Answer answer = requests.send(plain.with(CHECKSUM, sha256.base64()))) {
                if (!answer.mayMisunderstand()) {
                    return stored(answer, known, () -> gathered.digest(DigestAlgorithm.MD5));
                }
            }
        }
        Checksum md5 = gathered.digest(DigestAlgorithm.MD5);
        try (S3Answer answer = requests.send(plain.with("Content-MD5", md5.base64()))) {
            if (answer.isSuccess()) {
                requests.memory().learnWithoutChecksums(site);
            }
            return stored(answer, known, () -> md5);
        }
    }

    private FileStat endStream(Streaming stream, List<Checksum> digests)
            throws TransferException, InterruptedException {
        try (HttpAnswer http = stream.upload().finish();
                S3Answer answer = S3Requests.answer(stream.ready(), http)) {
            return stored(answer, digests, () -> stream.md5().values().getFirst());
        } catch (TransferException e) {
            throw requests.withOtherKeys(e, stream.ready());
        }
    }

    /**
     * What the store says it holds. Where it tells the MD5 and that is the one of the bytes that
     * were sent, it has confirmed those bytes, and with them whatever else was computed of them.
     */
    private FileStat stored(S3Answer answer, Collection<Checksum> digests, Supplier<Checksum> md5)
            throws TransferException, InterruptedException {
        if (!answer.isSuccess()) {
            throw answer.failure();
        }
        if (answer.header("ETag").isEmpty()) {
            // a success without a tag may be none
            S3Error told = S3Error.of(answer.http());
            if (!told.code().isEmpty()) {
                throw answer.failure(told);
            }
        }
        S3State state = new S3State(answer.http());
        FileStat told = state.stat(OptionalLong.empty());
        Optional<Checksum> sha256 = state.checksum(DigestAlgorithm.SHA_256);
        if (sha256.isPresent()) {
            same(answer, sha256.get(), find(digests, DigestAlgorithm.SHA_256).or(() -> sha256));
        }
        if (state.md5().isEmpty()) {
            return told;
        }
        Checksum sent = md5.get();
        same(answer, state.md5().get(), Optional.of(sent));
        Set<Checksum> proven = new LinkedHashSet<>(digests);
        proven.add(sent);
        return told.withDigests(List.copyOf(proven)).withSize(OptionalLong.of(taken));
    }

    private void same(S3Answer answer, Checksum there, Optional<Checksum> sent)
            throws TransferException, InterruptedException {
        if (!Optional.of(there).equals(sent)) {
            throw new S3Withdrawal(requests, where)
                    .of(
                            answer.sent() + ": the store has " + there + ", sent was " + sent.get(),
                            S3Multipart.tag(answer),
                            S3State.version(answer.http()),
                            Optional.of(answer.http()));
        }
    }

    @Override
    public boolean isProvedInParts() {
        return inParts.filter(Writing::isProvedInParts).isPresent();
    }

    private static Optional<Checksum> find(
            Collection<Checksum> digests, DigestAlgorithm algorithm) {
        return digests.stream().filter(d -> d.algorithm() == algorithm).findFirst();
    }

    private TransferException changed(String how) {
        return new TransferException(
                        FailureKind.CHANGED,
                        where.url(),
                        "PUT " + where.url() + ": the source changed meanwhile: " + how)
                .during(Phase.BODY);
    }

    private TransferException unsupported(String why) {
        return new TransferException(
                        FailureKind.UNSUPPORTED, where.url(), "PUT " + where.url() + ": " + why)
                .during(Phase.REQUEST);
    }

    @Override
    public TransferUrl location() {
        return where.url();
    }

    /** Of one request nothing is left to do: the store has replaced the object. */
    @Override
    public void publish() throws TransferException, InterruptedException {
        if (inParts.isPresent()) {
            inParts.get().publish();
        }
    }

    @Override
    public void close() {
        closed = true;
        streaming.ifPresent(stream -> stream.upload().close());
        inParts.ifPresent(Writing::close);
        gathered.close();
    }
}
